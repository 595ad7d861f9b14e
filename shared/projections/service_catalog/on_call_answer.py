"""The answer to who is to be told about a resource, with the trail on which it was found."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from shared.kernel.ids import ScheduleId, ServiceId
from shared.kernel.vocabulary import ServiceTier
from shared.projections.page import AsOf
from shared.projections.service_catalog.resource import Resource


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
