"""Whose turn it is in one layer. Days and weeks are counted on the wall clock, hours on the stopwatch."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

from shared.domain.on_call_schedule.values import Hours, Layer, Unit, Weekday
from shared.kernel.zones import instant, local_time

_WEEKDAYS: tuple[str, ...] = get_args(Weekday)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Turn:
    person: str
    starts_at: datetime
    ends_at: datetime


def turn_at(layer: Layer, zone: ZoneInfo, at: datetime) -> Turn | None:
    """None before the first hand-over and after the layer's end; its hours are not asked here."""
    if at < instant(layer.first_handoff, zone) or (layer.ends_at is not None and at >= layer.ends_at):
        return None
    number = _number_of(layer, zone, at)
    ends_at = _handoff(layer, zone, number + 1)
    return Turn(
        layer.members[number % len(layer.members)],
        _handoff(layer, zone, number),
        ends_at if layer.ends_at is None else min(ends_at, layer.ends_at),
    )


def in_hours(layer: Layer, zone: ZoneInfo, at: datetime) -> bool:
    local = local_time(at, zone)
    return not layer.hours or any(_applies(hours, local) for hours in layer.hours)


def changes(layer: Layer, zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """Every moment from ``start`` to ``end`` at which this layer may begin to say something else."""
    first = instant(layer.first_handoff, zone)
    number = _number_of(layer, zone, max(start, first))
    while (handoff := _handoff(layer, zone, number)) < end:
        yield handoff
        number += 1
    if layer.ends_at is not None:
        yield layer.ends_at
    for hours in layer.hours:
        yield from _edges(hours, zone, start, end)


def _step(layer: Layer) -> timedelta:
    match layer.unit:
        case Unit.HOURS:
            return timedelta(hours=layer.every)
        case Unit.DAYS:
            return timedelta(days=layer.every)
        case Unit.WEEKS:
            return timedelta(weeks=layer.every)


def _handoff(layer: Layer, zone: ZoneInfo, number: int) -> datetime:
    if layer.unit is Unit.HOURS:
        return instant(layer.first_handoff, zone) + number * _step(layer)
    return instant(layer.first_handoff + number * _step(layer), zone)


def _number_of(layer: Layer, zone: ZoneInfo, at: datetime) -> int:
    if layer.unit is Unit.HOURS:
        return (at - instant(layer.first_handoff, zone)) // _step(layer)
    number = (local_time(at, zone) - layer.first_handoff) // _step(layer)
    # Around a change of clocks the wall says one thing and the instant another.
    while _handoff(layer, zone, number) > at:
        number -= 1
    while _handoff(layer, zone, number + 1) <= at:
        number += 1
    return number


def _applies(hours: Hours, local: datetime) -> bool:
    for day in (local.date(), local.date() - _DAY):
        if _WEEKDAYS[day.weekday()] in hours.days:
            begins, ends = _span(hours, datetime.combine(day, time()))
            if begins <= local < ends:
                return True
    return False


def _edges(hours: Hours, zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    day = datetime.combine(local_time(start, zone).date() - _DAY, time())
    while instant(day, zone) < end:
        if _WEEKDAYS[day.weekday()] in hours.days:
            for edge in _span(hours, day):
                yield instant(edge, zone)
        day += _DAY


def _span(hours: Hours, midnight: datetime) -> tuple[datetime, datetime]:
    begins, ends = midnight + _time_of_day(hours.start), midnight + _time_of_day(hours.until)
    return begins, ends if ends > begins else ends + _DAY


def _time_of_day(text: str) -> timedelta:
    hour, minute = text.split(":")
    return timedelta(hours=int(hour), minutes=int(minute))
