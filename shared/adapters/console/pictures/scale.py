"""Axes: round values, and round times in a zone."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import floor, log10
from zoneinfo import ZoneInfo

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
#: Steps that people read without counting, in seconds.
_TIME_STEPS = (
    *(minutes * _MINUTE for minutes in (1, 5, 15, 30)),
    *(hours * _HOUR for hours in (1, 2, 3, 6, 12)),
    *(days * _DAY for days in (1, 2, 4, 7, 14, 28, 91, 182, 365)),
)
_MOST_TICKS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One line of an axis."""

    at: float
    """Where it is: a value, or the seconds of an instant."""
    label: str
    """What is written there."""


def value_steps(low: float, high: float, wanted: int = 4) -> tuple[float, ...]:
    """Round values from at or below ``low`` to at or above ``high``, some ``wanted`` of them."""
    if high <= low:
        high = low + (abs(low) or 1.0)
    raw = (high - low) / max(wanted, 1)
    magnitude = 10.0 ** floor(log10(raw))
    step = next(factor * magnitude for factor in (1, 2, 2.5, 5, 10) if factor * magnitude >= raw * 0.999_999)
    first = floor(low / step + 1e-9)
    steps = [first * step]
    while steps[-1] < high - step * 1e-9 and len(steps) < _MOST_TICKS:
        steps.append((first + len(steps)) * step)
    return tuple(round(value, 10) for value in steps)


def time_ticks(since: datetime, until: datetime, zone: ZoneInfo, wanted: int = 6) -> tuple[Tick, ...]:
    """Round local times within the stretch, some ``wanted`` of them; midnight says which day begins."""
    span = max((until - since).total_seconds(), 1.0)
    step = next((step for step in _TIME_STEPS if span / step <= wanted), _TIME_STEPS[-1])
    ticks: list[Tick] = []
    moment = _first(since.astimezone(zone), step)
    while moment <= until and len(ticks) < _MOST_TICKS:
        if moment >= since:
            local = moment.astimezone(zone)
            ticks.append(Tick(at=moment.timestamp(), label=_time_label(local, step)))
        moment = _after(moment, step, zone)
    return tuple(ticks)


def local_text(moment: datetime, zone: ZoneInfo) -> str:
    """A moment in a zone as a table shows it."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def share_of(moment: datetime, since: datetime, until: datetime) -> float:
    """Where a moment lies in a stretch: 0 at its beginning, 1 at its end, cut to these."""
    span = max((until - since).total_seconds(), 1.0)
    return min(max((moment - since).total_seconds() / span, 0.0), 1.0)


def _first(local: datetime, step: int) -> datetime:
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    if step >= _DAY:
        return midnight.astimezone(UTC)
    into = (local.hour * _HOUR + local.minute * _MINUTE) // step * step
    return (midnight.replace(hour=into // _HOUR, minute=into % _HOUR // _MINUTE)).astimezone(UTC)


def _after(moment: datetime, step: int, zone: ZoneInfo) -> datetime:
    """A day is a day on the wall, also when clocks change; shorter steps are by the stopwatch."""
    if step < _DAY:
        return moment + timedelta(seconds=step)
    return (moment.astimezone(zone) + timedelta(days=step // _DAY)).astimezone(UTC)


def _time_label(local: datetime, step: int) -> str:
    if step >= _DAY or (local.hour, local.minute) == (0, 0):
        return f"{local.day} {local:%b}"
    return f"{local:%H:%M}"
