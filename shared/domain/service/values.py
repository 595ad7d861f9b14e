"""A service of the catalog as data."""

from typing import Annotated, Literal

from pydantic import Field

from shared.kernel.ids import RunbookId, ScheduleId, ServiceId, SloId
from shared.kernel.value import Link, Matcher, Person, Tags, Text, Title, Value
from shared.kernel.vocabulary import ServiceTier

#: A name, or a pattern with ``*`` and ``?``.
Glob = Annotated[str, Field(min_length=1, max_length=300)]


class ResourceSelector(Value):
    """Which resources and alerts are this service's: everything that is given must match."""

    environment: Glob | None = None
    cluster: Glob | None = None
    namespace: Glob | None = None
    kind: Glob | None = None
    name: Glob | None = None
    matchers: Annotated[tuple[Matcher, ...], Field(max_length=20)] = ()


class OwnSchedule(Value):
    provider: Literal["own"] = "own"
    schedule_id: ScheduleId


class ExternalSchedule(Value):
    """Who is on call is known elsewhere."""

    provider: Literal["pagerduty", "opsgenie"]
    reference: Annotated[str, Field(min_length=1, max_length=200)]


OnCall = Annotated[OwnSchedule | ExternalSchedule, Field(discriminator="provider")]


class ServiceDefinition(Value):
    name: Title
    #: What the catalog calls it: component, system, resource.
    kind: Annotated[str, Field(min_length=1, max_length=50)] = "component"
    description: Text = ""
    tier: ServiceTier = ServiceTier.STANDARD
    lifecycle: Annotated[str, Field(max_length=100)] = ""
    owner_team: Annotated[str, Field(max_length=200)] = ""
    #: People of the owning team, where the source knows them.
    members: Annotated[tuple[Person, ...], Field(max_length=500)] = ()
    on_call: OnCall | None = None
    dependencies: Annotated[tuple[ServiceId, ...], Field(max_length=500)] = ()
    runbook_ids: Annotated[tuple[RunbookId, ...], Field(max_length=200)] = ()
    slo_ids: Annotated[tuple[SloId, ...], Field(max_length=200)] = ()
    resource_selectors: Annotated[tuple[ResourceSelector, ...], Field(max_length=50)] = ()
    links: Annotated[tuple[Link, ...], Field(max_length=50)] = ()
    tags: Tags = ()
