"""`sre import KIND PATH`: first the plan, then the question, then the deed and what came of it."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cli.answering import fail, progress_console, show_json
from cli.import_files import Gathered, candidates, gathered, source_of
from cli.import_parts import (
    MOST_BYTES_TOGETHER,
    MOST_TOGETHER,
    TOGETHER,
    Part,
    differs,
    joined,
    parts_of,
    size_of,
)
from cli.installation import Installation, remote_or_local
from cli.options import DEFAULT_DATA_DIR, AsJson, DataDir
from cli.showing import show_report
from shared.adapters.contracts.command_names import HELP
from shared.ports.imports import ImportKind

imports = typer.Typer(no_args_is_help=True, help="Bring a company in: catalogs, objectives, runbooks, schedules.")
knowledge = typer.Typer(no_args_is_help=True, help=HELP["knowledge"])

_PATH = "/v1/imports"
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
    ImportKind.SLOTH: (
        "Objectives from Sloth's files (prometheus/v1) and its PrometheusServiceLevel resources.",
        "sre import sloth slos/ --dry-run",
    ),
    ImportKind.PYRRA: (
        "Objectives from Pyrra's ServiceLevelObjective resources.",
        "sre import pyrra slos/ --dry-run",
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
_Whole = Annotated[
    bool, typer.Option("--whole", help="The directory is all of --source: what it no longer has is gone.")
]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Only show what would be done.")]
_Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")]
_TakeOver = Annotated[bool, typer.Option("--take-over", help="Overwrite what people or other sources said since.")]
_All = Annotated[bool, typer.Option("--all", help="Show what stays the same as well.")]
_Url = Annotated[str | None, typer.Option(envvar="SRE_URL", help="An installation elsewhere.", show_default=False)]
_Token = Annotated[str | None, typer.Option(envvar="SRE_TOKEN", help="Its key.", show_default=False)]


def import_of(kind: ImportKind) -> Callable[..., None]:
    def run(
        path: _Path,
        *,
        source: _Source = None,
        whole: _Whole = False,
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
        asked, parts = _asked(kind, path, source, whole=whole, take_over=take_over)
        reports = list(_answers(installation, asked | {"dry_run": True}, parts, "planning"))
        if not dry_run and differs(joined(reports)):
            if not yes:
                _confirm(joined(reports), everything=all_)
            reports = _done(installation, asked, parts, reports)
        report = joined(reports)
        if as_json:
            show_json(report)
        else:
            show_report(report, everything=all_)
        _tell_of_others(report, asked)
        if any(report["counts"][action] for action in ("conflict", "rejected")):
            raise typer.Exit(_NEEDS_SOMEBODY)

    return run


def _asked(
    kind: ImportKind, path: Path, source: str | None, *, whole: bool, take_over: bool
) -> tuple[dict[str, Any], Sequence[Part]]:
    """What every request says, and the files of each."""
    files = _gather(kind, path)
    for name, why in files.left_out:
        print(f"left out: {name}: {why}", file=sys.stderr)
    if not files.documents:
        fail(f"{path} holds no files of the kind {kind}")
    place = source_of(path) if source is None else source
    if whole and not (place and path.is_dir()):
        fail("only a directory can be --whole, and only of a source that has a name (--source)")
    # In a checkout the source names the very directory; a name that somebody gave may be of more than it.
    every = (whole or source is None) and path.is_dir() and not files.left_out
    return {"kind": kind, "source": place, "whole": every, "take_over": take_over}, _parts(kind, files)


def _parts(kind: ImportKind, files: Gathered) -> Sequence[Part]:
    if kind not in TOGETHER:
        return parts_of(files.documents)
    size = sum(map(size_of, files.documents))
    if len(files.documents) > MOST_TOGETHER or size > MOST_BYTES_TOGETHER:
        fail(
            f"{len(files.documents)} files of {size:,} bytes are more than can be understood together"
            f" ({MOST_TOGETHER:,}, {MOST_BYTES_TOGETHER:,}); import its directories one by one"
        )
    return [Part(documents=files.documents)]


def _done(
    installation: Installation, asked: Mapping[str, Any], parts: Sequence[Part], plans: Sequence[Any]
) -> list[Any]:
    """Asks for the parts in whose plan something would be done; of the others the plan is all that there is to say."""
    wanted = [part for part, plan in zip(parts, plans, strict=True) if differs(plan)]
    answers = _answers(installation, {**asked, "dry_run": False}, wanted, "importing")
    return [next(answers) if differs(plan) else plan | {"dry_run": False} for plan in plans]


def _tell_of_others(report: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
    if report["elsewhere"]:
        print(
            f"{report['elsewhere']} more came from other files of {asked['source']} and stay;"
            " --whole says that these files are all of it",
            file=sys.stderr,
        )


def _gather(kind: ImportKind, path: Path) -> Gathered:
    with Progress(*_columns(), console=progress_console(), transient=True) as progress:
        task = progress.add_task("reading", total=len(candidates(kind, path)))
        return gathered(kind, path, lambda: progress.advance(task))


def _answers(installation: Installation, asked: Mapping[str, Any], parts: Sequence[Part], what: str) -> Iterator[Any]:
    with Progress(*_columns(), TimeElapsedColumn(), console=progress_console(), transient=True) as progress:
        task = progress.add_task(what, total=sum(len(part.documents) for part in parts))
        for part in parts:
            body = {**asked, "documents": part.documents, "after": part.after, "until": part.until}
            yield installation.ask("POST", _PATH, body, {}, timeout_s=_TIMEOUT_S)
            progress.advance(task, len(part.documents))


def _confirm(plan: Any, *, everything: bool) -> None:
    show_report(plan, everything=everything)
    if not sys.stdin.isatty():
        fail("nothing was done: nobody can be asked here; give --yes to do it, or --dry-run to only look")
    typer.confirm("Do it?", abort=True)


def _columns() -> tuple[Any, ...]:
    return (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())


for _kind, (_what, _example) in _HELP.items():
    imports.command(_kind.value, help=f"{_what}\n\nExample: {_example}")(import_of(_kind))

_what, _example = _HELP[ImportKind.KNOWLEDGE]
knowledge.command("import", help=f"{_what}\n\nExample: {_example}")(import_of(ImportKind.KNOWLEDGE))
