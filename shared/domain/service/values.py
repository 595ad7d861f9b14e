"""A service of the catalog as data."""

from enum import StrEnum
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
    """The environment, a name or a pattern with `*` and `?`; absent matches any."""
    cluster: Glob | None = None
    """The cluster, a name or a pattern; absent matches any."""
    namespace: Glob | None = None
    """The namespace, a name or a pattern; absent matches any."""
    kind: Glob | None = None
    """The resource's kind, a name or a pattern; absent matches any."""
    name: Glob | None = None
    """The resource's name, or a pattern; absent matches any."""
    matchers: Annotated[tuple[Matcher, ...], Field(max_length=20)] = ()
    """Label matchers in Alertmanager syntax, all of which must match, at most 20."""


class OwnSchedule(Value):
    provider: Literal["own"] = "own"
    """Always `own`: the schedule is kept in this system."""
    schedule_id: ScheduleId
    """The schedule that says who is on call."""


class ExternalSchedule(Value):
    """Who is on call is known elsewhere."""

    provider: Literal["pagerduty", "opsgenie"]
    """The system that knows who is on call."""
    reference: Annotated[str, Field(min_length=1, max_length=200)]
    """The schedule's id in that system."""


OnCall = Annotated[OwnSchedule | ExternalSchedule, Field(discriminator="provider")]


class SignalKind(StrEnum):
    """The four golden signals."""

    LATENCY = "latency"
    """How long an answer takes."""
    TRAFFIC = "traffic"
    """How much is asked of it."""
    ERRORS = "errors"
    """How much of that fails."""
    SATURATION = "saturation"
    """How full it is."""


class ServiceSignal(Value):
    """A query whose answer shows how the service does; triage asks it for the time of an incident."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    """What a person calls it; each title is there once."""
    kind: SignalKind
    """Which of the golden signals it shows."""
    expression: Annotated[str, Field(min_length=1, max_length=2_000)]
    """The expression in PromQL, like `sum(rate(http_requests_total{job="checkout"}[5m]))`; at most 2,000 characters."""


class ServiceDefinition(Value):
    name: Title
    """What people call the service."""
    kind: Annotated[str, Field(min_length=1, max_length=50)] = "component"
    """What the catalog calls it: component, system, resource."""
    description: Text = ""
    """What it does."""
    tier: ServiceTier = ServiceTier.STANDARD
    """How soon users notice when it fails."""
    lifecycle: Annotated[str, Field(max_length=100)] = ""
    """The catalog's own word, such as `production` or `deprecated`."""
    owner_team: Annotated[str, Field(max_length=200)] = ""
    """The team that answers for it."""
    members: Annotated[tuple[Person, ...], Field(max_length=500)] = ()
    """People of the owning team, where the source knows them, at most 500."""
    on_call: OnCall | None = None
    """Who is on call for it: a schedule of this system, or one elsewhere."""
    dependencies: Annotated[tuple[ServiceId, ...], Field(max_length=500)] = ()
    """Services that it needs, at most 500."""
    runbook_ids: Annotated[tuple[RunbookId, ...], Field(max_length=200)] = ()
    """Runbooks that help with it, at most 200."""
    slo_ids: Annotated[tuple[SloId, ...], Field(max_length=200)] = ()
    """Objectives that it is held to, at most 200."""
    resource_selectors: Annotated[tuple[ResourceSelector, ...], Field(max_length=50)] = ()
    """Which resources and alerts are its own; one of them must match, at most 50."""
    signals: Annotated[tuple[ServiceSignal, ...], Field(max_length=8)] = ()
    """Queries that show how it does, the most telling first, at most 8; triage asks them of Prometheus."""
    links: Annotated[tuple[Link, ...], Field(max_length=50)] = ()
    """Dashboards, repositories, chat rooms, at most 50."""
    tags: Tags = ()
    """Free words to find it by, at most 50."""
