"""Zones that a calendar defines for itself (VTIMEZONE), read by us.

The library would keep the first definition of a name for every later calendar, whosever it is, and works rules out
without end; so it never sees them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from shared.adapters.imports.reading import Unusable
from shared.kernel.recurrence import InvalidRule, days, parts_of, rule_of

_FOLD = re.compile(r"\r?\n[ \t]")
_LINE_END = re.compile(r"\r?\n")
_MOST_LINES = 500
_MOST_ZONES = 50
_OFFSET = re.compile(r"([+-])(\d{2})(\d{2})(\d{2})?")
_LOCAL = re.compile(r"(\d{8})T(\d{6})")
_ZONE, _OBSERVANCES = "VTIMEZONE", ("STANDARD", "DAYLIGHT")

_Lines = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Change:
    """From ``begins`` (local time before it) on the clocks are ``offset`` ahead of UTC."""

    begins: datetime
    before: timedelta
    offset: timedelta


class OwnZone(tzinfo):
    """By its changes within the years that are looked at, oldest first."""

    def __init__(self, name: str, changes: list[_Change]) -> None:
        self._name = name
        self._changes = changes
        self._at = [change.begins - change.before for change in changes]
        self._local = [change.begins for change in changes]

    def utcoffset(self, moment: datetime | None) -> timedelta:
        """Gives the offset of a local time; one that is skipped counts with the offset before, one that comes twice is
        the first.
        """
        if moment is None:
            return timedelta(0)
        local = moment.replace(tzinfo=None)
        place = bisect_right(self._local, local) - 1
        if place < 0:
            return self._changes[0].before
        change = self._changes[place]
        gap = change.offset - change.before
        return change.before if gap > timedelta(0) and local < change.begins + gap else change.offset

    def dst(self, _moment: datetime | None) -> timedelta | None:
        return None

    def tzname(self, _moment: datetime | None) -> str:
        return self._name

    def fromutc(self, moment: datetime) -> datetime:
        place = bisect_right(self._at, moment.replace(tzinfo=None)) - 1
        return moment + (self._changes[0].before if place < 0 else self._changes[place].offset)


def without_zones(text: str) -> tuple[str, Mapping[str, _Lines]]:
    """The calendar without its VTIMEZONEs, and these by their names, as (property, value)."""
    kept: list[str] = []
    zones: dict[str, _Lines] = {}
    within: _Lines | None = None
    for line in _LINE_END.split(_FOLD.sub("", text)):
        head, _, value = line.partition(":")
        name = head.partition(";")[0].strip().upper()
        told = value.strip().strip('"').upper()
        if name == "BEGIN" and _ZONE in line.upper():
            within = []
        elif within is None:
            kept.append(line)
        elif name == "END" and told == _ZONE:
            zones.setdefault(_name_of(within), within)
            within = None
        else:
            within.append((name, value.strip()))
        if len(zones) > _MOST_ZONES or (within is not None and len(within) > _MOST_LINES):
            raise Unusable("ical.zone", f"more than {_MOST_ZONES} zones of its own, or one of {_MOST_LINES} lines")
    return "\r\n".join(kept), zones


def own_zone(name: str, lines: _Lines, begin: date, end: date) -> OwnZone:
    """Raises Unusable."""
    changes = sorted(_changes(name, lines, begin, end), key=lambda change: change.begins)
    if not changes:
        raise Unusable("ical.zone", f"the calendar's own zone {name[:60]!r} has no offset that can be read")
    return OwnZone(name, changes)


def _name_of(lines: _Lines) -> str:
    return next((value for name, value in lines if name == "TZID"), "")


def _changes(name: str, lines: _Lines, begin: date, end: date) -> Iterator[_Change]:
    """The latest before ``begin`` of each kind, and all until ``end``."""
    observance: dict[str, str] = {}
    for key, value in lines:
        if key == "BEGIN" and value.upper() in _OBSERVANCES:
            observance = {}
        elif key == "END" and value.upper() in _OBSERVANCES:
            try:
                yield from _observed(observance, begin, end)
            except (InvalidRule, ValueError, KeyError) as invalid:
                why = f"the calendar's own zone {name[:60]!r} cannot be read: {str(invalid)[:150]}"
                raise Unusable("ical.zone", why) from invalid
        else:
            observance[key] = value


def _observed(told: Mapping[str, str], begin: date, end: date) -> Iterator[_Change]:
    first, before, offset = _local(told["DTSTART"]), _offset(told["TZOFFSETFROM"]), _offset(told["TZOFFSETTO"])
    if "RRULE" not in told:
        yield _Change(first, before, offset)
        return
    parts = parts_of(told["RRULE"])
    until = min(end, _local(parts.pop("UNTIL").rstrip("Z")).date()) if "UNTIL" in parts else end
    if parts.get("FREQ") != "YEARLY" or "COUNT" in parts:
        raise InvalidRule("its clocks change by another rule than a yearly one")
    earliest = max(first.date(), min(begin, until) - timedelta(days=2 * 366))
    for day in days(rule_of(parts), first.date(), earliest, until):
        yield _Change(datetime.combine(day, first.time()), before, offset)


def _local(text: str) -> datetime:
    found = _LOCAL.fullmatch(text)
    if found is None:
        raise ValueError(f"{text[:30]!r} is no local time")
    return datetime.strptime(found[1] + found[2], "%Y%m%d%H%M%S")  # noqa: DTZ007 - on the wall


def _offset(text: str) -> timedelta:
    found = _OFFSET.fullmatch(text)
    if found is None or int(found[2]) >= 24:  # noqa: PLR2004
        raise ValueError(f"{text[:30]!r} is no offset")
    seconds = int(found[2]) * 3600 + int(found[3]) * 60 + int(found[4] or 0)
    return timedelta(seconds=-seconds if found[1] == "-" else seconds)
