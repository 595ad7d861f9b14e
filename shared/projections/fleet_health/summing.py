"""From clusters and resources to environments, and from environments to all: counts add up, the worst comes out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from shared.kernel.vocabulary import HealthStatus
from shared.projections.fleet_health.answers import (
    EnvironmentHealth,
    FleetHealth,
    Freshness,
    StaleCluster,
    StatusCounts,
    WorstThing,
)
from shared.projections.fleet_health.ranks import RANKS, worst
from shared.projections.page import AsOf

_MOST_STALE = 50
_MOST_ENVIRONMENTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """As it was last seen."""

    environment: str
    cluster: str
    reachable: bool
    last_known: HealthStatus
    since: datetime
    applications: StatusCounts
    progressing: int
    out_of_sync: int
    last_seen_at: datetime
    stale_after_s: int
    worst: WorstThing | None
    """Of its applications, by name; None: only counts were told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """It sums up the resources of one environment."""

    environment: str
    counts: StatusCounts
    last_seen_at: datetime
    """The one that was not looked at for the longest time."""
    worst: WorstThing


def environment_health(
    environment: str, clusters: Sequence[Cluster], resources: Resources | None, now: datetime
) -> EnvironmentHealth:
    stale = [found for found in (_stale(each, now) for each in clusters) if found is not None]
    standing = [status_of(each, now) for each in clusters]
    believed = [each for each in clusters if _deadline(each) >= now]
    things = [_worst_of(each, now) for each in clusters]
    if resources is not None:
        things.append(resources.worst)
    return EnvironmentHealth(
        environment=environment or None,
        status=worst(thing.status for thing in things),
        worst=_worst_thing(things),
        clusters=_counted(standing),
        applications=added(
            each.applications if _deadline(each) >= now else _all_unknown(each.applications) for each in clusters
        ),
        progressing=sum(each.progressing for each in believed),
        out_of_sync=sum(each.out_of_sync for each in believed),
        resources=resources.counts if resources is not None else StatusCounts(),
        freshness=_freshness(
            [each.last_seen_at for each in clusters], [] if resources is None else [resources.last_seen_at], stale, now
        ),
    )


def fleet_of(clusters: Iterable[Cluster], resources: Iterable[Resources], now: datetime, as_of: AsOf) -> FleetHealth:
    by_environment: dict[str, list[Cluster]] = {}
    for each in clusters:
        by_environment.setdefault(each.environment, []).append(each)
    told = {each.environment: each for each in resources}
    names = sorted(by_environment.keys() | told.keys())
    each_alone = [environment_health(name, by_environment.get(name, []), told.get(name), now) for name in names]
    return _all_of(each_alone, now, as_of)


def _all_of(environments: Sequence[EnvironmentHealth], now: datetime, as_of: AsOf) -> FleetHealth:
    things = [each.worst for each in environments if each.worst is not None]
    freshness = [each.freshness for each in environments]
    return FleetHealth(
        status=worst(each.status for each in environments),
        worst=_worst_thing(things),
        environment_counts=_counted([each.status for each in environments]),
        clusters=added(each.clusters for each in environments),
        applications=added(each.applications for each in environments),
        progressing=sum(each.progressing for each in environments),
        out_of_sync=sum(each.out_of_sync for each in environments),
        resources=added(each.resources for each in environments),
        freshness=_freshness(
            [each.clusters_last_seen_at for each in freshness if each.clusters_last_seen_at is not None],
            [each.resources_last_seen_at for each in freshness if each.resources_last_seen_at is not None],
            [stale for each in freshness for stale in each.stale],
            now,
            stale_clusters=sum(each.stale_clusters for each in freshness),
        ),
        environments=tuple(
            sorted(environments, key=lambda each: (RANKS[each.status], each.environment or ""))[:_MOST_ENVIRONMENTS]
        ),
        answered_at=now,
        as_of=as_of,
    )


def status_of(cluster: Cluster, now: datetime) -> HealthStatus:
    """What is older than its promise is not known any more."""
    return cluster.last_known if _deadline(cluster) >= now else HealthStatus.UNKNOWN


def added(counts: Iterable[StatusCounts]) -> StatusCounts:
    every = list(counts)
    return StatusCounts(**{name: sum(getattr(each, name) for each in every) for name in _COUNTS})


_COUNTS = tuple(field.name for field in fields(StatusCounts))


def _counted(statuses: Sequence[HealthStatus]) -> StatusCounts:
    return StatusCounts(total=len(statuses), **{each.value: statuses.count(each) for each in HealthStatus})


def _all_unknown(counts: StatusCounts) -> StatusCounts:
    return StatusCounts(total=counts.total, unknown=counts.total)


def _deadline(cluster: Cluster) -> datetime:
    return cluster.last_seen_at + timedelta(seconds=cluster.stale_after_s)


def _stale(cluster: Cluster, now: datetime) -> StaleCluster | None:
    if _deadline(cluster) >= now:
        return None
    return StaleCluster(
        environment=cluster.environment,
        cluster=cluster.cluster,
        last_seen_at=cluster.last_seen_at,
        stale_after_s=cluster.stale_after_s,
        stale_at=_deadline(cluster),
        last_known=cluster.last_known,
    )


def _worst_of(cluster: Cluster, now: datetime) -> WorstThing:
    """The application that makes it what it is, or the cluster as a whole."""
    status = status_of(cluster, now)
    stale = _deadline(cluster) < now
    if cluster.worst is not None and cluster.reachable and not stale and cluster.worst.status is status:
        return cluster.worst
    was_known = stale and cluster.last_known is not HealthStatus.UNKNOWN
    if not cluster.reachable:
        message = "cannot be reached"
    elif stale:
        message = "nobody has looked for longer than promised"
    else:
        message = ""
    return WorstThing(
        kind="Cluster",
        name=cluster.cluster,
        namespace=None,
        cluster=cluster.cluster,
        environment=cluster.environment,
        status=status,
        since=_deadline(cluster) if was_known else cluster.since,
        message=message,
    )


def _worst_thing(things: Sequence[WorstThing]) -> WorstThing | None:
    return min(things, key=lambda thing: (RANKS[thing.status], thing.since), default=None)


def _freshness(
    clusters: Sequence[datetime],
    resources: Sequence[datetime],
    stale: Sequence[StaleCluster],
    now: datetime,
    stale_clusters: int | None = None,
) -> Freshness:
    clusters_last_seen_at, resources_last_seen_at = min(clusters, default=None), min(resources, default=None)
    return Freshness(
        clusters_last_seen_at=clusters_last_seen_at,
        clusters_age_s=_age(clusters_last_seen_at, now),
        resources_last_seen_at=resources_last_seen_at,
        resources_age_s=_age(resources_last_seen_at, now),
        stale=tuple(sorted(stale, key=lambda each: (each.stale_at, each.environment, each.cluster))[:_MOST_STALE]),
        stale_clusters=len(stale) if stale_clusters is None else stale_clusters,
    )


def _age(last_seen_at: datetime | None, now: datetime) -> int | None:
    """Clocks differ: what was seen a moment from now is new."""
    return None if last_seen_at is None else max(0, int((now - last_seen_at).total_seconds()))
