"""Calendar months in a zone: where they begin, and where they end."""

from datetime import datetime
from zoneinfo import ZoneInfo

from shared.domain.slo.values import CalendarMonth, SLODefinition
from shared.kernel.zones import instant, local_time

AccountSpan = tuple[datetime, datetime]
_MONTHS = 12


def zone_of(definition: SLODefinition) -> str:
    """Gives the zone in which the objective's months begin."""
    return definition.window.zone if isinstance(definition.window, CalendarMonth) else "UTC"


def month_of(year: int, month: int, zone: ZoneInfo) -> AccountSpan:
    """Gives the instants at which a month begins and at which the next one does."""
    first = instant(datetime(year, month, 1), zone)  # noqa: DTZ001 - the zone is applied here
    following = (year + 1, 1) if month == _MONTHS else (year, month + 1)
    return first, instant(datetime(*following, 1), zone)  # noqa: DTZ001 - as above


def months_until(now: datetime, count: int, zone: ZoneInfo) -> list[AccountSpan]:
    """Gives the last ``count`` months, oldest first; the last one is under way at ``now``."""
    here = local_time(now, zone)
    newest = here.year * _MONTHS + here.month - 1
    return [month_of(each // _MONTHS, each % _MONTHS + 1, zone) for each in range(newest - count + 1, newest + 1)]
