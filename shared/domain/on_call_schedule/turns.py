"""Whose turn it is in one layer. Days and weeks are counted on the wall clock, and so are hours that fill a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

from shared.domain.on_call_schedule.values import Hours, Layer, Unit, Weekday
from shared.kernel.zones import instant, local_time

_WEEKDAYS: tuple[str, ...] = get_args(Weekday)
_DAY = timedelta(days=1)
_HOURS_A_DAY = 24
#: Years in which every turn of every zone is a time that can be written.
YEARS = range(1970, 2262)


@dataclass(frozen=True, slots=True)
class Turn:
    person: str
    starts_at: datetime
    ends_at: datetime


def turns(layer: Layer, zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[Turn]:
    """When this layer says who, from ``start`` to ``end``: oldest first, apart from each other.

    Nobody's turn: before the first hand-over, after the layer's end, outside its hours. A first hand-over in a year
    that cannot be (only facts of earlier days have one) begins nothing.
    """
    if layer.first_handoff.year not in YEARS:
        return
    last = end if layer.ends_at is None else min(end, layer.ends_at)
    windows = iter(_windows(layer, zone, start, last))
    window = next(windows, None)
    for turn in _rotation(layer, zone, start, last):
        while window is not None and window[0] < turn.ends_at:
            begins, ends = max(turn.starts_at, window[0], start), min(turn.ends_at, window[1], last)
            if begins < ends:
                yield Turn(turn.person, begins, ends)
            if window[1] > turn.ends_at:
                break  # it goes on in the next turn
            window = next(windows, None)


def _rotation(layer: Layer, zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[Turn]:
    first = instant(layer.first_handoff, zone)
    if end <= first:
        return
    number = _number_of(layer, zone, max(start, first))
    begins = _handoff(layer, zone, number)
    while begins < end:
        ends = _handoff(layer, zone, number + 1)
        yield Turn(layer.members[number % len(layer.members)], begins, ends)
        number, begins = number + 1, ends


def _windows(layer: Layer, zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The layer's hours, oldest first, those that touch or overlap as one."""
    if not layer.hours:
        yield start, end
        return
    open_since = open_until = start
    for begins, ends in sorted(_hours(layer, zone, start, end)):
        if begins > open_until:
            if open_since < open_until:
                yield open_since, open_until
            open_since = begins
        open_until = max(open_until, ends)
    if open_since < open_until:
        yield open_since, open_until


def _hours(layer: Layer, zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    day = datetime.combine(local_time(start, zone).date() - _DAY, time())
    while instant(day, zone) < end:
        for hours in layer.hours:
            if _WEEKDAYS[day.weekday()] in hours.days:
                begins, ends = (instant(edge, zone) for edge in _span(hours, day))
                if max(begins, start) < min(ends, end):
                    yield max(begins, start), min(ends, end)
        day += _DAY


def _step(layer: Layer) -> timedelta:
    match layer.unit:
        case Unit.HOURS:
            return timedelta(hours=layer.every)
        case Unit.DAYS:
            return timedelta(days=layer.every)
        case Unit.WEEKS:
            return timedelta(weeks=layer.every)


def _by_stopwatch(layer: Layer) -> bool:
    """Hours that neither fill a day nor are some days have no time of day to keep."""
    return layer.unit is Unit.HOURS and _HOURS_A_DAY % layer.every > 0 and layer.every % _HOURS_A_DAY > 0


def _handoff(layer: Layer, zone: ZoneInfo, number: int) -> datetime:
    if _by_stopwatch(layer):
        return instant(layer.first_handoff, zone) + number * _step(layer)
    return instant(layer.first_handoff + number * _step(layer), zone)


def _number_of(layer: Layer, zone: ZoneInfo, at: datetime) -> int:
    if _by_stopwatch(layer):
        return (at - instant(layer.first_handoff, zone)) // _step(layer)
    number = (local_time(at, zone) - layer.first_handoff) // _step(layer)
    # Around a change of clocks the wall says one thing and the instant another.
    while _handoff(layer, zone, number) > at:
        number -= 1
    while _handoff(layer, zone, number + 1) <= at:
        number += 1
    return number


def _span(hours: Hours, midnight: datetime) -> tuple[datetime, datetime]:
    begins, ends = midnight + _time_of_day(hours.start), midnight + _time_of_day(hours.until)
    return begins, ends if ends > begins else ends + _DAY


def _time_of_day(text: str) -> timedelta:
    hour, minute = text.split(":")
    return timedelta(hours=int(hour), minutes=int(minute))
