"""FleetHealthQueryService: what can be asked of the health of environments and applications, and the answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from shared.kernel.ids import TenantId
from shared.kernel.vocabulary import HealthStatus
from shared.projections.page import DEFAULT_LIMIT, AsOf, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetHealthQuery:
    """Of one environment, or of all."""

    environment: str | None = None
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentsQuery:
    """By name."""

    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationHealthQuery:
    """``environment`` empty: resources that name none. ``namespace`` and ``cluster``: where several have the name."""

    application: str
    environment: str
    namespace: str | None = None
    cluster: str | None = None
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCounts:
    """What is stale or out of reach counts as unknown, whatever it was before."""

    total: int = 0
    unhealthy: int = 0
    unknown: int = 0
    degraded: int = 0
    healthy: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstThing:
    """What is worst, and of those that are equally bad the one that has been so the longest."""

    kind: str
    """``Cluster``: the whole of it is out of reach or stale, or nobody said which of its applications it is."""
    name: str
    namespace: str | None
    cluster: str | None
    environment: str | None
    status: HealthStatus
    since: datetime
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleCluster:
    """Nobody has looked for longer than whoever looked last promised the picture would hold."""

    environment: str
    cluster: str
    last_seen_at: datetime
    stale_after_s: int
    """The promise."""
    stale_since: datetime
    last_known: HealthStatus
    """What was said last, and is no longer believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """When somebody last looked, whether or not anything had changed. Clusters promise when they are looked at again;
    resources do not, so they grow old without being stale."""

    clusters_seen_at: datetime | None
    """The cluster that was not looked at for the longest time; None: there are none. Its age is as of the answer."""
    clusters_age_s: int | None
    resources_seen_at: datetime | None
    resources_age_s: int | None
    stale: tuple[StaleCluster, ...]
    """The first fifty, longest stale first; the count is of all."""
    stale_clusters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentHealth:
    environment: str | None
    """None: resources that name no environment."""
    status: HealthStatus
    """Worst of its clusters and resources."""
    worst: WorstThing | None
    clusters: StatusCounts
    applications: StatusCounts
    progressing: int
    """Among the applications; progressing is no failure."""
    out_of_sync: int
    resources: StatusCounts
    freshness: Freshness


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetHealth:
    """Of nothing, nothing is known: without an environment the status is unknown."""

    status: HealthStatus
    worst: WorstThing | None
    environment_counts: StatusCounts
    clusters: StatusCounts
    applications: StatusCounts
    progressing: int
    out_of_sync: int
    resources: StatusCounts
    freshness: Freshness
    environments: tuple[EnvironmentHealth, ...]
    """The two hundred worst, worst first; counts are of all."""
    answered_at: datetime
    as_of: AsOf


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceHealth:
    kind: str
    name: str
    namespace: str | None
    cluster: str | None
    health_check_id: UUID | None
    """None: it is known as an application of a cluster only."""
    status: HealthStatus
    last_known: HealthStatus
    """What was said last; another than ``status`` where that is no longer believed."""
    since: datetime
    progressing_since: datetime | None
    """On its way to another state since then, which is no failure yet."""
    sync: str
    """In the controller's words; empty: nobody said."""
    operation_phase: str
    revision: str
    message: str
    source_name: str
    last_seen_at: datetime
    stale_after_s: int | None
    """None: nobody promised to look again."""
    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationHealth:
    """An application that nobody has told of is unknown, and has no resources."""

    application: str
    environment: str
    status: HealthStatus
    since: datetime | None
    counts: StatusCounts
    resources: tuple[ResourceHealth, ...]
    """The two hundred worst, worst first; counts are of all."""
    answered_at: datetime
    as_of: AsOf


class FleetHealthQueries(Protocol):
    """``now``: whether a picture is stale depends on it. Raises InvalidQuery."""

    def get_fleet_health(self, tenant_id: TenantId, query: FleetHealthQuery, now: datetime) -> FleetHealth: ...

    def list_environment_health(
        self, tenant_id: TenantId, query: EnvironmentsQuery, now: datetime
    ) -> Page[EnvironmentHealth]: ...

    def get_application_health(
        self, tenant_id: TenantId, query: ApplicationHealthQuery, now: datetime
    ) -> ApplicationHealth: ...
