"""`sre slos import` and `sre slos export`: objectives from others' files, and as OpenSLO for others."""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter

from cli.answering import fail
from cli.import_files import kinds_of
from cli.imports import import_of
from cli.installation import Installation, remote_or_local
from cli.options import DEFAULT_DATA_DIR, AsJson, DataDir
from cli.slo_definitions import OBJECTIVE_KINDS
from cli.slos import Token, Url, slo_id_of
from shared.adapters.exports.openslo import openslo_yaml
from shared.domain.slo.values import SLODefinition
from shared.ports.imports import ImportKind

_DEFINITION: TypeAdapter[SLODefinition] = TypeAdapter(SLODefinition)


class ObjectiveFormat(StrEnum):
    OPENSLO = "openslo"
    SLOTH = "sloth"
    PYRRA = "pyrra"


def import_(
    path: Annotated[Path, typer.Argument(exists=True, help="A file, a directory, or a git checkout.")],
    form: Annotated[ObjectiveFormat | None, typer.Option("--format", help="Whose files they are; they say so.")] = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be done.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")] = False,
    url: Url = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Bring objectives in from OpenSLO, Sloth or Pyrra: first a plan with a reason for each that cannot be.

    Example: sre slos import slos/ --dry-run
    """
    kinds = kinds_of(OBJECTIVE_KINDS, path) if form is None else [ImportKind(form)]
    if len(kinds) != 1:
        found = ", ".join(kinds) or "none of OpenSLO, Sloth and Pyrra"
        fail(f"{path} holds {found}; say with --format which are meant")
    import_of(kinds[0])(path=path, dry_run=dry_run, yes=yes, as_json=as_json, data_dir=data_dir, url=url, token=token)


def export(
    objectives: Annotated[
        list[str] | None, typer.Argument(metavar="[SLO]...", help="Slugs or ids; all without.")
    ] = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
    *,
    url: Url = None,
    token: Token = None,
) -> None:
    """Write objectives as OpenSLO v1; `sre slos import` reads them back as they were.

    Example: sre slos export checkout-availability > checkout.yaml
    """
    installation = remote_or_local(data_dir, url, token)
    services: dict[str, str] = {}
    told = []
    for stored in _stored(installation, objectives or []):
        definition = _DEFINITION.validate_python(stored["definition"])
        service = "" if definition.service_id is None else str(definition.service_id)
        if service and service not in services:
            services[service] = installation.get(f"/v1/services/{service}")["slug"]
        told.append((stored["slug"], definition, services.get(service, "")))
    print(openslo_yaml(told), end="")


def _stored(installation: Installation, wanted: list[str]) -> Iterator[Any]:
    for each in wanted:
        yield installation.get(f"/v1/slos/{slo_id_of(installation, each)}")
    cursor = None
    while not wanted:
        page = installation.get("/v1/slos", [("limit", "200"), *([("cursor", cursor)] if cursor else [])])
        yield from page["items"]
        cursor = page["next_cursor"]
        if not cursor:
            return
