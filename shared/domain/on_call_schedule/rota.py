"""Who is on call: layers, planned shifts and overrides laid over each other. Gaps are part of the answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from shared.domain.on_call_schedule.turns import changes, in_hours, turn_at
from shared.domain.on_call_schedule.values import Override, ScheduleDefinition
from shared.kernel.zones import zone_named

#: A plan is asked for a quarter at most, and looked ahead no further for who is next.
LONGEST = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class Slot:
    """``person`` None: nobody. ``by`` says what decided: a layer's name, ``shift``, ``override``, or nothing."""

    starts_at: datetime
    ends_at: datetime
    person: str | None
    by: str


@dataclass(frozen=True, slots=True)
class OnCall:
    person: str | None
    by: str
    #: None: nothing changes within the horizon.
    until: datetime | None
    next_person: str | None
    next_at: datetime | None


def plan(definition: ScheduleDefinition, overrides: Sequence[Override], start: datetime, end: datetime) -> list[Slot]:
    """Without holes from ``start`` to ``end`` (at most LONGEST apart), neighbours merged when nothing changes."""
    if end - start > LONGEST:
        raise ValueError(f"a plan spans at most {LONGEST.days} days")
    near = _near(definition, overrides, start, end)
    edges = sorted({start, end, *(edge for edge in _edges(near, start, end) if start < edge < end)})
    slots: list[Slot] = []
    for begins, ends in pairwise(edges):
        person, by = _who(near, begins)
        if slots and (slots[-1].person, slots[-1].by) == (person, by):
            slots[-1] = Slot(slots[-1].starts_at, ends, person, by)
        else:
            slots.append(Slot(begins, ends, person, by))
    return slots


def on_call_at(definition: ScheduleDefinition, overrides: Sequence[Override], at: datetime) -> OnCall:
    slots = plan(definition, overrides, at, at + LONGEST)
    now, later = slots[0], slots[1:]
    following = next((slot for slot in later if slot.person not in (None, now.person)), None)
    return OnCall(
        person=now.person,
        by=now.by,
        until=now.ends_at if later else None,
        next_person=following.person if following else None,
        next_at=following.starts_at if following else None,
    )


def gaps(slots: Sequence[Slot]) -> list[Slot]:
    return [slot for slot in slots if slot.person is None]


@dataclass(frozen=True, slots=True)
class _Near:
    definition: ScheduleDefinition
    #: Highest first: the newest override, then the shift that begins last.
    exceptions: Sequence[tuple[datetime, datetime, str, str]]


def _near(definition: ScheduleDefinition, overrides: Sequence[Override], start: datetime, end: datetime) -> _Near:
    taken = [(o.starts_at, o.ends_at, o.person, "override") for o in reversed(overrides)]
    planned = [(s.starts_at, s.ends_at, s.person, "shift") for s in definition.shifts]
    planned.sort(key=lambda shift: shift[0], reverse=True)
    return _Near(definition, [entry for entry in (*taken, *planned) if entry[0] < end and entry[1] > start])


def _edges(near: _Near, start: datetime, end: datetime) -> Iterator[datetime]:
    zone = zone_named(near.definition.zone)
    for begins, ends, _, _ in near.exceptions:
        yield begins
        yield ends
    for layer in near.definition.layers:
        yield from changes(layer, zone, start, end)


def _who(near: _Near, at: datetime) -> tuple[str | None, str]:
    for begins, ends, person, by in near.exceptions:
        if begins <= at < ends:
            return person, by
    zone = zone_named(near.definition.zone)
    for layer in reversed(near.definition.layers):
        turn = turn_at(layer, zone, at)
        if turn is not None and in_hours(layer, zone, at):
            return turn.person, layer.name
    return None, ""
