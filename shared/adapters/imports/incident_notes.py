"""Which parts of a file are notes of incidents: dated headings, parts with labels, rows of tables with such columns."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from shared.adapters.imports.incident_labels import (
    CONTEXT,
    CORE,
    Labelled,
    cells_of,
    fits,
    is_delimiter,
    label_of,
    labelled,
)
from shared.adapters.imports.markdown import plain
from shared.adapters.imports.markdown_outline import Outline, OutlinePart
from shared.adapters.imports.written_dates import Dated, dated

_LONG = CORE | {"verification"}
_SEVERAL = 2
#: A day above plain prose may be a meeting or a release; such a word beside it says that it is not.
_TROUBLE = re.compile(
    r"incident|outage|alert|[45]xx|\b50\d\b|error|fail|crash|down\b|degrad|latency|slow|timeout|time-?out|oom|restart"
    r"|stuck|unavailable|disk full|evict|throttl|on-?call|triage|troubleshoot|post-?mortem|rollback|rolled back",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """``lines`` are all that it takes from the file, ``body`` those of them that are in no value."""

    #: Its first line.
    start: int
    lines: Sequence[int]
    body: Sequence[int]
    title: str
    when: Dated | None
    values: Mapping[str, str]

    @property
    def core(self) -> Collection[str]:
        return CORE & self.values.keys()

    @property
    def tells(self) -> bool:
        """Of what was seen and of what was done, or why."""
        return len(self.core) >= _SEVERAL


def notes_of(outline: Outline, zone: str, *, certain: bool, told: str) -> list[Note]:
    """In the order of the file. ``certain``: the file is about incidents; ``told`` is what else is known of it."""
    found = _Notes(outline, zone)
    notes = list(found.walk(outline.whole))
    notes += found.rows({line for note in notes for line in note.lines})
    several = sum(note.tells for note in notes) >= _SEVERAL
    journal = any(note.core for note in notes) or _TROUBLE.search(told) is not None
    journal = journal or any(_TROUBLE.search(note.title) for note in notes if note.when)
    kept = [note for note in notes if certain or (journal if note.when else several or CONTEXT & note.values.keys())]
    return sorted(kept, key=lambda note: note.start)


class _Notes:
    def __init__(self, outline: Outline, zone: str) -> None:
        self._outline = outline
        self._zone = zone

    def walk(self, part: OutlinePart) -> list[Note]:
        """The part itself, or what stands in it, or both."""
        when = dated(part.title, self._zone)
        below = [note for each in part.parts if label_of(each.title) not in _LONG for note in self.walk(each)]
        inner = [replace(note, when=note.when or when) for note in below]
        telling = [note for note in inner if note.tells]
        told = sum(bool(note.core) for note in inner)
        own = self._read(part, self._own_spans(part))
        tells = len(CORE & own.values.keys()) >= _SEVERAL
        if len(starts := self._starts(part)) >= _SEVERAL:
            return [*self._blocks(part, starts), *inner]
        if tells and not (part.level <= 1 and len(telling) >= _SEVERAL):
            return [self._note(part, telling, when), *telling]
        if when is not None and told < _SEVERAL:
            return [self._note(part, [], when)]
        return inner

    def rows(self, taken: Collection[int]) -> Iterator[Note]:
        """Gives the rows of tables that have one for each incident."""
        lines = self._outline.lines
        line = 0
        while line < len(lines) - 1:
            head, line = line, line + 1
            if head in taken or head in self._outline.literal or not is_delimiter(lines[line]):
                continue
            columns = [label_of(cell) for cell in cells_of(lines[head])]
            line += 1
            first = line
            while line < len(lines) and line not in taken and "|" in lines[line]:
                line += 1
            if len(CORE & set(columns)) >= _SEVERAL:
                yield from self._table(head, range(first, line), columns)

    def _table(self, head: int, rows: Sequence[int], columns: Sequence[str | None]) -> Iterator[Note]:
        """With the last of its rows the head of the table is taken, too."""
        found = [note for row in rows if (note := self._row(row, columns)) is not None]
        for number, note in enumerate(found, start=1):
            alone = number == len(rows)
            yield replace(note, lines=[head, head + 1, *note.lines]) if alone else note

    def _row(self, line: int, columns: Sequence[str | None]) -> Note | None:
        cells = zip(columns, cells_of(self._outline.lines[line]), strict=False)
        values = {key: cell for key, cell in cells if key is not None and cell and fits(key, cell)}
        if not CORE & values.keys():
            return None
        when = dated(values.get("occurred_at", ""), self._zone)
        title = plain(values.get("symptom") or next(iter(values.values())))
        return Note(start=line, lines=[line], body=[], title=title, when=when, values=values)

    def _starts(self, part: OutlinePart) -> list[int]:
        """Where each block of labels begins, when one heading has several: the first label comes again."""
        (start, end), *_ = self._own_spans(part)
        keys = [
            (line, key) for line in range(start, end) for key in self._read(part, [(line, line + 1)], alone=True).values
        ]
        first = keys[0][1] if keys else ""
        symptoms = sum(key == "symptom" for _, key in keys)
        return [line for line, key in keys if key == first] if symptoms >= _SEVERAL else []

    def _blocks(self, part: OutlinePart, starts: Sequence[int]) -> Iterator[Note]:
        (_, last), *_ = self._own_spans(part)
        for start, end in zip(starts, [*starts[1:], last], strict=True):
            found = self._read(part, [(start, end)])
            lines = range(start, end)
            yield self._made(lines, found, dated(part.title, self._zone), found.values.get("symptom", ""))

    def _note(self, part: OutlinePart, without: Sequence[Note], when: Dated | None) -> Note:
        """All of the part but other notes in it."""
        others = {line for note in without for line in note.lines}
        spans, start = list[tuple[int, int]](), part.body
        for note in sorted(without, key=lambda note: note.start):
            spans.append((start, note.start))
            start = max(note.lines) + 1
        found = self._read(part, [*spans, (start, part.end)])
        lines = [line for line in range(part.start, part.end) if line not in others]
        headless = replace(found, lines=found.lines | set(range(part.start, part.body)))
        return self._made(lines, headless, when, when.rest if when else part.title)

    def _made(self, lines: Sequence[int], found: Labelled, when: Dated | None, title: str) -> Note:
        return Note(
            start=lines[0],
            lines=lines,
            body=[line for line in lines if line not in found.lines],
            title=plain(title),
            when=dated(found.values.get("occurred_at", ""), self._zone) or when,
            values=found.values,
        )

    def _own_spans(self, part: OutlinePart) -> list[tuple[int, int]]:
        """Its own lines, and the parts below it whose headings are labels."""
        first = part.parts[0].start if part.parts else part.end
        return [(part.body, first), *((each.start, each.end) for each in part.parts if label_of(each.title))]

    def _read(self, part: OutlinePart, spans: Sequence[tuple[int, int]], *, alone: bool = False) -> Labelled:
        return labelled(self._outline, spans, () if alone else part.all())
