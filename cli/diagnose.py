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
    from shared.adapters.case_files.case import CaseFile, CaseOfFiles, UnreadPart

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
    files = _Files(from_)
    case = files.case()
    if not case.evidence:
        for each in case.unread:
            print(f"not read: {each.path}: {each.why}", file=sys.stderr)
        fail("nothing that could be read says anything about a cluster; `sre diagnose --help` says what is read")
    from cli.diagnose_places import places_of  # noqa: PLC0415 - other commands do not wait for it
    from cli.diagnose_showing import as_document, show_diagnosis  # noqa: PLC0415
    from shared.diagnosis.diagnose import diagnose as name_faults  # noqa: PLC0415

    diagnosis = name_faults(case.snapshot)
    places = places_of(case, diagnosis, files.text_of)
    if as_json:
        show_json(as_document(case, diagnosis, places))
    else:
        show_diagnosis(case, diagnosis, places, everything=all_)
    if not diagnosis.hypotheses and (diagnosis.unexplained or diagnosis.missing):
        raise typer.Exit(_CANNOT_TELL)


class _Files:
    """What was named, read once for the case and again where it is cited."""

    def __init__(self, named: Sequence[str]) -> None:
        from shared.adapters.case_files.found import find, read_stdin  # noqa: PLC0415

        paths = [Path(each) for each in named if each != _STDIN]
        for path in paths:
            if not path.exists():
                fail(f"{path} does not exist")
        self._found = find(paths)
        self._pasted = read_stdin(sys.stdin.buffer) if _STDIN in named else None

    def case(self) -> "CaseOfFiles":
        from shared.adapters.case_files.read_case import read_case  # noqa: PLC0415

        at = self._found.newest if self._pasted is None else None
        return read_case(self._read(), at or datetime.now(UTC))

    def text_of(self, path: str) -> str:
        """The text of a file that was read; empty where it is gone since."""
        from shared.adapters.case_files.found import read_whole  # noqa: PLC0415

        if path == _STDIN:
            return getattr(self._pasted, "text", "")
        return next((read_whole(file) for file in self._found.files if file.name == path), "")

    def _read(self) -> "Iterator[CaseFile | UnreadPart]":
        """One by one, so that the progress shows where it is."""
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

        from shared.adapters.case_files.found import read_all  # noqa: PLC0415

        yield from self._found.unread
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("reading", total=len(self._found.files))
            for each in read_all(self._found.files):
                yield each
                progress.advance(task)
        if self._pasted is not None:
            yield self._pasted
