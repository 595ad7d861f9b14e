"""Who is on call: layers, planned shifts and overrides laid over each other. Gaps are part of the answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import pairwise

from shared.domain.on_call_schedule.turns import turns
from shared.domain.on_call_schedule.values import Override, ScheduleDefinition
from shared.kernel.zones import zone_named

#: A plan is asked for a quarter at most, and looked ahead no further for who is next.
LONGEST = timedelta(days=92)
_SOON = timedelta(days=8)


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
    next_starts_at: datetime | None


def plan(definition: ScheduleDefinition, overrides: Sequence[Override], start: datetime, end: datetime) -> list[Slot]:
    """Without holes from ``start`` to ``end`` (at most LONGEST apart), neighbours merged when nothing changes."""
    if end - start > LONGEST:
        raise ValueError(f"a plan spans at most {LONGEST.days} days")
    claims = sorted(_claims(definition, overrides, start, end), key=lambda claim: claim.starts_at, reverse=True)
    edges = {start, end}
    for claim in claims:
        edges.update((max(claim.starts_at, start), min(claim.ends_at, end)))
    slots: list[Slot] = []
    valid: list[tuple[int, datetime, str, str]] = []  # a heap, highest rank first
    for begins, ends in pairwise(sorted(edges)):
        while claims and claims[-1].starts_at <= begins:
            claim = claims.pop()
            heappush(valid, (-claim.rank, claim.ends_at, claim.person, claim.by))
        while valid and valid[0][1] <= begins:
            heappop(valid)
        person, by = valid[0][2:] if valid else (None, "")
        if slots and (slots[-1].person, slots[-1].by) == (person, by):
            slots[-1] = Slot(slots[-1].starts_at, ends, person, by)
        else:
            slots.append(Slot(begins, ends, person, by))
    return slots


def on_call_at(definition: ScheduleDefinition, overrides: Sequence[Override], at: datetime) -> OnCall:
    """Most are asked about plans that change within a week; only the others are looked at for a quarter."""
    now, later = _now_and_later(definition, overrides, at, _SOON)
    following = _following(now, later)
    if following is None:
        now, later = _now_and_later(definition, overrides, at, LONGEST)
        following = _following(now, later)
    return OnCall(
        person=now.person,
        by=now.by,
        until=now.ends_at if later else None,
        next_person=following.person if following else None,
        next_starts_at=following.starts_at if following else None,
    )


def _now_and_later(
    definition: ScheduleDefinition, overrides: Sequence[Override], at: datetime, span: timedelta
) -> tuple[Slot, list[Slot]]:
    slots = plan(definition, overrides, at, at + span)
    return slots[0], slots[1:]


def _following(now: Slot, later: Sequence[Slot]) -> Slot | None:
    return next((slot for slot in later if slot.person not in (None, now.person)), None)


def gaps(slots: Sequence[Slot]) -> list[Slot]:
    return [slot for slot in slots if slot.person is None]


@dataclass(frozen=True, slots=True)
class _Claim:
    """Of all that are valid at a moment, the one of the highest rank says who."""

    rank: int
    starts_at: datetime
    ends_at: datetime
    person: str
    by: str


def _claims(
    definition: ScheduleDefinition, overrides: Sequence[Override], start: datetime, end: datetime
) -> Iterator[_Claim]:
    """Later layers above earlier ones, above them the shift that begins last, above all the newest override."""
    zone = zone_named(definition.zone)
    for rank, layer in enumerate(definition.layers):
        for turn in turns(layer, zone, start, end):
            yield _Claim(rank, turn.starts_at, turn.ends_at, turn.person, layer.name)
    shifts = sorted(enumerate(definition.shifts), key=lambda numbered: (numbered[1].starts_at, -numbered[0]))
    told = [(shift, "shift") for _, shift in shifts] + [(override, "override") for override in overrides]
    for rank, (each, by) in enumerate(told, start=len(definition.layers)):
        if each.starts_at < end and each.ends_at > start and each.starts_at < each.ends_at:
            yield _Claim(rank, each.starts_at, each.ends_at, each.person, by)
