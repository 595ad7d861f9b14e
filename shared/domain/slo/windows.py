"""Recorded windows, kept small: one by one while they may still be corrected, by the hour after that.

A one-minute indicator has 2,880 windows in two days (about 110 kB as JSON) and 670 hours in the four weeks before.
Counts are integers throughout, so that a budget is the same in whatever order the windows came.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from shared.domain.slo.values import Budget, Budgeting, RollingWindow, SLODefinition
from shared.kernel.zones import instant, local_time, zone_named

#: How long a window may be corrected after a later one has ended.
CORRECTION_HORIZON = timedelta(hours=48)
#: The longest budget window is a calendar month.
_KEPT = timedelta(days=32)
_HOUR = 3_600
#: Targets are percent with six decimals; allowances are counted in these parts of an event.
PARTS = 100 * 10**6


class Recorded(NamedTuple):
    """One window as it was told. Times are seconds since 1970; ``allowed`` is in parts of an event."""

    start: int
    end: int
    good: int
    total: int
    allowed: int
    source: str
    expected: int = 0
    """As how many events it counts at least: those that did not come count as good ones."""
    excluded: bool = False
    """It is known, and counts for nothing."""


class Hour(NamedTuple):
    """What began within one hour. For timeslices ``good`` and ``total`` count slices."""

    start: int
    end: int
    good: int
    total: int
    allowed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """``recent`` and ``hours`` by start; together they hold every window of the budget once."""

    recent: tuple[Recorded, ...] = ()
    hours: tuple[Hour, ...] = ()
    newest_end: int = 0


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def allowance(definition: SLODefinition, total: int) -> int:
    """How much of a window of ``total`` events may be bad, in parts of an event (of a slice, for timeslices)."""
    units = 1 if definition.budgeting is Budgeting.TIMESLICES else max(total, definition.expected_events or 0)
    return units * allowed_share(definition)


def allowed_share(definition: SLODefinition) -> int:
    """How much of one event (or slice) may be bad, in parts."""
    return PARTS - round(definition.target * 10**6)


def good_share(definition: SLODefinition) -> int:
    """From how many parts of an event on a slice is good."""
    return round((definition.timeslice_target or definition.target) * 10**6)


def record(windows: Windows, told: Recorded, definition: SLODefinition) -> Windows:
    """The same window again replaces it."""
    newest = max(windows.newest_end, told.end)
    known = [
        each for each in windows.recent if (each.start, each.end, each.source) != (told.start, told.end, told.source)
    ]
    horizon = newest - int(CORRECTION_HORIZON.total_seconds())
    everything = sorted([*known, told])
    recent = tuple(each for each in everything if each.end > horizon)
    settled = (each for each in everything if each.end <= horizon)
    oldest = newest - int(_KEPT.total_seconds())
    hours = tuple(hour for hour in _merged(windows.hours, settled, definition) if hour.end > oldest)
    return Windows(recent=recent, hours=hours, newest_end=newest)


def is_settled(windows: Windows, start: int, end: int) -> bool:
    """Whether the time is one that nobody can speak of any more: past corrections, and told of already.

    Of the time before that only hours are known, each up to where it was told of: a past of which nothing is known is
    told oldest first.
    """
    if end > windows.newest_end - CORRECTION_HORIZON.total_seconds():
        return False
    return any(hour.start < end and start < hour.end for hour in windows.hours)


def budget_at(windows: Windows, definition: SLODefinition, at: datetime) -> Budget:
    """Over the objective's window as it stands at ``at``."""
    since = seconds(window_start(definition, at))
    good = total = allowed = 0
    for hour in units_of(windows, definition):
        if hour.end > since and hour.start < seconds(at):
            good, total, allowed = good + hour.good, total + hour.total, allowed + hour.allowed
    return budget_of(good, total, allowed)


def budget_of(good: int, total: int, allowed: int) -> Budget:
    """From the sums of a stretch of time; ``allowed`` in parts of an event."""
    consumed = (total - good) * PARTS / allowed if allowed else 0.0
    return Budget(good=good, total=total, allowed_bad=allowed / PARTS, consumed=consumed)


def newest_of(windows: Windows) -> datetime | None:
    """Gives the end of the newest window that was told, in UTC."""
    return _moment(windows.newest_end) if windows.newest_end else None


def gaps(windows: Windows, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """Stretches of which nothing was told, within the time that is kept window by window."""
    holes: list[tuple[datetime, datetime]] = []
    covered = seconds(since)
    for each in windows.recent:
        if each.start > covered and covered < seconds(until):
            holes.append((_moment(covered), _moment(min(each.start, seconds(until)))))
        covered = max(covered, each.end)
    return holes


def window_start(definition: SLODefinition, at: datetime) -> datetime:
    if isinstance(definition.window, RollingWindow):
        return at - timedelta(days=definition.window.days)
    zone = zone_named(definition.window.zone)
    return instant(local_time(at, zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0), zone)


def units_of(windows: Windows, definition: SLODefinition) -> Iterator[Hour]:
    """What is counted: hours, then windows one by one; for timeslices as slices."""
    yield from windows.hours
    for each in windows.recent:
        yield _counted(each, definition)


def _counted(told: Recorded, definition: SLODefinition) -> Hour:
    if told.excluded:
        return Hour(told.start, told.end, 0, 0, 0)
    missing = max(0, told.expected - told.total)
    counted_good, counted_total = told.good + missing, told.total + missing
    if definition.budgeting is Budgeting.OCCURRENCES:
        return Hour(told.start, told.end, counted_good, counted_total, told.allowed)
    good = counted_total == 0 or counted_good * PARTS >= counted_total * good_share(definition)
    return Hour(told.start, told.end, int(good), 1, told.allowed)


def _merged(hours: Iterable[Hour], settled: Iterable[Recorded], definition: SLODefinition) -> list[Hour]:
    by_start = {hour.start: hour for hour in hours}
    for told in settled:
        new = _counted(told, definition)
        start = new.start - new.start % _HOUR
        before = by_start.get(start, Hour(start, start, 0, 0, 0))
        by_start[start] = Hour(
            start,
            max(before.end, new.end),
            before.good + new.good,
            before.total + new.total,
            before.allowed + new.allowed,
        )
    return [by_start[start] for start in sorted(by_start)]


def _moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)
