"""`sre slos show`, `report` and `rules`: an objective on one screen, everybody's month, and Prometheus' rules."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from cli.answering import fail, show_json
from cli.installation import Installation, remote_or_local
from cli.options import DEFAULT_DATA_DIR, AsJson, DataDir
from cli.slo_definitions import definition_in
from cli.slo_report import as_csv, as_markdown, lines_of
from cli.slo_showing import show_card
from shared.adapters.contracts.command_names import HELP
from shared.adapters.prometheus.rules import rules_of, rules_yaml
from shared.domain.slo.values import SLODefinition

slos = typer.Typer(no_args_is_help=True, help=HELP["slos"])

Url = Annotated[str | None, typer.Option(envvar="SRE_URL", help="An installation elsewhere.", show_default=False)]
Token = Annotated[str | None, typer.Option(envvar="SRE_TOKEN", help="Its key.", show_default=False)]
Objective = Annotated[str, typer.Argument(metavar="SLO", help="Its slug or its id; `sre slos list` shows them.")]
Only = Annotated[str | None, typer.Option(help="Which one, where the file has several.", show_default=False)]
_POINTS = "60"
_DEFINITION: TypeAdapter[SLODefinition] = TypeAdapter(SLODefinition)


class ReportFormat(StrEnum):
    MARKDOWN = "markdown"
    CSV = "csv"


@slos.command()
def show(
    objective: Objective,
    data_dir: DataDir = DEFAULT_DATA_DIR,
    *,
    url: Url = None,
    token: Token = None,
    as_json: AsJson = False,
) -> None:
    """Show an objective on one screen: what was promised and kept, what is left, its curve and how fast it burns.

    Example: sre slos show checkout-availability
    """
    installation = remote_or_local(data_dir, url, token)
    found = installation.get(f"/v1/slos/{slo_id_of(installation, objective)}/burndown", [("points", _POINTS)])
    if as_json:
        show_json(found)
    else:
        show_card(found)


@slos.command()
def report(
    month: Annotated[str, typer.Option(help="Which month, such as 2026-10; each objective's own, in its zone.")],
    form: Annotated[ReportFormat, typer.Option("--format", help="For people, or for a spreadsheet.")] = (
        ReportFormat.MARKDOWN
    ),
    data_dir: DataDir = DEFAULT_DATA_DIR,
    *,
    url: Url = None,
    token: Token = None,
) -> None:
    """Write the month of all objectives: what was promised, what was kept, and how much of each budget that took.

    Example: sre slos report --month 2026-10 > october.md
    """
    lines = list(lines_of(remote_or_local(data_dir, url, token), month))
    print(as_csv(lines) if form is ReportFormat.CSV else as_markdown(lines, month), end="")


@slos.command()
def rules(
    file: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, help="A definition, or one of OpenSLO, Sloth, Pyrra.")
    ] = None,
    slo: Annotated[str | None, typer.Option(help="An objective that is there: its slug or id.")] = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
    *,
    only: Only = None,
    url: Url = None,
    token: Token = None,
) -> None:
    """Write the recording and alerting rules with which Prometheus itself would judge an objective.

    Example: sre slos rules --slo checkout-availability > rules.yaml
    """
    if (file is None) == (slo is None):
        fail("name either a file or --slo")
    if file is not None:
        slug, definition = definition_in(file, only)
    else:
        installation = remote_or_local(data_dir, url, token)
        stored = installation.get(f"/v1/slos/{slo_id_of(installation, str(slo))}")
        slug, definition = stored["slug"], _DEFINITION.validate_python(stored["definition"])
    print(rules_yaml(rules_of(definition, slug)), end="")


def slo_id_of(installation: Installation, objective: str) -> str:
    """Gives the id of an objective that is named by it or by its slug."""
    found = installation.get("/v1/slos", [("slug", objective), ("limit", "1")])["items"] if _is_slug(objective) else []
    return str(found[0]["slo_id"]) if found else objective


def _is_slug(text: str) -> bool:
    return bool(text) and not text.startswith("-") and all(sign.isalnum() or sign in "._:/-" for sign in text)
