"""Steps of a time series: whole minutes, whole hours, or days by a zone's own midnights."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.kernel.zones import instant, local_time
from shared.projections.page import InvalidQuery
from shared.projections.slo_burndown.queries import MAX_STEPS, SeriesStep

_LENGTH = {
    SeriesStep.MINUTE: timedelta(minutes=1),
    SeriesStep.HOUR: timedelta(hours=1),
    SeriesStep.DAY: timedelta(days=1),
}
_USUAL = {
    SeriesStep.MINUTE: timedelta(hours=1),
    SeriesStep.HOUR: timedelta(hours=48),
    SeriesStep.DAY: timedelta(days=30),
}


def edges(
    step: SeriesStep, since: datetime | None, until: datetime | None, now: datetime, zone: ZoneInfo
) -> list[datetime]:
    """Where steps begin, and where the last one ends. Raises InvalidQuery."""
    last = now if until is None else until
    first = last - _USUAL[step] if since is None else since
    if first >= last:
        raise InvalidQuery("since must be before until")
    if (last - first) / _LENGTH[step] > MAX_STEPS:
        raise InvalidQuery(f"more than {MAX_STEPS} steps of one {step}: {_instead(last - first)}")
    found = [_floor(step, first, zone)]
    while found[-1] < last:
        found.append(_next(step, found[-1], zone))
    return found


def _instead(span: timedelta) -> str:
    fitting = [step for step in SeriesStep if span / _LENGTH[step] <= MAX_STEPS]
    return f"ask for steps of one {fitting[0]}" if fitting else "ask for a shorter time"


def _floor(step: SeriesStep, moment: datetime, zone: ZoneInfo) -> datetime:
    if step is SeriesStep.DAY:
        return instant(_midnight(local_time(moment, zone)), zone)
    at = moment.astimezone(UTC).replace(second=0, microsecond=0)
    return at if step is SeriesStep.MINUTE else at.replace(minute=0)


def _next(step: SeriesStep, start: datetime, zone: ZoneInfo) -> datetime:
    if step is not SeriesStep.DAY:
        return start + _LENGTH[step]
    # Between 23 and 25 hours; the middle of the next day is never this one.
    return instant(_midnight(_midnight(local_time(start, zone)) + timedelta(hours=36)), zone)


def _midnight(local: datetime) -> datetime:
    return local.replace(hour=0, minute=0, second=0, microsecond=0)
