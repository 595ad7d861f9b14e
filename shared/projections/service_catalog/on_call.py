"""Who is to be told about a resource at an instant, and how that was found: service, schedule, person, step by step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from shared.domain.on_call_schedule.rota import OnCall, on_call_at
from shared.domain.on_call_schedule.values import Override, ScheduleDefinition
from shared.kernel.ids import ScheduleId, ServiceId
from shared.kernel.vocabulary import ServiceTier
from shared.kernel.zones import zone_named
from shared.projections.page import AsOf
from shared.projections.service_catalog.resource import Resource
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


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedSelector:
    service_id: ServiceId
    """The id of the service whose definition has this selector."""
    slug: str
    """The slug of that service, the name that it keeps."""
    ordinal: int
    """The selector's place among the service's selectors, counted from 0."""
    selector: Mapping[str, Any]
    """The selector with only the fields that its author filled: names, patterns with `*` and `?`, label `matchers`; all
    of them match.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailStep:
    step: Literal["selectors", "service", "schedule", "on_call", "fallback"]
    """What was looked at: `selectors`, then the `service`, its `schedule`, who is `on_call`, or else a `fallback`."""
    text: str
    """One or two English sentences that say what was found; its times are in the schedule's zone."""
    service_id: ServiceId | None = None
    """The id of the service that was chosen; null in the steps `selectors` and `on_call`, and when there is none."""
    schedule_id: ScheduleId | None = None
    """The id of the own schedule that the step is about; null in other steps and for a schedule elsewhere."""
    matched: tuple[MatchedSelector, ...] = ()
    """The first twenty selectors that match, best first; it is empty in all steps but `selectors`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwningService:
    service_id: ServiceId
    """The service's id (a UUID) in the catalog."""
    slug: str
    """The name that the service keeps."""
    name: str
    """What people call the service, by its definition."""
    tier: ServiceTier
    """How soon users notice when the service fails, by its definition."""
    owner_team: str
    """The team that answers for the service; it is empty when nobody owns it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSchedule:
    provider: Literal["own", "pagerduty", "opsgenie"]
    """Who keeps the schedule: `own` is this system, `pagerduty` and `opsgenie` are others."""
    schedule_id: ScheduleId | None
    """The id of an own schedule, also of one that is not there; null for another provider's."""
    reference: str
    """The slug of an own schedule, its id when it is not there, or the schedule's id at the other provider."""
    zone: str | None
    """The IANA zone in which an own schedule counts; null for another provider's and when it is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCallContact:
    """``elsewhere``: only the provider of the schedule knows. ``nobody``: there is no one to tell, ``who`` is null."""

    kind: Literal["on_call", "fallback", "owner_team", "elsewhere", "nobody"]
    """In what role somebody is told; `elsewhere` means that only the schedule's provider knows the person."""
    who: str | None
    """The person, the team, or provider and reference of the schedule elsewhere; null when there is nobody to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCallForResource:
    """By the catalog and the schedule as they stand now, also for an instant in the past."""

    resource: Resource
    """The resource as it was described in the question."""
    at: datetime
    """The instant that the answer is about: the one that was asked for, else now."""
    told: OnCallContact
    """Who is to be told: the person on call, else the schedule's fallback, else the provider elsewhere or the team."""
    service: OwningService | None
    """The service that the resource belongs to; null when no selector matches and no label names a service."""
    schedule: NamedSchedule | None
    """The schedule that the service names; null when there is no service, or it names none."""
    person: str | None
    """The person on call by the plan; null when that is nobody, or when there is no own schedule to go by."""
    by: str
    """What decided who is on call: a layer's name, `shift` or `override`; it is empty when nobody is."""
    until: datetime | None
    """Until when that stays so; null when nothing changes within 92 days, or when there is no own schedule."""
    next_person: str | None
    """Who is on call next in place of that person; null when nobody else is within 92 days, or when there is no own
    schedule.
    """
    next_starts_at: datetime | None
    """The instant at which the next person takes over; null when there is no next person."""
    trail: tuple[TrailStep, ...]
    """How the answer was found, step by step in the order of the search."""
    as_of: AsOf
    """How fresh the service catalog is that was searched; the schedule is read as it stands now."""


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
