"""`sre diagnose --from PATH`: what is broken, from files and pasted text alone; nothing is asked of a server."""

import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.answering import fail, show_json
from cli.options import AsJson

if TYPE_CHECKING:
    from shared.adapters.case_files.case import Case, CaseFile, Unread
    from shared.adapters.case_files.found import FoundFiles

_STDIN = "-"
_CANNOT_TELL = 3
_From = Annotated[
    list[str],
    typer.Option("--from", help="A directory, a file, or - for text on standard input; may be given again."),
]
_All = Annotated[bool, typer.Option("--all", help="Show all the reasoning, and everything that could not be read.")]


def diagnose(from_: _From, *, all_: _All = False, as_json: AsJson = False) -> None:
    """Says what is broken, from what people have: dumps, manifests, pasted output of kubectl, logs.

    It takes files of `kubectl get -o json|yaml`, `kubectl cluster-info dump --output-directory`, must-gather, Argo CD
    applications, events, Alertmanager's alerts, and text as tickets carry it: `kubectl describe`, tables, logs, also
    several of them in one Markdown file. Nothing leaves this machine, and no server is needed.

    Ends with 0 when a fault is named or nothing is wrong, 3 when it cannot tell (something is wrong that no fault
    explains, or what would tell was not read), and 1 when nothing could be read.

    Examples: sre diagnose --from dump/ · kubectl describe pod web-0 | sre diagnose --from -
    """
    case = _case(from_)
    if not case.evidence:
        for each in case.unread:
            print(f"not read: {each.path}: {each.why}", file=sys.stderr)
        fail("nothing that could be read says anything about a cluster; `sre diagnose --help` says what is read")
    from cli.diagnose_showing import as_document, show_diagnosis  # noqa: PLC0415
    from shared.diagnosis.diagnose import diagnose as name_faults  # noqa: PLC0415

    diagnosis = name_faults(case.snapshot)
    if as_json:
        show_json(as_document(case, diagnosis))
    else:
        show_diagnosis(case, diagnosis, everything=all_)
    if not diagnosis.hypotheses and (diagnosis.unexplained or diagnosis.missing):
        raise typer.Exit(_CANNOT_TELL)


def _case(named: Sequence[str]) -> "Case":
    from shared.adapters.case_files.found import find  # noqa: PLC0415 - other commands do not wait for it
    from shared.adapters.case_files.read_case import read_case  # noqa: PLC0415

    paths = [Path(each) for each in named if each != _STDIN]
    for path in paths:
        if not path.exists():
            fail(f"{path} does not exist")
    found = find(paths)
    at = datetime.now(UTC) if _STDIN in named or found.newest is None else found.newest
    return read_case(_files(found, with_stdin=_STDIN in named), at)


def _files(found: "FoundFiles", *, with_stdin: bool) -> "Iterator[CaseFile | Unread]":
    """Reads them one by one, so that the progress shows where it is."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    from shared.adapters.case_files.found import read_all, read_stdin  # noqa: PLC0415

    yield from found.unread
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading", total=len(found.files))
        for each in read_all(found.files):
            yield each
            progress.advance(task)
    if with_stdin:
        yield read_stdin(sys.stdin.buffer)
