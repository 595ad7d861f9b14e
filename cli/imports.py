"""`sre import KIND PATH`: first the plan, then the question, then the deed and what came of it."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cli.answering import fail, progress_console, show_json
from cli.import_files import Gathered, candidates, gathered, source_of
from cli.installation import Installation, remote_or_local
from cli.options import DEFAULT_DATA_DIR, AsJson, DataDir
from cli.showing import show_report
from shared.adapters.contracts.command_names import HELP
from shared.ports.imports import ImportKind

imports = typer.Typer(no_args_is_help=True, help="Bring a company in: catalogs, objectives, runbooks, schedules.")
knowledge = typer.Typer(no_args_is_help=True, help=HELP["knowledge"])

_PATH = "/v1/imports"
_MOST_DOCUMENTS = 2_000
#: Below the 8 MiB that the API takes, with room for what JSON adds.
_MOST_CHARACTERS = 7_000_000
_TIMEOUT_S = 300.0
_NEEDS_SOMEBODY = 3
_HELP: Mapping[ImportKind, tuple[str, str]] = {
    ImportKind.BACKSTAGE: (
        "Services, their owners and dependencies, from Backstage catalog-info.yaml files.",
        "sre import backstage catalog/ --dry-run",
    ),
    ImportKind.OPENSLO: (
        "Objectives with indicators, windows and burn conditions, from OpenSLO v1 files.",
        "sre import openslo slos/ --yes",
    ),
    ImportKind.RUNBOOKS: (
        "Runbooks from Markdown with front matter; their steps and commands are recognised.",
        "sre import runbooks ../runbooks --source github.com/acme/runbooks",
    ),
    ImportKind.PROMETHEUS_RULES: (
        "Which alert has which runbook, from annotations.runbook_url of Prometheus rule files.",
        "sre import prometheus-rules rules/",
    ),
    ImportKind.POSTMORTEMS: ("Postmortems from Markdown; they become drafts.", "sre import postmortems postmortems/"),
    ImportKind.ICAL: (
        "On-call schedules from iCalendar exports of PagerDuty, Opsgenie and others.",
        "sre import ical payments.ics",
    ),
    ImportKind.KNOWLEDGE: (
        "Guides, backlog items and notes of incidents from Markdown; what is no longer there is removed.",
        "sre knowledge import docs/ --source github.com/acme/docs",
    ),
}

_Path = Annotated[Path, typer.Argument(exists=True, help="A file, a directory, or a git checkout.")]
_Source = Annotated[
    str | None, typer.Option(help="Where the files come from; in a git checkout its origin.", show_default=False)
]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would be done.")]
_Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")]
_TakeOver = Annotated[bool, typer.Option("--take-over", help="Overwrite what people or other sources said since.")]
_All = Annotated[bool, typer.Option("--all", help="Show what stays the same as well.")]
_Url = Annotated[str | None, typer.Option(envvar="SRE_URL", help="An installation elsewhere.", show_default=False)]
_Token = Annotated[str | None, typer.Option(envvar="SRE_TOKEN", help="Its key.", show_default=False)]


def _command(kind: ImportKind) -> Callable[..., None]:
    def run(
        path: _Path,
        *,
        source: _Source = None,
        dry_run: _DryRun = False,
        yes: _Yes = False,
        take_over: _TakeOver = False,
        all_: _All = False,
        as_json: AsJson = False,
        data_dir: DataDir = DEFAULT_DATA_DIR,
        url: _Url = None,
        token: _Token = None,
    ) -> None:
        installation = remote_or_local(data_dir, url, token)
        asked = _asked(kind, path, source, take_over=take_over)
        report = _ask(installation, asked | {"dry_run": True}, "planning")
        if not dry_run and _differs(report):
            if not yes:
                _confirm(report, everything=all_)
            report = _ask(installation, asked | {"dry_run": False}, "importing")
        if as_json:
            show_json(report)
        else:
            show_report(report, everything=all_)
        if any(report["counts"][action] for action in ("conflict", "rejected")):
            raise typer.Exit(_NEEDS_SOMEBODY)

    return run


def _asked(kind: ImportKind, path: Path, source: str | None, *, take_over: bool) -> dict[str, Any]:
    files = _gather(kind, path)
    for name, why in files.left_out:
        print(f"left out: {name}: {why}", file=sys.stderr)
    if not files.documents:
        fail(f"{path} holds no files of the kind {kind}")
    size = sum(len(document["text"].encode()) for document in files.documents)
    if len(files.documents) > _MOST_DOCUMENTS or size > _MOST_CHARACTERS:
        fail(
            f"{len(files.documents)} files of {size:,} bytes are more than one import takes"
            f" ({_MOST_DOCUMENTS}, {_MOST_CHARACTERS:,}); import its directories one by one"
        )
    place = source_of(path) if source is None else source
    whole = path.is_dir() and not files.left_out
    return {"kind": kind, "source": place, "documents": files.documents, "whole": whole, "take_over": take_over}


def _gather(kind: ImportKind, path: Path) -> Gathered:
    with Progress(*_columns(), console=progress_console(), transient=True) as progress:
        task = progress.add_task("reading", total=len(candidates(kind, path)))
        return gathered(kind, path, lambda: progress.advance(task))


def _ask(installation: Installation, asked: Mapping[str, Any], what: str) -> Any:
    with Progress(*_columns()[:2], TimeElapsedColumn(), console=progress_console(), transient=True) as progress:
        progress.add_task(what, total=None)
        return installation.ask("POST", _PATH, asked, {}, timeout_s=_TIMEOUT_S)


def _confirm(plan: Any, *, everything: bool) -> None:
    show_report(plan, everything=everything)
    if not sys.stdin.isatty():
        fail("nothing was done: nobody can be asked here; give --yes to do it, or --dry-run to only look")
    typer.confirm("Do it?", abort=True)


def _differs(plan: Any) -> bool:
    return any(plan["counts"][action] for action in ("create", "change", "remove"))


def _columns() -> tuple[Any, ...]:
    return (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())


for _kind, (_what, _example) in _HELP.items():
    imports.command(_kind.value, help=f"{_what}\n\nExample: {_example}")(_command(_kind))

_what, _example = _HELP[ImportKind.KNOWLEDGE]
knowledge.command("import", help=f"{_what}\n\nExample: {_example}")(_command(ImportKind.KNOWLEDGE))
