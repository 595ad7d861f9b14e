"""Recurrence rules of RFC 5545, section 3.3.10, for days: FREQ from DAILY to YEARLY.

Periods (days, weeks, months, years) are numbered, not walked: a start long ago costs nothing, and looking for days
between two others takes at most one step for each day between them.
"""

import re
from calendar import isleap, monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_INTERVAL = 1_000
_MOST_POSITION = 366
_MOST_WEEKS = 53
_WEEKDAY = re.compile(r"([+-]?[1-9]\d?)?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,4}", re.ASCII)


class InvalidRule(ValueError):  # noqa: N818 - an answer to whoever wrote the rule
    """The rule cannot be used; the text says why and is safe to show."""


@dataclass(frozen=True, slots=True)
class RecurrenceRule:
    """It says on which days something recurs.

    Sets are empty where the rule says nothing; negative numbers count from the end.
    """

    frequency: str
    interval: int = 1
    months: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    #: (which of them in the month or year, 0: each; weekday, Monday is 0)
    week_days: frozenset[tuple[int, int]] = frozenset()
    positions: frozenset[int] = frozenset()
    week_start: int = 0


def parts_of(text: str) -> dict[str, str]:
    """Gives the parts of ``FREQ=WEEKLY;BYDAY=SU`` by their names. Raises InvalidRule."""
    parts: dict[str, str] = {}
    for part in text.upper().strip().removeprefix("RRULE:").strip().rstrip(";").split(";"):
        name, _, value = (each.strip() for each in part.partition("="))
        if name in parts:
            raise InvalidRule(f"{name[:30]} is there twice")
        parts[name] = value
    return parts


def rule_of(parts: Mapping[str, str]) -> RecurrenceRule:
    """Makes a rule of FREQ, INTERVAL, BYMONTH, BYMONTHDAY, BYDAY, BYSETPOS and WKST. Raises InvalidRule."""
    frequency = parts.get("FREQ", "")
    if frequency not in FREQUENCIES:
        raise InvalidRule("FREQ must be one of DAILY, WEEKLY, MONTHLY, YEARLY")
    week_start = parts.get("WKST", "MO")
    if week_start not in _WEEKDAYS:
        raise InvalidRule(f"WKST={week_start[:30]} is no day of the week, such as MO")
    return RecurrenceRule(
        frequency,
        _interval(parts.get("INTERVAL", "1")),
        _numbers(parts, "BYMONTH", 1, 12, negative=False),
        _numbers(parts, "BYMONTHDAY", 1, 31),
        _week_days(parts),
        _numbers(parts, "BYSETPOS", 1, _MOST_POSITION),
        _WEEKDAYS.index(week_start),
    )


def refuse_misuse(rule: RecurrenceRule) -> None:
    """Refuses what RFC 5545 forbids and readers understand differently. Raises InvalidRule."""
    numbered = any(which for which, _ in rule.week_days)
    if numbered and rule.frequency in ("DAILY", "WEEKLY"):
        raise InvalidRule("BYDAY counts days (2MO, -1FR) only in MONTHLY and YEARLY rules")
    if rule.month_days and rule.frequency == "WEEKLY":
        raise InvalidRule("a WEEKLY rule takes no BYMONTHDAY; say it MONTHLY or DAILY")
    if rule.positions and not (rule.months or rule.month_days or rule.week_days):
        raise InvalidRule("BYSETPOS chooses among days: it needs BYDAY, BYMONTHDAY or BYMONTH")


def days(rule: RecurrenceRule, first: date, after: date, until: date) -> Iterator[date]:
    """Gives the days from ``after`` to ``until``, both included, oldest first; none before ``first``, which sets the
    phase.
    """
    anchored = _anchored(rule, first)
    number = _number_of(rule, first, max(after, first)) if until >= first else 0
    while until >= first:
        begins, ends = _period(rule, first, number)
        if begins > until:
            return
        for day in _days_of(anchored, begins, ends):
            if max(first, after) <= day <= until:
                yield day
        number += 1


def _anchored(rule: RecurrenceRule, first: date) -> RecurrenceRule:
    """Completes a rule: what it leaves out is as on its first day."""
    if rule.month_days or rule.week_days or rule.frequency == "DAILY":
        return rule
    if rule.frequency == "WEEKLY":
        return replace(rule, week_days=frozenset({(0, first.weekday())}))
    months = rule.months or frozenset({first.month}) if rule.frequency == "YEARLY" else rule.months
    return replace(rule, months=months, month_days=frozenset({first.day}))


