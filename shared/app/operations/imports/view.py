"""What an import answers: a report with a line for each thing that the files speak of."""

from collections.abc import Sequence

from shared.app.importing.import_documents import counted
from shared.app.importing.plan import Action, Line
from shared.app.operations.view import View
from shared.ports.imports import ImportKind

#: What is the same needs no line where there are many.
_MOST_LINES = 2_000


class LineView(View):
    action: Action
    path: str
    line: int | None
    aggregate_type: str
    slug: str
    code: str
    detail: str
    #: What differs.
    fields: tuple[str, ...]
    notes: tuple[str, ...]


class ImportReport(View):
    kind: ImportKind
    dry_run: bool
    #: Action → how many.
    counts: dict[str, int]
    #: What is the same comes last, and is left out where there is too much of it.
    lines: tuple[LineView, ...]
    lines_left_out: int


def import_report(kind: ImportKind, lines: Sequence[Line], *, dry_run: bool) -> ImportReport:
    shown = sorted(lines, key=lambda line: line.action is Action.SAME and not line.notes)[:_MOST_LINES]
    return ImportReport(
        kind=kind,
        dry_run=dry_run,
        counts=counted(lines),
        lines=tuple(_view(line) for line in shown),
        lines_left_out=len(lines) - len(shown),
    )


def _view(line: Line) -> LineView:
    return LineView(
        action=line.action,
        path=line.path,
        line=line.line,
        aggregate_type=line.aggregate_type,
        slug=line.slug,
        code=line.code,
        detail=line.detail[:1_000],
        fields=line.fields,
        notes=tuple(note[:500] for note in line.notes[:20]),
    )
