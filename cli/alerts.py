"""`sre alert send`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.answering import console, fail
from cli.installation import open_installation
from cli.options import DEFAULT_DATA_DIR, DataDir
from shared.bootstrap.source_kinds import SOURCE_KINDS

alert = typer.Typer(no_args_is_help=True, help="Send alerts as a monitoring system would.")


@alert.command()
def send(
    file: Annotated[Path, typer.Argument(help="A webhook body as the source sends it; - reads standard input.")],
    source: Annotated[
        str, typer.Option(help=f"Which webhook: {', '.join(kind.name for kind in SOURCE_KINDS)}.")
    ] = "alertmanager",
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Post a file to a webhook of the installation.

    Example: sre alert send tests/payloads/alertmanager/firing.json
    """
    try:
        body = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    except OSError as unreadable:
        fail(f"{file} cannot be read: {unreadable.strerror}")
    response = open_installation(data_dir).send_to_webhook(source, body)
    console.print(f"accepted ({response.status_code}) {response.text.strip()}", markup=False, highlight=False)
