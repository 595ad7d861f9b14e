"""`sre sources argocd-notifications`: what Argo CD is to be told, with the address filled in."""

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from cli.answering import fail
from cli.installation import open_installation
from cli.options import DEFAULT_DATA_DIR, DataDir
from shared.adapters import argocd

_TEMPLATE = "notifications-cm.yaml"
_PLACEHOLDER = "https://sre.example.com/webhooks/argocd"


def argocd_notifications(
    url: Annotated[
        str | None,
        typer.Option(help="Where Argo CD reaches the webhook; that of the installation on this machine if left out."),
    ] = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Print the ConfigMap that makes Argo CD notify this installation.

    Example: sre sources argocd-notifications --url https://sre.mycompany.com/webhooks/argocd
    """
    address = url or str(open_installation(data_dir).local["webhooks"]["argocd"]["url"])
    if urlsplit(address).scheme not in ("http", "https") or not address.isprintable() or " " in address:
        fail(f"{address!r} is not an address")
    template = (Path(argocd.__path__[0]) / _TEMPLATE).read_text("utf-8")
    typer.echo(template.replace(_PLACEHOLDER, address), nl=False)
