"""`sre sources …` and `sre keys …`: who may send, who may ask."""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from pydantic import ValidationError

from cli.answering import console, fail, show_table
from cli.installation import database_url, open_installation
from cli.options import DEFAULT_DATA_DIR, DataDir
from local.data_directory import write_private_json
from local.environment import SAMPLE
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.provision import Provisioning, UnknownName, UnusableName
from shared.bootstrap.source_kinds import SOURCE_KINDS, by_name
from shared.ports.intake import SourceSettings

sources = typer.Typer(no_args_is_help=True, help="Senders of webhooks and their tokens.")
keys = typer.Typer(no_args_is_help=True, help="Keys for the API.")

Tenant = Annotated[str, typer.Option(help="Slug of the tenant.")]


_KINDS = by_name(SOURCE_KINDS)


def _known_kind(name: str) -> str:
    if name not in _KINDS:
        raise typer.BadParameter(f"{name!r} is none of {', '.join(_KINDS)}")
    return name


Kind = Annotated[
    str,
    typer.Option(
        help="What it is: " + ", ".join(f"{kind.name} ({kind.title})" for kind in SOURCE_KINDS) + ".",
        metavar=f"[{'|'.join(_KINDS)}]",
        callback=_known_kind,
    ),
]


class KeyRole(StrEnum):
    VIEWER = "viewer"
    RESPONDER = "responder"
    APPROVER = "approver"
    ADMIN = "admin"
    INTEGRATION = "integration"
    AGENT = "agent"


@sources.command()
def add(
    name: Annotated[str, typer.Argument(help="What you call it.")],
    kind: Kind = SOURCE_KINDS[0].name,
    environment: Annotated[str | None, typer.Option(help="The environment that it watches.")] = None,
    tenant: Tenant = SAMPLE,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Register a sender and print its token, once.

    Example: sre sources add production --kind alertmanager --environment production
    """
    token = secrets.token_urlsafe(32)
    with _provisioning(data_dir) as provisioning:
        tenant_id = provisioning.tenant(tenant)
        if any(source.name == name for source in provisioning.sources(tenant_id)):
            fail(f"there is a source {name!r} already; `sre sources rotate {name}` gives it a new token")
        provisioning.add_source(tenant_id, name=name, kind=kind, token=token, environment_id=environment)
    _print_token("token", token)
    console.print(_KINDS[kind].setup, style="dim", markup=False, highlight=False)


@sources.command()
def rotate(
    name: Annotated[str, typer.Argument(help="Which source.")],
    overlap_hours: Annotated[float, typer.Option(min=0, help="How long the old token still works.")] = 24.0,
    tenant: Tenant = SAMPLE,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Give a source a new token and print it, once; the old one works a while longer.

    Example: sre sources rotate alertmanager --overlap-hours 1
    """
    token = secrets.token_urlsafe(32)
    with _provisioning(data_dir) as provisioning:
        tenant_id = provisioning.tenant(tenant)
        provisioning.rotate_source(tenant_id, name=name, token=token, overlap=timedelta(hours=overlap_hours))
    if tenant == SAMPLE:
        _remember(data_dir, name, token)
    _print_token("token", token)


@sources.command()
def configure(
    name: Annotated[str, typer.Argument(help="Which source.")],
    settings: Annotated[str, typer.Argument(help="What changes of its settings, as a JSON object.")],
    tenant: Tenant = SAMPLE,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Say how a sender is set up on its own side; what is not named stays as it is.

    Example: sre sources configure cloudwatch '{"topic_arns": ["arn:aws:sns:eu-west-1:123456789012:alarms"]}'
    """
    try:
        changed = json.loads(settings)
    except json.JSONDecodeError as invalid:
        fail(f"the settings are not JSON: {invalid}")
    unknown = changed.keys() - SourceSettings.model_fields.keys() if isinstance(changed, dict) else {"no object"}
    if unknown:
        fail(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(SourceSettings.model_fields)}")
    with _provisioning(data_dir) as provisioning:
        try:
            provisioning.configure_source(provisioning.tenant(tenant), name=name, settings=changed)
        except ValidationError as wrong:
            fail("; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in wrong.errors()))


@sources.command("list")
def list_(tenant: Tenant = SAMPLE, data_dir: DataDir = DEFAULT_DATA_DIR) -> None:
    """List the senders of a tenant.

    Example: sre sources list
    """
    with _provisioning(data_dir) as provisioning:
        found = provisioning.sources(provisioning.tenant(tenant))
    rows = [(source.name, source.kind, source.environment_id, source.created_at[:19]) for source in found]
    show_table(("NAME", "KIND", "ENVIRONMENT", "CREATED"), rows, empty="no sources; `sre sources add NAME` makes one")


@keys.command()
def create(
    name: Annotated[str, typer.Argument(help="Who or what uses it.")],
    role: Annotated[KeyRole, typer.Option(help="What it may do.")] = KeyRole.VIEWER,
    expires_in_days: Annotated[
        int | None, typer.Option(min=1, max=3650, help="How long it works; until revoked if left out.")
    ] = None,
    tenant: Tenant = SAMPLE,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """Make a key for the API and print it, once.

    Example: sre keys create dashboard --role viewer --expires-in-days 90
    """
    valid_for = None if expires_in_days is None else timedelta(days=expires_in_days)
    token = f"sre_{secrets.token_urlsafe(32)}"
    with _provisioning(data_dir) as provisioning:
        tenant_id = provisioning.tenant(tenant)
        provisioning.create_api_key(tenant_id, name=name, role=role, token=token, valid_for=valid_for)
    _print_token("key", token)


@keys.command("list")
def list_keys(
    tenant: Tenant = SAMPLE,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """List the keys of a tenant; their tokens are known to their owners only.

    Example: sre keys list
    """
    with _provisioning(data_dir) as provisioning:
        found = provisioning.api_keys(provisioning.tenant(tenant))
    rows = (
        (
            key.key_id,
            key.name,
            key.role,
            str(key.created_at)[:19],
            str(key.expires_at or "")[:19],
            "revoked" if key.revoked_at else "",
        )
        for key in found
    )
    show_table(
        ("KEY", "NAME", "ROLE", "CREATED", "EXPIRES", ""),
        rows,
        empty="there are none; `sre keys create NAME` makes one",
    )


@keys.command()
def revoke(
    key: Annotated[UUID, typer.Argument(help="Its id, from `sre keys list`.")],
    tenant: Tenant = SAMPLE,
    data_dir: DataDir = DEFAULT_DATA_DIR,
) -> None:
    """End a key for good. It may still be believed for ten seconds.

    Example: sre keys revoke 5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e
    """
    with _provisioning(data_dir) as provisioning:
        provisioning.revoke_api_key(provisioning.tenant(tenant), key)
    console.print("revoked")


@contextmanager
def _provisioning(data_dir: Path) -> Iterator[Provisioning]:
    pool = connect_pool(database_url(data_dir), role="sre_admin", application="sre-cli", max_size=1)
    try:
        yield Provisioning(pool)
    except (UnknownName, UnusableName) as unknown:
        fail(str(unknown.args[0]))
    finally:
        pool.close()


def _remember(data_dir: Path, name: str, token: str) -> None:
    """The sample tenant's tokens are given out by ``local.json``, which the next start goes by."""
    installation = open_installation(data_dir)
    if name in installation.local["webhooks"]:
        installation.local["webhooks"][name]["token"] = token
        write_private_json(installation.data.local_file, installation.local)


def _print_token(what: str, token: str) -> None:
    console.print(f"{what} {token}", markup=False, highlight=False)
    console.print("It is stored as a hash only; keep it now.", style="dim")
