"""When a silence is active. Recurring windows keep their local time of day across changes of clocks."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import cast

from dateutil.rrule import rrule, rrulestr

from shared.domain.silence.values import Recurrence, SilenceDefinition
from shared.kernel.zones import instant, local_time, zone_named

#: What a rule may say; times of day come from ``starts_at``, the end from ``ends_at``.
_PARTS = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "WKST"})
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
#: A rule that is not met within this time never is, for all that people plan.
HORIZON = timedelta(days=5 * 366)


class InvalidRule(ValueError):  # noqa: N818 - an answer to whoever wrote the rule
    """The rule cannot be used; the text says why and is safe to show."""


@dataclass(frozen=True, slots=True)
class Window:
    starts_at: datetime
    #: None: without end.
    ends_at: datetime | None


def window_at(definition: SilenceDefinition, moment: datetime) -> Window | None:
    """The window that ``moment`` lies in: its start belongs to it, its end does not."""
    if definition.recurrence is None:
        return _one_off_at(definition, moment)
    duration = timedelta(seconds=definition.recurrence.duration_s)
    begun = [start for start in _starts(definition, moment - duration, moment) if start > moment - duration]
    return Window(begun[-1], begun[-1] + duration) if begun else None


def next_window(definition: SilenceDefinition, after: datetime) -> Window | None:
    """The first window that begins after this moment."""
    if definition.recurrence is None:
        return Window(definition.starts_at, definition.ends_at) if definition.starts_at > after else None
    duration = timedelta(seconds=definition.recurrence.duration_s)
    until = max(after, definition.starts_at) + HORIZON
    coming = next((start for start in _starts(definition, after, until) if start > after), None)
    return None if coming is None else Window(coming, coming + duration)


def check_rule(definition: SilenceDefinition) -> None:
    """Raises InvalidRule, also for a rule that is never met."""
    if definition.recurrence is None:
        return
    _parsed(definition.recurrence.rrule)
    if next_window(definition, definition.starts_at - timedelta(seconds=1)) is None:
        raise InvalidRule("the rule is not met once within five years, or not before the end")


def _one_off_at(definition: SilenceDefinition, moment: datetime) -> Window | None:
    over = definition.ends_at is not None and moment >= definition.ends_at
    return None if over or moment < definition.starts_at else Window(definition.starts_at, definition.ends_at)


def _starts(definition: SilenceDefinition, after: datetime, until: datetime) -> list[datetime]:
    """Starts from ``after`` to ``until``, both included, oldest first."""
    assert definition.recurrence is not None  # noqa: S101 - the callers have looked
    zone = zone_named(definition.recurrence.zone)
    # Rules know whole seconds only.
    first = definition.starts_at.replace(microsecond=0)
    last = until if definition.ends_at is None else min(until, definition.ends_at)
    if last < first:
        return []
    # A change of clocks moves local times by hours at most: look a day further on both sides, then compare instants.
    day = timedelta(days=1)
    rule = _bounded(definition.recurrence, local_time(first, zone), local_time(last, zone) + day)
    found = (
        instant(local, zone) for local in rule.between(local_time(after, zone) - day, local_time(last, zone) + day)
    )
    return [start for start in found if max(after, first) <= start <= last]


def _bounded(recurrence: Recurrence, start: datetime, until: datetime) -> rrule:
    """With an end, or a rule that is never met would be looked for until the year 9999."""
    return cast("rrule", rrulestr(_parsed(recurrence.rrule), dtstart=start)).replace(until=until)


@lru_cache(maxsize=1_024)
def _parsed(text: str) -> str:
    parts = dict(part.partition("=")[::2] for part in text.upper().removeprefix("RRULE:").rstrip(";").split(";"))
    if unknown := parts.keys() - _PARTS:
        named = ", ".join(sorted(unknown))[:100]
        raise InvalidRule(f"{named} cannot be used: the time of day is that of starts_at, the end is ends_at")
    if parts.get("FREQ") not in _FREQUENCIES:
        raise InvalidRule("FREQ must be one of DAILY, WEEKLY, MONTHLY, YEARLY")
    rule = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        rrulestr(rule, dtstart=datetime(2026, 1, 1))  # noqa: DTZ001 - local time, whichever the zone
    except (ValueError, TypeError, AttributeError, KeyError, IndexError) as invalid:
        raise InvalidRule(f"not a recurrence rule: {invalid}") from invalid
    return rule
