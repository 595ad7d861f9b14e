"""Time windows and durations of OpenSLO: ``7d``, ``4w``, ``1M``."""

import re
from collections.abc import Mapping
from typing import Any

from shared.adapters.imports.reading import Unusable, flag, made, mapping, mappings, text
from shared.domain.slo.values import CalendarMonth, RollingWindow
from shared.kernel.zones import UnknownZone, zone_named

_DURATION = re.compile(r"(\d{1,6})\s*([smhdwMQY])")
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 7 * 86_400}
_DAY = 86_400
#: How long a rolling window may be.
ROLLING_DAYS = (7, 14, 28, 30)


def seconds_of(duration: Any) -> int | None:
    """Gives a duration in seconds. None: it is none, or its length depends on the calendar."""
    found = _DURATION.fullmatch(text(duration))
    return int(found[1]) * _SECONDS[found[2]] if found and found[2] in _SECONDS else None


def window_of(spec: Mapping[str, Any], notes: list[str]) -> RollingWindow | CalendarMonth:
    """Raises Unusable for what is neither 7, 14, 28 or 30 rolling days nor a calendar month."""
    windows = mappings(spec.get("timeWindow"))
    if len(windows) != 1:
        raise Unusable("openslo.window", f"it has {len(windows)} time windows, not one")
    window, calendar = windows[0], mapping(windows[0].get("calendar"))
    duration = text(window.get("duration"))
    rolling = flag(window.get("isRolling")) if "isRolling" in window else not calendar
    if not rolling:
        return _month(duration, calendar)
    if duration == "1M":
        notes.append("a rolling month is taken as 30 days")
        return RollingWindow(days=30)
    length = seconds_of(duration)
    if length is None or length % _DAY or length // _DAY not in ROLLING_DAYS:
        raise Unusable("openslo.window", f"{duration[:40]!r} is not 7, 14, 28 or 30 days")
    return made(RollingWindow, days=length // _DAY)


def _month(duration: str, calendar: Mapping[str, Any]) -> CalendarMonth:
    if duration != "1M":
        raise Unusable("openslo.window", f"{duration[:40]!r} by the calendar is not one month")
    start, zone = text(calendar.get("startTime")), text(calendar.get("timeZone")) or "UTC"
    if start and not re.match(r"\d{4}-\d{2}-01(?:\D|$)", start):
        raise Unusable("openslo.window", f"a month that begins on {start[:30]!r}: only the first day can be")
    try:
        zone_named(zone)
    except UnknownZone as unknown:
        raise Unusable("openslo.window", str(unknown)) from unknown
    return made(CalendarMonth, zone=zone)
