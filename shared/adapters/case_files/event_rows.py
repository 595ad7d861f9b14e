"""Events in tables: kubectl's list of them, and the section at the end of a description."""

import re
from collections.abc import Sequence
from datetime import datetime

from shared.adapters.case_files.collector import CLUSTER, Collector, FileLines
from shared.adapters.case_files.kinds import group_of, is_namespaced, kind_named
from shared.adapters.case_files.manifests import number
from shared.adapters.case_files.passages import TextPassage
from shared.adapters.case_files.tables import Row
from shared.adapters.case_files.times import before
from shared.diagnosis.redaction import redact
from shared.diagnosis.snapshot import ObjectKey, ObservedEvent

_AGE = r"(?:<\w+>|[\dydhms]{2,20})"
_SEEN = re.compile(rf"({_AGE})(?: \(x(\d{{1,9}}) over ({_AGE})\))?")
_DESCRIBED = re.compile(rf"^\s*(Normal|Warning)\s+(\S+)\s+({_AGE}(?: \(x\d{{1,9}} over {_AGE}\))?)\s+(\S.*)$")
_OLDER = re.compile(rf"^\s*({_AGE})\s+({_AGE})\s+(\d{{1,9}})\s+(\S.*?)\s+(Normal|Warning)\s+(\S+)\s+(\S.*)$")
_OLDER_ROW = re.compile(
    rf"^\s*({_AGE})\s+({_AGE})\s+(\d{{1,9}})\s+(\S+)\s+([A-Z]\w+)\s+(?:\S+\s+)??(Normal|Warning)\s+(\S+)\s+(.*)$"
)
_TYPES = frozenset({"Normal", "Warning"})
_SOURCE = re.compile(r"(?:kubelet|[\w.-]{1,60}-(?:controller|scheduler|autoscaler|provisioner|manager))(?:, \S+)? ")
_MOST_COUNTED = 1_000_000_000


def event_of_row(into: Collector, passage: TextPassage, row: Row, namespace: str) -> bool:
    """Whether the row says what it is about. OBJECT is ``pod/web-0``; older tables have KIND and NAME."""
    row = _realigned(row)
    word, _, name = row.cell("OBJECT").partition("/")
    word, name = (word, name) if name else (row.cell("KIND"), row.cell("NAME").partition(".")[0])
    known = kind_named(word)
    if not name or not word:
        return False
    kind = known.kind if known is not None else word
    place = FileLines(passage.path, passage.first + row.number, passage.first + row.number)
    about = _key(kind, row.cell("NAMESPACE") or namespace, name)
    first, last, counted = _seen(into.at, row.cell("LAST SEEN", "LASTSEEN"))
    first = before(into.at, row.cell("FIRST SEEN", "FIRSTSEEN")) or first
    count = number(row.cell("COUNT")) or counted
    _add(into, place, about, (row.cell("TYPE"), row.cell("REASON"), row.cell("MESSAGE"), row.text), first, last, count)
    return True


def _realigned(row: Row) -> Row:
    """A row of the older list whose long names pushed its cells to the right; others as they are."""
    found = _OLDER_ROW.match(row.text) if row.cell("TYPE") not in _TYPES else None
    if found is None:
        return row
    headings = ("LAST SEEN", "FIRST SEEN", "COUNT", "NAME", "KIND", "TYPE", "REASON", "MESSAGE")
    *cells, rest = found.groups()
    return Row(row.number, row.text, dict(zip(headings, (*cells, _without_source(rest)), strict=True)))


def take_described_events(
    into: Collector, about: ObjectKey, lines: Sequence[tuple[int, str]], path: str
) -> list[ObservedEvent]:
    """``lines`` with their numbers in the file; a message of several lines goes on without a type."""
    before_these = len(into.events)
    waiting: tuple[int, int, str] | None = None
    for line_number, line in (*lines, (0, "")):
        begins = line_number == 0 or _DESCRIBED.match(line) or _OLDER.match(line)
        if not begins and waiting is not None and line.strip():
            waiting = (waiting[0], line_number, f"{waiting[2]}\n{line.strip()}")
        elif begins:
            if waiting is not None:
                _described(into, about, FileLines(path, waiting[0], waiting[1]), waiting[2])
            waiting = (line_number, line_number, line) if line_number else None
    return into.events[before_these:]


def is_described_event(line: str) -> bool:
    return _DESCRIBED.match(line) is not None or _OLDER.match(line) is not None


def _described(into: Collector, about: ObjectKey, place: FileLines, text: str) -> None:
    line, _, more = text.partition("\n")
    if found := _DESCRIBED.match(line):
        type_, reason, seen, rest = found.groups()
        first, last, count = _seen(into.at, seen)
        message = _without_source(rest)
    elif found := _OLDER.match(line):
        first_seen, last_seen, counted, _, type_, reason, message = found.groups()
        first, last, count = before(into.at, first_seen), before(into.at, last_seen), int(counted)
    else:
        return
    _add(into, place, about, (type_, reason, f"{message}\n{more}".strip(), text), first, last, count)


def _without_source(rest: str) -> str:
    """The message after who says it: ``kubelet, node-1``."""
    by_gap = re.split(r"\s{2,}", rest, maxsplit=1)
    if len(by_gap) > 1:
        return by_gap[1]
    found = _SOURCE.match(rest)
    return rest if found is None else rest[found.end() :]


def _seen(at: datetime, text: str) -> tuple[datetime | None, datetime | None, int]:
    """First and last, and how often: ``3m (x4 over 5m)``."""
    found = _SEEN.match(text)
    if found is None:
        return None, None, 1
    last = before(at, found[1])
    return before(at, found[3] or "") or last, last, int(found[2] or 1)


def _add(
    into: Collector, place: FileLines, about: ObjectKey, said: tuple[str, str, str, str],
    first: datetime | None, last: datetime | None, count: int,
) -> None:  # fmt: skip
    type_, reason, message, text = said
    title = f"Event {reason} of {about.kind} {about.name}"
    evidence_id = into.read(place, title, redact(text.strip()))
    into.event(
        ObservedEvent(
            about=about,
            reason=reason,
            message=message,
            type=type_ or "Normal",
            count=max(1, min(count, _MOST_COUNTED)),
            first_at=first or last,
            last_at=last or first,
            evidence_id=evidence_id,
        )
    )


def _key(kind: str, namespace: str, name: str) -> ObjectKey:
    return ObjectKey(CLUSTER, kind, namespace if is_namespaced(kind) else "", name, group_of(kind))
