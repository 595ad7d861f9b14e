"""Who is to be told about a resource at an instant, and how that was found: service, schedule, person, step by step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.domain.on_call_schedule.rota import OnCall, on_call_at
from shared.domain.on_call_schedule.values import Override, ScheduleDefinition
from shared.kernel.ids import ScheduleId
from shared.kernel.zones import zone_named
from shared.projections.service_catalog.on_call_answer import (
    MatchedSelector,
    NamedSchedule,
    OnCallContact,
    OnCallForResource,
    OwningService,
    TrailStep,
)
from shared.projections.service_catalog.selector_resolution import Choice, Claim

#: Selectors that match are many only by mistake; the first ones say enough.
_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """As it stands now."""

    schedule_id: UUID
    slug: str
    definition: ScheduleDefinition
    overrides: Sequence[Override]


def resolve(choice: Choice, at: datetime, schedule: Schedule | None) -> OnCallForResource:
    """``schedule`` is the one that the choice names; None: it names none, or it is not there."""
    winner = choice.winner
    named = _named(winner, schedule)
    who = on_call_at(schedule.definition, schedule.overrides, at) if schedule else None
    told = _told(winner, named, schedule, who)
    return OnCallForResource(
        resource=choice.resource,
        at=at,
        told=told,
        service=_owning(winner),
        schedule=named,
        person=who.person if who else None,
        by=who.by if who else "",
        until=who.until if who else None,
        next_person=who.next_person if who else None,
        next_starts_at=who.next_starts_at if who else None,
        trail=(
            _selectors_step(choice),
            *_service_steps(choice, named, schedule),
            *_person_steps(at, schedule, who),
            *_fallback_steps(winner, told),
        ),
        as_of=choice.as_of,
    )


def _owning(winner: Claim | None) -> OwningService | None:
    if winner is None:
        return None
    return OwningService(
        service_id=winner.service_id,
        slug=winner.slug,
        name=winner.name,
        tier=winner.tier,
        owner_team=winner.owner_team,
    )


def _named(winner: Claim | None, schedule: Schedule | None) -> NamedSchedule | None:
    on_call = winner.on_call if winner else None
    if not on_call:
        return None
    if on_call["provider"] != "own":
        return NamedSchedule(provider=on_call["provider"], schedule_id=None, reference=on_call["reference"], zone=None)
    return NamedSchedule(
        provider="own",
        schedule_id=ScheduleId(UUID(on_call["schedule_id"])),
        reference=schedule.slug if schedule else on_call["schedule_id"],
        zone=schedule.definition.zone if schedule else None,
    )


def _told(
    winner: Claim | None, named: NamedSchedule | None, schedule: Schedule | None, who: OnCall | None
) -> OnCallContact:
    if who is not None and who.person is not None:
        return OnCallContact(kind="on_call", who=who.person)
    if schedule is not None and schedule.definition.fallback is not None:
        return OnCallContact(kind="fallback", who=schedule.definition.fallback)
    if named is not None and named.provider != "own":
        return OnCallContact(kind="elsewhere", who=f"{named.provider} {named.reference}")
    if winner is not None and winner.owner_team:
        return OnCallContact(kind="owner_team", who=winner.owner_team)
    return OnCallContact(kind="nobody", who=None)


def _selectors_step(choice: Choice) -> TrailStep:
    services = len({claim.service_id for claim in choice.matching})
    text = f"{_counted(len(choice.matching), 'selector')} of {_counted(services, 'service')} match."
    if not choice.matching or choice.by_name:
        text = "No selector of any service matches."
    if choice.truncated:
        text += " There are more that might match than were tried."
    matched = tuple(
        MatchedSelector(
            service_id=claim.service_id,
            slug=claim.slug,
            ordinal=claim.ordinal,
            selector=claim.selector.model_dump(mode="json", exclude_defaults=True),
        )
        for claim in (() if choice.by_name else choice.matching[:_MOST_SHOWN])
    )
    return TrailStep(step="selectors", text=text, matched=matched)


def _service_steps(choice: Choice, named: NamedSchedule | None, schedule: Schedule | None) -> list[TrailStep]:
    winner = choice.winner
    if winner is None:
        return []
    chosen = TrailStep(step="service", text=choice.why, service_id=winner.service_id)
    schedule_id = named.schedule_id if named else None
    if named is None:
        text = f"{winner.slug} names no schedule."
    elif named.provider != "own":
        text = f"{winner.slug} is on call by {named.reference} of {named.provider}: who that is, is known there only."
    elif schedule is None:
        text = f"{winner.slug} names a schedule that is not there."
    else:
        text = f"{winner.slug} is on call by the schedule {schedule.slug}, in the time of {schedule.definition.zone}."
    return [chosen, TrailStep(step="schedule", text=text, service_id=winner.service_id, schedule_id=schedule_id)]


def _person_steps(at: datetime, schedule: Schedule | None, who: OnCall | None) -> list[TrailStep]:
    if schedule is None or who is None:
        return []
    zone = schedule.definition.zone
    said = "nobody is on call" if who.person is None else f"{who.person} is on call by {who.by}"
    text = f"At {_local(at, zone)} {said}"
    if who.until is not None:
        text += f", until {_local(who.until, zone)}"
    if who.next_person is not None and who.next_starts_at is not None:
        text += f"; next is {who.next_person}, from {_local(who.next_starts_at, zone)}"
    return [TrailStep(step="on_call", text=f"{text}.", schedule_id=ScheduleId(schedule.schedule_id))]


def _fallback_steps(winner: Claim | None, told: OnCallContact) -> list[TrailStep]:
    service_id = winner.service_id if winner else None
    match told.kind:
        case "fallback":
            text = f"The schedule's fallback is told: {told.who}."
        case "owner_team":
            text = f"The team that owns the service is told: {told.who}."
        case "nobody":
            text = "There is nobody to tell."
        case _:
            return []
    return [TrailStep(step="fallback", text=text, service_id=service_id)]


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _local(moment: datetime, zone: str) -> str:
    return moment.astimezone(zone_named(zone)).isoformat(timespec="minutes")
