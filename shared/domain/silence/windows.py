"""When a silence is active. Recurring windows keep their local times of day, both of them, across changes of clocks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from shared.domain.silence.values import Recurrence, SilenceDefinition
from shared.kernel.recurrence import InvalidRule, RecurrenceRule, days, parts_of, refuse_misuse, rule_of
from shared.kernel.zones import UnknownZone, instant, local_time, zone_named

#: What a rule may say; times of day come from ``starts_at``, the end from ``ends_at``.
_PARTS = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "WKST"})
#: A rule that is not met within this time never is, for all that people plan. Looking takes a step a day at most.
HORIZON = timedelta(days=5 * 366)
#: A change of clocks moves local times by hours at most: look a day further on both sides, then compare instants.
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SilenceWindow:
    starts_at: datetime
    #: None: without end.
    ends_at: datetime | None


def window_at(definition: SilenceDefinition, moment: datetime) -> SilenceWindow | None:
    """The window that ``moment`` lies in: its start belongs to it, its end does not."""
    if definition.recurrence is None:
        return _one_off_at(definition, moment)
    longest = timedelta(seconds=definition.recurrence.duration_s) + _DAY
    holding = [
        window
        for window in _windows(definition, definition.recurrence, moment - longest, moment)
        if window.ends_at is not None and window.ends_at > moment
    ]
    return holding[-1] if holding else None


def next_window(definition: SilenceDefinition, after: datetime) -> SilenceWindow | None:
    """The first window that begins after this moment."""
    if definition.recurrence is None:
        return SilenceWindow(definition.starts_at, definition.ends_at) if definition.starts_at > after else None
    until = max(after, definition.starts_at) + HORIZON
    coming = _windows(definition, definition.recurrence, after, until)
    return next((window for window in coming if window.starts_at > after), None)


def check_rule(definition: SilenceDefinition) -> None:
    """Refuses a rule that cannot be used. Raises InvalidRule, also for one that is never met, and UnknownZone."""
    if definition.recurrence is None:
        return
    zone_named(definition.recurrence.zone)
    refuse_misuse(_parsed(definition.recurrence.rrule))
    if next_window(definition, definition.starts_at - timedelta(seconds=1)) is None:
        raise InvalidRule("the rule is not met once within five years, or not before the end")


def silence_problem(definition: SilenceDefinition) -> str | None:
    """Why its times cannot be used: written when other rules held. It is never active then."""
    if definition.recurrence is None:
        return None
    try:
        _parsed(definition.recurrence.rrule)
        zone_named(definition.recurrence.zone)
    except (InvalidRule, UnknownZone) as unusable:
        return str(unusable)
    return None


def _one_off_at(definition: SilenceDefinition, moment: datetime) -> SilenceWindow | None:
    over = definition.ends_at is not None and moment >= definition.ends_at
    return None if over or moment < definition.starts_at else SilenceWindow(definition.starts_at, definition.ends_at)


def _windows(
    definition: SilenceDefinition, recurrence: Recurrence, after: datetime, until: datetime
) -> Iterator[SilenceWindow]:
    """Those that begin from ``after`` to ``until``, both included, oldest first; none where the rule is unusable."""
    if silence_problem(definition) is not None:
        return
    zone = zone_named(recurrence.zone)
    # Rules know whole seconds only.
    first = definition.starts_at.replace(microsecond=0)
    last = until if definition.ends_at is None else min(until, definition.ends_at)
    begins = local_time(first, zone)
    earliest, latest = local_time(max(after, first), zone) - _DAY, local_time(max(last, first), zone) + _DAY
    for day in days(_parsed(recurrence.rrule), begins.date(), earliest.date(), latest.date()):
        local = datetime.combine(day, begins.time())
        # A time that comes twice is the first one, unless starts_at itself says which.
        start = first if local == begins else instant(local, zone)
        if max(after, first) <= start <= last:
            yield SilenceWindow(start, _end(start, local, timedelta(seconds=recurrence.duration_s), zone))


def _end(start: datetime, local: datetime, duration: timedelta, zone: ZoneInfo) -> datetime:
    """On the wall: 22:00 and eight hours is 06:00 in every night. By the stopwatch where the wall skips the start."""
    if local_time(start, zone) != local:
        return start + duration
    end = instant(local + duration, zone)
    return end if end > start else start + duration


@lru_cache(maxsize=1_024)
def _parsed(text: str) -> RecurrenceRule:
    """Raises InvalidRule."""
    parts = parts_of(text)
    if unknown := parts.keys() - _PARTS:
        named = ", ".join(sorted(unknown))[:100]
        raise InvalidRule(f"{named} cannot be used: the time of day is that of starts_at, the end is ends_at")
    return rule_of(parts)
