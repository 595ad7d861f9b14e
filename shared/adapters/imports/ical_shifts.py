"""Events as shifts: who, from when to when, repetitions written out within a horizon."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import vRecur

from shared.adapters.imports.ical_recurrence import starts_of
from shared.adapters.imports.ical_zones import OwnZone, own_zone
from shared.adapters.imports.reading import Unusable
from shared.domain.on_call_schedule.values import Shift
from shared.kernel.zones import instant
from shared.ports.imports import Trouble

_MOST_SHIFTS = 2_000
_MOST_REPEATING = 200
#: Days, of all rules with a COUNT together: they are counted from their first day on.
_MOST_COUNTED = 200_000
_LONGEST_SHIFT = timedelta(days=366)
_ON_CALL = re.compile(r"^\W*on[- ]?call\b\W*(?:for\b\W*)?", re.IGNORECASE)
_LEVEL = re.compile(r"^\W*\[[^\]]{0,60}\]\s*")
_LONGEST_PERSON = 200
_BROKEN = (ValueError, KeyError, TypeError, IndexError, AttributeError, OverflowError)


@dataclass(frozen=True, slots=True)
class Horizon:
    begins_at: datetime
    ends_at: datetime


@dataclass(slots=True)
class Shifts:
    path: str
    zone: ZoneInfo
    horizon: Horizon
    #: Zones that the calendar defines for itself, as its lines say.
    own: Mapping[str, list[tuple[str, str]]]
    troubles: list[Trouble] = field(default_factory=list)
    _found: set[tuple[datetime, datetime, str]] = field(default_factory=set)
    #: (uid, start) of occurrences that were moved or changed one by one.
    _moved: set[tuple[str, datetime]] = field(default_factory=set)
    _planned: list[tuple[str, datetime, datetime, str]] = field(default_factory=list)
    _zones: dict[str, OwnZone] = field(default_factory=dict)
    _repeating: int = 0
    _counted: int = 0
    _outside: int = 0

    def add(self, event: Any) -> None:
        try:
            self._add(event)
        except Unusable as unusable:
            self.troubles.append(unusable.trouble(self.path))
        except _BROKEN as invalid:
            uid = str(event.get("UID") or "")[:60]
            why = f"the event {uid!r} cannot be read: {str(invalid)[:150]}"
            self.troubles.append(Trouble(path=self.path, code="ical.event", why=why))

    def found(self) -> tuple[Shift, ...]:
        """By time. The first two thousand, if there are more."""
        kept = {(start, end, who) for uid, start, end, who in self._planned if (uid, start) not in self._moved}
        ordered = sorted(kept | self._found)
        return tuple(Shift(person=who, starts_at=start, ends_at=end) for start, end, who in ordered[:_MOST_SHIFTS])

    def notes(self) -> tuple[str, ...]:
        told: list[str] = []
        if self._outside:
            told.append(f"{self._outside} events lie outside {self.horizon.begins_at:%F} to {self.horizon.ends_at:%F}")
        if len(self._planned) + len(self._found) > _MOST_SHIFTS:
            told.append(f"only the first {_MOST_SHIFTS} shifts are kept")
        return tuple(told)

    def _add(self, event: Any) -> None:
        uid, person = str(event.get("UID") or ""), person_of(event)
        if str(event.get("STATUS") or "").upper() == "CANCELLED":
            if event.get("RECURRENCE-ID") is not None:
                self._moved.add((uid, self._moment(self._told(event["RECURRENCE-ID"]))))
            return
        start = self._told(event["DTSTART"])
        length = self._length(event, start)
        if not timedelta(0) < length <= _LONGEST_SHIFT:
            raise Unusable("ical.length", f"{person}: a shift of {length} is none")
        if event.get("RECURRENCE-ID") is not None:
            self._moved.add((uid, self._moment(self._told(event["RECURRENCE-ID"]))))
            self._keep(self._found, self._moment(start), length, person)
        elif event.get("RRULE") is not None or event.get("RDATE") is not None:
            self._repeat(event, uid, person, length)
        else:
            self._keep(self._found, self._moment(start), length, person)

    def _repeat(self, event: Any, uid: str, person: str, length: timedelta) -> None:
        self._repeating += 1
        if self._repeating > _MOST_REPEATING:
            raise Unusable("ical.repeating", f"more than {_MOST_REPEATING} repeating events")
        excluded = {self._moment(told) for told in self._dates(event, "EXDATE")}
        zone = self._zone_of(self._told(event["DTSTART"]))
        for start in self._starts(event, zone, length):
            moment = instant(start, zone)
            # A shift keeps its hours on the wall when clocks change within it.
            finish = instant(start + length, zone)
            if moment not in excluded and self._within(moment, finish) and len(self._planned) <= _MOST_SHIFTS:
                self._planned.append((uid, moment, finish, person))

    def _starts(self, event: Any, zone: tzinfo, length: timedelta) -> Iterator[datetime]:
        """By the clock on the wall: what the rule says (one at least), and the further ones named by RDATE."""
        first = _naive(self._told(event["DTSTART"]))
        begin = self.horizon.begins_at.astimezone(zone).replace(tzinfo=None) - length - timedelta(days=1)
        end = self.horizon.ends_at.astimezone(zone).replace(tzinfo=None) + timedelta(days=1)
        further = {self._moment(told).astimezone(zone).replace(tzinfo=None) for told in self._dates(event, "RDATE")}
        if event.get("RRULE") is None:
            yield from sorted(further | {first})
            return
        if not isinstance(event["RRULE"], vRecur):
            raise Unusable("ical.rule", f"not one recurrence rule that can be read: {str(event['RRULE'])[:100]!r}")
        rule = event["RRULE"].to_ical().decode()  # type: ignore[no-untyped-call]
        if "COUNT" in rule.upper():
            self._counted += max(0, (end - first).days)
        if self._counted > _MOST_COUNTED:
            raise Unusable("ical.repeating", "too many days to count; say UNTIL instead of COUNT")
        ruled = set()
        for start in starts_of(rule, first, zone, begin, end):
            ruled.add(start)
            yield start
        yield from sorted(further - ruled)

    def _dates(self, event: Any, name: str) -> Iterator[date]:
        for dates in _several(event.get(name)):
            for each in dates.dts:
                told = each.dt[0] if isinstance(each.dt, tuple) else each.dt
                yield self._in_own_zone(told, dates.params.get("TZID"))

    def _told(self, value: Any) -> date:
        return self._in_own_zone(value.dt, value.params.get("TZID"))

    def _in_own_zone(self, told: date, name: str | None) -> date:
        """The library leaves times of zones that it does not know without one."""
        if name is None or not isinstance(told, datetime) or told.tzinfo is not None:
            return told
        if name not in self._zones and name in self.own:
            around = self.horizon.begins_at.date() - _LONGEST_SHIFT, self.horizon.ends_at.date() + _LONGEST_SHIFT
            self._zones[name] = own_zone(name, self.own[name], *around)
        if name not in self._zones:
            raise Unusable("ical.zone", f"there is no zone {name[:60]!r}, neither known nor defined by the calendar")
        return told.replace(tzinfo=self._zones[name])

    def _keep(self, place: set[tuple[datetime, datetime, str]], start: datetime, length: timedelta, who: str) -> None:
        if self._within(start, start + length):
            place.add((start, start + length, who))
        else:
            self._outside += 1

    def _within(self, start: datetime, end: datetime) -> bool:
        return start < self.horizon.ends_at and end > self.horizon.begins_at

    def _length(self, event: Any, start: date) -> timedelta:
        """Between two moments for a single shift, on the wall for one that repeats."""
        if event.get("DURATION") is not None:
            length: timedelta = event["DURATION"].dt
            return length
        if event.get("DTEND") is None:
            return timedelta(0) if isinstance(start, datetime) else timedelta(days=1)
        end = self._told(event["DTEND"])
        if event.get("RRULE") is not None:
            return _naive(end) - _naive(start)
        return self._moment(end) - self._moment(start)

    def _zone_of(self, told: date) -> tzinfo:
        zone = told.tzinfo if isinstance(told, datetime) else None
        return zone or self.zone

    def _moment(self, told: date) -> datetime:
        """A day without a time begins at midnight; a time without a zone is of the calendar's."""
        if isinstance(told, datetime) and told.tzinfo is not None:
            return told.astimezone(UTC)
        return instant(_naive(told), self.zone)


def person_of(event: Any) -> str:
    """The one attendee; with several, or none, what the summary names: ``On call: Ana Lima - Payments`` is Ana Lima."""
    attendees = [str(each).removeprefix("mailto:").removeprefix("MAILTO:") for each in _several(event.get("ATTENDEE"))]
    summary = _LEVEL.sub("", str(event.get("SUMMARY") or "").strip())
    named = re.split(r"\s[-–—|]\s", _ON_CALL.sub("", summary).strip(" :-"), maxsplit=1)[0].strip()  # noqa: RUF001
    person = attendees[0] if len(attendees) == 1 else named or next(iter(attendees), "")
    if not person:
        raise Unusable("ical.nobody", "an event names nobody, neither as attendee nor in its summary")
    return person.strip()[:_LONGEST_PERSON]


def _several(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _naive(told: date) -> datetime:
    return told.replace(tzinfo=None) if isinstance(told, datetime) else datetime.combine(told, time())
