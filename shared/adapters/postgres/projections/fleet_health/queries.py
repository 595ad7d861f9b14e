"""FleetHealthQueryService over the fleet health in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from shared.adapters.postgres.connection import Pool
from shared.adapters.postgres.projections.cursors import bounded, decode_cursor, encode_cursor, plain
from shared.adapters.postgres.projections.fleet_health import statements
from shared.adapters.postgres.projections.freshness import FreshReads, Reading
from shared.kernel.ids import TenantId
from shared.kernel.vocabulary import HealthStatus
from shared.projections.fleet_health.answers import (
    ApplicationHealth,
    EnvironmentHealth,
    FleetHealth,
    ResourceHealth,
    StatusCounts,
    WorstThing,
)
from shared.projections.fleet_health.projection import fleet_health
from shared.projections.fleet_health.queries import (
    ApplicationHealthQuery,
    EnvironmentsQuery,
    FleetHealthQueries,
    FleetHealthQuery,
)
from shared.projections.fleet_health.ranks import WORST_FIRST
from shared.projections.fleet_health.stored import name, place
from shared.projections.fleet_health.summing import Cluster, Resources, environment_health, fleet_of
from shared.projections.page import Page

Row = dict[str, Any]
_MOST_RESOURCES = 200
#: Nothing that can be stored is between a text and the same with this behind it.
_LEAST = "\x01"
_COUNTS = tuple(field.name for field in fields(StatusCounts))
_AS_TOLD = ("kind", "name", "health_check_id", "since", "progressing_since", "sync", "operation_phase", "revision")
_OF_TELLING = ("message", "source_name", "last_seen_at", "stale_after_s", "stale")


class PostgresFleetHealthQueries:
    """Role ``sre_query``. ``wait_s`` bounds the wait for a caller's own write."""

    def __init__(self, pool: Pool, *, wait_s: float = 2.0) -> None:
        self._reads = FreshReads(pool, fleet_health, wait_s=wait_s)

    def get_fleet_health(self, tenant_id: TenantId, query: FleetHealthQuery, now: datetime) -> FleetHealth:
        wanted = None if query.environment is None else [place(plain(query.environment))]
        with self._reads.reading(tenant_id, query.min_position) as reading:
            clusters, resources = _told(reading, tenant_id, wanted)
        return fleet_of(clusters, resources, now, reading.as_of)

    def list_environment_health(
        self, tenant_id: TenantId, query: EnvironmentsQuery, now: datetime
    ) -> Page[EnvironmentHealth]:
        limit = bounded(query.limit)
        (after,) = decode_cursor("environments", query.cursor, (plain,))
        with self._reads.reading(tenant_id, query.min_position) as reading:
            first = "" if after is None else after + _LEAST
            rows = reading.rows(statements.NAMES, {"tenant": tenant_id, "first": first, "limit": limit + 1})
            names = [row["environment"] for row in rows[:limit]]
            clusters, resources = _told(reading, tenant_id, names)
        told = {each.environment: each for each in resources}
        return Page(
            items=tuple(
                environment_health(each, [c for c in clusters if c.environment == each], told.get(each), now)
                for each in names
            ),
            next_cursor=encode_cursor("environments", (names[-1],)) if len(rows) > limit else None,
            as_of=reading.as_of,
        )

    def get_application_health(
        self, tenant_id: TenantId, query: ApplicationHealthQuery, now: datetime
    ) -> ApplicationHealth:
        parameters = {
            "tenant": tenant_id,
            "application": name(plain(query.application)),
            "environment": place(plain(query.environment)),
            "namespace": None if query.namespace is None else plain(query.namespace),
            "cluster": None if query.cluster is None else plain(query.cluster),
            "now": now,
            "worst_first": list(WORST_FIRST),
            "limit": _MOST_RESOURCES,
        }
        with self._reads.reading(tenant_id, query.min_position) as reading:
            rows = reading.rows(statements.APPLICATION, parameters)
        worst = rows[0] if rows else None
        return ApplicationHealth(
            application=query.application,
            environment=query.environment,
            status=HealthStatus(worst["status"]) if worst else HealthStatus.UNKNOWN,
            since=worst["since"] if worst else None,
            counts=_counts(worst) if worst else StatusCounts(),
            resources=tuple(_resource(row) for row in rows),
            answered_at=now,
            as_of=reading.as_of,
        )


def _told(
    reading: Reading, tenant_id: TenantId, environments: Sequence[str] | None
) -> tuple[list[Cluster], list[Resources]]:
    parameters = {"tenant": tenant_id, "environments": environments}
    if environments is None or len(environments) > 1:
        # Of a whole fleet each resource would be looked up by itself for when it was last seen: half as long again.
        reading.cursor.execute("SET LOCAL enable_hashjoin = on")
    clusters = reading.rows(statements.CLUSTERS, parameters)
    resources = reading.rows(statements.RESOURCES, parameters)
    return [_cluster(row) for row in clusters], [_resources(row) for row in resources]


def _cluster(row: Row) -> Cluster:
    worst = None
    if row["worst_name"] is not None:
        worst = WorstThing(
            kind="Application",
            name=row["worst_name"],
            namespace=row["worst_namespace"] or None,
            cluster=row["cluster"],
            environment=row["environment"],
            status=HealthStatus(row["worst_status"]),
            since=row["worst_since"],
            message=row["worst_health"],
        )
    return Cluster(
        environment=row["environment"],
        cluster=row["cluster"],
        reachable=row["reachable"],
        last_known=HealthStatus(row["status"]),
        since=row["since"],
        applications=_counts(row),
        progressing=row["progressing"],
        out_of_sync=row["out_of_sync"],
        last_seen_at=row["last_seen_at"],
        stale_after_s=row["stale_after_s"],
        worst=worst,
    )


def _resources(row: Row) -> Resources:
    worst = WorstThing(
        kind=row["kind"],
        name=row["name"],
        namespace=row["namespace"] or None,
        cluster=row["cluster"] or None,
        environment=row["environment"] or None,
        status=HealthStatus(row["status"]),
        since=row["since"],
        message=row["message"],
    )
    return Resources(
        environment=row["environment"],
        counts=_counts(row),
        last_seen_at=row["last_seen_at"],
        worst=worst,
    )


def _counts(row: Row) -> StatusCounts:
    return StatusCounts(**{name: row[name] for name in _COUNTS})


def _resource(row: Row) -> ResourceHealth:
    return ResourceHealth(
        **{each: row[each] for each in (*_AS_TOLD, *_OF_TELLING)},
        namespace=row["namespace"] or None,
        cluster=row["cluster"] or None,
        status=HealthStatus(row["status"]),
        last_known=HealthStatus(row["last_known"]),
    )


_: type[FleetHealthQueries] = PostgresFleetHealthQueries
