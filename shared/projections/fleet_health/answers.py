"""What FleetHealthQueryService answers: how environments, applications and their resources are."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.kernel.vocabulary import HealthStatus
from shared.projections.page import AsOf


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCounts:
    """What is stale or out of reach counts as unknown, whatever it was before."""

    total: int = 0
    """How many there are in all."""
    unhealthy: int = 0
    """How many do not work, with applications that are declared and not there."""
    unknown: int = 0
    """How many are of unknown health: nobody has said, the cluster is out of reach, or the last word is too old."""
    degraded: int = 0
    """How many work in part or fail to become ready, with applications that were paused on purpose."""
    healthy: int = 0
    """How many work as their platform expects, with applications that are on their way to another state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstThing:
    """What is worst, and of those that are equally bad the one that has been so the longest."""

    kind: str
    """``Cluster`` when all of it is out of reach or stale, or nobody said which of its applications it is; otherwise
    ``Application`` or the platform's word for the resource.
    """
    name: str
    """What the cluster, application or resource is called."""
    namespace: str | None
    """The namespace that it is in; null when it is a cluster, has none or nobody said."""
    cluster: str | None
    """The cluster that it is or is in; null when nobody said."""
    environment: str | None
    """The environment that it belongs to; null when it names none."""
    status: HealthStatus
    """How it is; unknown when nobody has looked for longer than promised."""
    since: datetime
    """Since when it has this status; when the last word is no longer believed, when that promise ran out."""
    message: str
    """What is wrong: a sentence, or of an application its controller's word for its health; may be empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleCluster:
    """Nobody has looked for longer than whoever looked last promised the picture would hold."""

    environment: str
    """The environment that the cluster belongs to."""
    cluster: str
    """What the cluster is called."""
    last_seen_at: datetime
    """When somebody looked at the cluster last, whether or not anything had changed."""
    stale_after_s: int
    """Seconds for which the picture was promised to hold after the last look."""
    stale_at: datetime
    """When that promise ran out."""
    last_known: HealthStatus
    """How the cluster was by the last word, which is no longer believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """When somebody last looked, whether or not anything had changed. Clusters promise when they are looked at again;
    resources do not, so they grow old without being stale."""

    clusters_last_seen_at: datetime | None
    """When the cluster that was not looked at for the longest time was looked at last; null when there are no clusters.
    """
    clusters_age_s: int | None
    """Whole seconds from ``clusters_last_seen_at`` to the answer, at least 0; null when there are no clusters."""
    resources_last_seen_at: datetime | None
    """When the resource that was not looked at for the longest time was looked at last; null when there are no
    resources.
    """
    resources_age_s: int | None
    """Whole seconds from ``resources_last_seen_at`` to the answer, at least 0; null when there are no resources."""
    stale: tuple[StaleCluster, ...]
    """The clusters that are stale, longest stale first, at most fifty; empty when none is."""
    stale_clusters: int
    """How many clusters are stale, counting also those that are not listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentHealth:
    environment: str | None
    """The environment's name; null for resources that name no environment."""
    status: HealthStatus
    """The worst status of its clusters and resources, of which unknown is worse than degraded."""
    worst: WorstThing | None
    """What is worst in the environment; null when there is nothing in it."""
    clusters: StatusCounts
    """How many of its clusters stand how."""
    applications: StatusCounts
    """How many of its clusters' applications stand how."""
    progressing: int
    """How many of the healthy applications are on their way to another state, which is no failure; of clusters that are
    believed.
    """
    out_of_sync: int
    """How many applications are not what their repository says, whatever their health; of clusters that are believed.
    """
    resources: StatusCounts
    """How many of the resources that are told of one by one stand how."""
    freshness: Freshness
    """How long ago its clusters and resources were looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetHealth:
    """Of nothing, nothing is known: without an environment the status is unknown."""

    status: HealthStatus
    """The worst status of all environments, of which unknown is worse than degraded; unknown when there is none."""
    worst: WorstThing | None
    """What is worst of everything; null when there is nothing."""
    environment_counts: StatusCounts
    """How many environments stand how, counting what names no environment as one."""
    clusters: StatusCounts
    """How many clusters stand how."""
    applications: StatusCounts
    """How many applications of all clusters stand how."""
    progressing: int
    """How many of the healthy applications are on their way to another state, which is no failure; of clusters that are
    believed.
    """
    out_of_sync: int
    """How many applications are not what their repository says, whatever their health; of clusters that are believed.
    """
    resources: StatusCounts
    """How many of the resources that are told of one by one stand how."""
    freshness: Freshness
    """How long ago clusters and resources were looked at."""
    environments: tuple[EnvironmentHealth, ...]
    """The environments, worst first and then by name, at most two hundred while the counts are of all."""
    answered_at: datetime
    """When this answer was made; staleness and ages are as of then."""
    as_of: AsOf
    """How new the view was from which the answer was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceHealth:
    kind: str
    """The platform's word for what it is, such as ``Deployment``; ``Application`` for an application of a cluster."""
    name: str
    """What the resource is called on its platform."""
    namespace: str | None
    """The namespace that the resource is in; null when it has none or nobody said."""
    cluster: str | None
    """The cluster that the resource runs in; null when nobody said."""
    health_check_id: UUID | None
    """The id of the health check that tells of it; null when it is known as an application of a cluster only."""
    status: HealthStatus
    """How the resource is; unknown when it is ``stale``."""
    last_known: HealthStatus
    """How the resource was by the last word, which differs from ``status`` where it is no longer believed."""
    since: datetime
    """Since when the resource has this ``status``; of one that went stale, when the promise to look again ran out."""
    progressing_since: datetime | None
    """Since when it is on its way to another state, which is no failure yet; null when it is not, or only its cluster
    tells of it.
    """
    sync: str
    """Whether it is what its repository says, in the controller's word such as ``Synced``; empty when nobody said."""
    operation_phase: str
    """How the last rollout stands, in the controller's word such as ``Succeeded``; empty when nobody said."""
    revision: str
    """What is deployed, a commit or a chart version; empty when nobody said."""
    message: str
    """A sentence about its state, or of an application of a cluster the controller's word for its health; may be empty.
    """
    source_name: str
    """The registered source that told of its last change, by its slug; empty when its cluster tells of it."""
    last_seen_at: datetime
    """When somebody looked at it last, whether or not anything had changed."""
    stale_after_s: int | None
    """Seconds for which its cluster's picture was promised to hold; null when nobody promised to look again."""
    stale: bool
    """True when nobody has looked for longer than promised; false also when nobody promised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationHealth:
    """An application that nobody has told of is unknown, and has no resources."""

    application: str
    """The application's name, as it was asked for."""
    environment: str
    """The environment's name, as it was asked for; empty for resources that name none."""
    status: HealthStatus
    """The worst status of its resources, of which unknown is worse than degraded; unknown when there is none."""
    since: datetime | None
    """Since when the worst resource, of equals the one that has been so the longest, has its status; null when there is
    none.
    """
    counts: StatusCounts
    """How many of its resources stand how."""
    resources: tuple[ResourceHealth, ...]
    """The application itself and the resources deployed with it, worst first, at most two hundred while the counts are
    of all.
    """
    answered_at: datetime
    """When this answer was made; staleness is as of then."""
    as_of: AsOf
    """How new the view was from which the answer was made."""
