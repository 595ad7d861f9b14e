"""What an import answers: a report with a line for each thing that the files speak of."""

from shared.app.importing.import_documents import Imported, count_by_action
from shared.app.importing.plan import Action, ReportLine
from shared.app.operations.view import View
from shared.ports.imports import ImportKind

#: What is the same needs no line where there are many.
_MOST_LINES = 2_000


class LineView(View):
    """A line tells what becomes of one thing that the files speak of."""

    action: Action
    """What was done, or would be."""
    path: str
    """The file that speaks of it."""
    line: int | None
    """The line in that file, from 1. Null: not known."""
    aggregate_type: str
    """The kind of thing, as ``service``; empty when nothing was recognised."""
    slug: str
    """The thing's slug; empty when none was read."""
    code: str
    """A stable code for why it was not done; empty when it was."""
    detail: str
    """The same in words, of at most 1,000 characters."""
    fields: tuple[str, ...]
    """Names of the fields that differ."""
    notes: tuple[str, ...]
    """What was left out or read in a way that somebody may want to know of."""


class ImportReport(View):
    """An import is reported line by line."""

    kind: ImportKind
    """How the files were read."""
    dry_run: bool
    """True when nothing was changed."""
    counts: dict[str, int]
    """Action to number of lines, every action named."""
    lines: tuple[LineView, ...]
    """What is the same comes last, and is left out where there are more than 2,000 lines."""
    lines_left_out: int
    """How many lines are not shown."""
    elsewhere: int
    """How many services or documents came from other files of the source, between ``after`` and ``until``, and stay
    because the files are not ``whole``; 0 for other kinds.
    """


def import_report(kind: ImportKind, imported: Imported, *, dry_run: bool) -> ImportReport:
    """Counts all lines, and shows at most 2,000 of them."""
    lines = imported.lines
    shown = sorted(lines, key=lambda line: line.action is Action.SAME and not line.notes)[:_MOST_LINES]
    return ImportReport(
        kind=kind,
        dry_run=dry_run,
        counts=count_by_action(lines),
        lines=tuple(_view(line) for line in shown),
        lines_left_out=len(lines) - len(shown),
        elsewhere=imported.elsewhere,
    )


def _view(line: ReportLine) -> LineView:
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
