"""Recurrence rules of calendars: starts within a horizon, by the clock on the wall."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from itertools import islice

from shared.adapters.imports.reading import Unusable
from shared.kernel.recurrence import FREQUENCIES, InvalidRule, days, parts_of, rule_of

_PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "WKST"})
#: What is counted is counted from its first day, a step a day.
_EARLIEST = datetime(1990, 1, 1)  # noqa: DTZ001 - on the wall
_LATEST = datetime(2262, 1, 1)  # noqa: DTZ001
_MOST_STARTS = 2_000


def starts_of(rule: str, first: datetime, zone: tzinfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """Local times from ``begin`` to ``end``. Raises Unusable."""
    try:
        parts = parts_of(rule)
        if unknown := parts.keys() - _PARTS:
            raise Unusable("ical.rule", f"{', '.join(sorted(unknown))[:100]} of a recurrence rule is not read")
        if parts.get("FREQ") not in FREQUENCIES:
            raise Unusable("ical.rule", f"shifts that repeat {str(parts.get('FREQ'))[:20].lower()!r} are not read")
        until, count = parts.pop("UNTIL", None), parts.pop("COUNT", None)
        read = rule_of(parts)
    except InvalidRule as invalid:
        raise Unusable("ical.rule", f"not a recurrence rule: {rule[:100]!r}: {invalid}") from invalid
    last = end if until is None else min(end, _until(until, zone))
    if last < first:
        return
    earliest, most = (begin, _MOST_STARTS) if count is None else (first, _counted(count, until, first))
    found = days(read, first.date(), earliest.date(), last.date())
    starts = (datetime.combine(day, first.time()) for day in islice(found, most))
    yield from (start for start in starts if begin <= start <= last)


def _counted(count: str, until: str | None, first: datetime) -> int:
    if until is not None:
        raise Unusable("ical.rule", "COUNT and UNTIL of one recurrence rule exclude each other")
    if not re.fullmatch(r"[1-9]\d{0,8}", count):
        raise Unusable("ical.rule", f"COUNT={count[:30]} is not a number from 1")
    if first < _EARLIEST:
        raise Unusable("ical.rule", "it is counted since before 1990")
    return int(count)


def _until(text: str, zone: tzinfo) -> datetime:
    """In UTC with a Z, else on the wall; a day counts to its end."""
    found = re.fullmatch(r"(\d{8})(?:T(\d{6})(Z?))?", text)
    if found is None:
        raise Unusable("ical.rule", f"UNTIL={text[:30]} is no time")
    try:
        moment = datetime.strptime(found[1] + (found[2] or "235959"), "%Y%m%d%H%M%S")  # noqa: DTZ007 - on the wall
    except ValueError as invalid:
        raise Unusable("ical.rule", f"UNTIL={text[:30]} is no time") from invalid
    moment = min(max(moment, _EARLIEST + timedelta(days=1)), _LATEST)
    return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) if found[3] else moment