def _number_of(rule: RecurrenceRule, first: date, day: date) -> int:
    match rule.frequency:
        case "DAILY":
            periods = (day - first).days
        case "WEEKLY":
            periods = (_week_of(rule, day) - _week_of(rule, first)).days // 7
        case "MONTHLY":
            periods = (day.year - first.year) * 12 + day.month - first.month
        case _:
            periods = day.year - first.year
    return periods // rule.interval


def _period(rule: RecurrenceRule, first: date, number: int) -> tuple[date, date]:
    """Gives the first and the last day of a period; its ``number`` counts from the one of the first day."""
    periods = number * rule.interval
    match rule.frequency:
        case "DAILY":
            begins = first + timedelta(days=periods)
            return begins, begins
        case "WEEKLY":
            begins = _week_of(rule, first) + timedelta(weeks=periods)
            return begins, begins + timedelta(days=6)
        case "MONTHLY":
            year, month = divmod(first.year * 12 + first.month - 1 + periods, 12)
            return date(year, month + 1, 1), date(year, month + 1, monthrange(year, month + 1)[1])
        case _:
            return date(first.year + periods, 1, 1), date(first.year + periods, 12, 31)


def _week_of(rule: RecurrenceRule, day: date) -> date:
    return day - timedelta(days=(day.weekday() - rule.week_start) % 7)


def _days_of(rule: RecurrenceRule, begins: date, ends: date) -> list[date]:
    found = []
    day = begins
    while day <= ends:
        if rule.months and day.month not in rule.months:
            day = min(ends, date(day.year, day.month, monthrange(day.year, day.month)[1]))
        elif _applies(rule, day):
            found.append(day)
        day += timedelta(days=1)
    if not rule.positions:
        return found
    chosen = {each - 1 if each > 0 else len(found) + each for each in rule.positions}
    return [day for place, day in enumerate(found) if place in chosen]


def _applies(rule: RecurrenceRule, day: date) -> bool:
    last = monthrange(day.year, day.month)[1]
    if rule.month_days and day.day not in rule.month_days and day.day - last - 1 not in rule.month_days:
        return False
    return not rule.week_days or any(
        weekday == day.weekday() and which in _counts(rule, day, last) for which, weekday in rule.week_days
    )


def _counts(rule: RecurrenceRule, day: date, last: int) -> tuple[int, ...] | range:
    """Which of its kind the day is, from both ends, of the month or of the year; and 0."""
    if rule.frequency in ("DAILY", "WEEKLY"):
        return range(-_MOST_WEEKS, _MOST_WEEKS + 1)
    if rule.frequency == "YEARLY" and not rule.months:
        place, length = day.timetuple().tm_yday, 366 if isleap(day.year) else 365
    else:
        place, length = day.day, last
    return 0, (place - 1) // 7 + 1, -((length - place) // 7 + 1)


def _interval(text: str) -> int:
    interval = int(text) if _NUMBER.fullmatch(text) else 0
    if not 1 <= interval <= MOST_INTERVAL:
        raise InvalidRule(f"INTERVAL={text[:30]} is not a number from 1 to {MOST_INTERVAL}")
    return interval


def _numbers(parts: Mapping[str, str], name: str, least: int, most: int, *, negative: bool = True) -> frozenset[int]:
    if name not in parts:
        return frozenset()
    found = set()
    for text in parts[name].split(","):
        number = int(text) if _NUMBER.fullmatch(text) else 0
        if not least <= (abs(number) if negative else number) <= most:
            counted = ", or as much below 0 from the end" if negative else ""
            raise InvalidRule(f"{name}={text[:30]} is not a number from {least} to {most}{counted}")
        found.add(number)
    return frozenset(found)


def _week_days(parts: Mapping[str, str]) -> frozenset[tuple[int, int]]:
    if "BYDAY" not in parts:
        return frozenset()
    found = set()
    for text in parts["BYDAY"].split(","):
        told = _WEEKDAY.fullmatch(text)
        if told is None or abs(int(told[1] or 0)) > _MOST_WEEKS:
            raise InvalidRule(f"BYDAY={text[:30]} is no day of the week, such as MO, 2TU or -1FR")
        found.add((int(told[1] or 0), _WEEKDAYS.index(told[2])))
    return frozenset(found)
