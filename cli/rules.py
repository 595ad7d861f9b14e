"""`sre rules replay`: what a rule would have made of the alerts of the past weeks."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
import yaml
from rich.progress import BarColumn, Progress, TextColumn

from cli.answering import console, fail, progress_console, show_json, show_table
from cli.installation import Installation, remote_or_local
from cli.options import DEFAULT_DATA_DIR, AsJson, DataDir
from shared.adapters.contracts.command_names import HELP

rules = typer.Typer(no_args_is_help=True, help=HELP["rules"])

_SPAN = re.compile(r"(\d{1,4})([hd])")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1)}
_MOST_NAMED = 5


@rules.command()
def replay(
    rule: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The definition, as YAML or JSON.")],
    since: Annotated[str, typer.Option(help="How far back: 12h, 30d.")] = "30d",
    rule_id: Annotated[str | None, typer.Option(help="The rule whose place it takes.", show_default=False)] = None,
    data_dir: DataDir = DEFAULT_DATA_DIR,
    *,
    url: Annotated[str | None, typer.Option(envvar="SRE_URL", help="An installation elsewhere.")] = None,
    token: Annotated[str | None, typer.Option(envvar="SRE_TOKEN", help="Its key.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show the incidents that a rule would have made beside those that were. Nothing is changed.

    Example: sre rules replay by-team.yaml --since 30d
    """
    asked = {"definition": _definition(rule), "since": (datetime.now(UTC) - _span(since)).isoformat()}
    asked |= {} if rule_id is None else {"rule_id": rule_id}
    report = _report(remote_or_local(data_dir, url, token), asked)
    if as_json:
        show_json(report)
    else:
        _show(report)


def _definition(file: Path) -> Any:
    """The definition itself, or a body of `sre rules put` that holds it."""
    try:
        read = yaml.safe_load(file.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as unreadable:
        fail(f"{file} is neither YAML nor JSON: {unreadable}")
    return read.get("definition", read) if isinstance(read, dict) else read


def _span(text: str) -> timedelta:
    found = _SPAN.fullmatch(text)
    if found is None:
        fail(f"--since {text}: a number of hours or days, such as 12h or 30d")
    return int(found[1]) * _UNITS[found[2]]


def _report(installation: Installation, asked: Mapping[str, Any]) -> Any:
    with Progress(
        TextColumn("replaying"),
        BarColumn(),
        TextColumn("{task.fields[told]}"),
        console=progress_console(),
        transient=True,
    ) as progress:
        task = progress.add_task("replaying", total=1.0, told="")
        report = None
        for name, data in _events(installation, asked):
            if name == "report":
                report = data
            else:
                told = f"{data['alerts']} alerts, {data['until'][:10]}"
                progress.update(task, completed=data["share"], told=told)
    return report or fail("the replay broke off before it was done; ask again, or for a shorter time")


def _events(installation: Installation, asked: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    name = ""
    try:
        with installation.stream("/v1/correlation-rules/replay", {}, {}, asked) as lines:
            for line in lines:
                field, _, value = line.partition(": ")
                if field == "event":
                    name = value
                elif field == "data":
                    yield name, json.loads(value)
    except httpx.TransportError as away:
        fail(f"{installation.local['api_url']} does not answer ({type(away).__name__})")


def _show(report: Mapping[str, Any]) -> None:
    period = f"{report['since'][:16]} to {report['until'][:16]}"
    _say(f"{report['alerts']} changes of alerts, {period}" + ("" if report["complete"] else "; there were more"))
    _say(f"incidents  {report['incidents_before']} → {report['incidents_after']}")
    _say(f"pages      {report['pages_before']} → {report['pages_after']}")
    _say(", ".join(f"{count} {kind}" for kind, count in report["counts"].items() if count) or "no incidents")
    rows = ((change["kind"], _named(change["before"]), _named(change["after"])) for change in report["changes"])
    show_table(("", "WAS", "WOULD BE"), rows, empty="nothing differs")


def _named(incidents: list[Mapping[str, Any]]) -> str:
    shown = [
        f"{'' if one['number'] is None else 'INC-' + str(one['number']) + ' '}{one['title']} ({one['alerts']} alerts)"
        for one in incidents[:_MOST_NAMED]
    ]
    more = len(incidents) - len(shown)
    return "; ".join([*shown, *([f"{more} more"] if more else [])]) or "none"


def _say(line: str) -> None:
    console.print(line, markup=False, highlight=False)
