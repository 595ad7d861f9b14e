"""Recurrence rules of calendars, only those that are met soon: looking for others takes until the year 9999."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from shared.adapters.imports.reading import Unusable

_PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "WKST"})
_FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
_EARLIEST = datetime(1990, 1, 1)  # noqa: DTZ001 - on the wall
_MOST_STARTS = 2_000
#: Every month has this day, every weekday this often.
_SAFE_DAY, _SAFE_TIMES = 28, 4


def starts_of(rule: str, first: datetime, zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """Local times from ``begin`` to ``end``. Raises Unusable."""
    parts = dict(part.partition("=")[::2] for part in rule.upper().strip().strip(";").split(";"))
    _refuse(parts, first)
    until = parts.pop("UNTIL", None)
    last = end if until is None else min(end, _until(until, zone))
    try:
        text = ";".join(f"{name}={value}" for name, value in parts.items())
        recurrence = rrulestr(text, dtstart=first)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, OverflowError) as invalid:
        raise Unusable("ical.rule", f"not a recurrence rule: {rule[:100]!r}") from invalid
    for number, start in enumerate(recurrence.xafter(begin, inc=True)):
        if start > last or number >= _MOST_STARTS:
            return
        yield start


def _refuse(parts: dict[str, str], first: datetime) -> None:
    if unknown := parts.keys() - _PARTS:
        raise Unusable("ical.rule", f"{', '.join(sorted(unknown))[:100]} of a recurrence rule is not read")
    frequency = parts.get("FREQ")
    if frequency not in _FREQUENCIES:
        raise Unusable("ical.rule", f"shifts that repeat {str(frequency)[:20].lower()!r} are not read")
    if first < _EARLIEST:
        raise Unusable("ical.rule", "it repeats since before 1990")
    refined = {"BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYDAY"} & parts.keys()
    if frequency == "DAILY" and (refined - {"BYDAY"} or (refined and parts.get("INTERVAL", "1") != "1")):
        raise Unusable("ical.rule", "a daily shift with further conditions is not read; say it weekly or monthly")
    if frequency == "WEEKLY" and refined - {"BYDAY"}:
        raise Unusable("ical.rule", "a weekly shift with conditions other than its weekdays is not read")
    if "BYMONTHDAY" in parts and _largest(parts["BYMONTHDAY"]) > _SAFE_DAY and "BYMONTH" in parts:
        raise Unusable("ical.rule", "a day of a month that the month may not have")
    if "BYSETPOS" in parts and _largest(parts["BYSETPOS"]) > _SAFE_TIMES:
        raise Unusable("ical.rule", "BYSETPOS beyond 4 is not met by every month")


def _largest(numbers: str) -> int:
    return max((int(found) for found in re.findall(r"\d{1,6}", numbers)), default=0)


def _until(text: str, zone: ZoneInfo) -> datetime:
    """In UTC with a Z, else on the wall; a day counts to its end."""
    found = re.fullmatch(r"(\d{8})(?:T(\d{6})(Z?))?", text)
    if found is None:
        raise Unusable("ical.rule", f"UNTIL={text[:30]} is no time")
    try:
        moment = datetime.strptime(found[1] + (found[2] or "235959"), "%Y%m%d%H%M%S")  # noqa: DTZ007 - on the wall
    except ValueError as invalid:
        raise Unusable("ical.rule", f"UNTIL={text[:30]} is no time") from invalid
    if not found[3]:
        return moment
    moment = max(moment, _EARLIEST + timedelta(days=1))
    return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)
