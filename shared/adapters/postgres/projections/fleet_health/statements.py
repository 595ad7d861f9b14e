"""SQL of the FleetHealthQueryService. When somebody last looked is on the aggregate: a look that says nothing new is
no fact, and moves nothing here."""

from typing import Final

#: Other read models that the statements of this folder read: none.
READS_BESIDE: Final[frozenset[str]] = frozenset()

_CLUSTER_SEEN = """
    LEFT JOIN domain.aggregate a ON a.tenant_id = %(tenant)s AND a.aggregate_type = 'fleet_state'
        AND a.aggregate_id = f.fleet_state_id
"""

_RESOURCE_SEEN = """
    LEFT JOIN domain.aggregate a ON a.tenant_id = %(tenant)s AND a.aggregate_type = 'health_check'
        AND a.aggregate_id = r.health_check_id
"""

# From name to name through two indexes, instead of reading every resource to find the few environments they are in.
NAMES = """
    WITH RECURSIVE step AS (
        SELECT least(
            (SELECT min(environment) FROM {fleet_health.fleet}
                WHERE tenant_id = %(tenant)s AND environment >= %(first)s),
            (SELECT min(environment) FROM {fleet_health.resource}
                WHERE tenant_id = %(tenant)s AND environment >= %(first)s)
        ) AS environment
        UNION ALL
        SELECT least(
            (SELECT min(environment) FROM {fleet_health.fleet}
                WHERE tenant_id = %(tenant)s AND environment > step.environment),
            (SELECT min(environment) FROM {fleet_health.resource}
                WHERE tenant_id = %(tenant)s AND environment > step.environment)
        ) FROM step WHERE step.environment IS NOT NULL
    )
    SELECT environment FROM step WHERE environment IS NOT NULL LIMIT %(limit)s
"""

CLUSTERS = f"""
    SELECT f.environment, f.cluster, f.reachable, f.status, f.since, f.total, f.healthy, f.degraded, f.unhealthy,
        f.unknown, f.progressing, f.out_of_sync, f.stale_after_s, greatest(f.last_seen_at, a.seen_at) AS last_seen_at,
        worst.name AS worst_name, worst.namespace AS worst_namespace, worst.status AS worst_status,
        worst.since AS worst_since, worst.health AS worst_health
    FROM {{fleet_health.fleet}} f {_CLUSTER_SEEN}
    LEFT JOIN LATERAL (
        SELECT p.name, p.namespace, p.status, p.since, p.health FROM {{fleet_health.application}} p
        WHERE p.tenant_id = %(tenant)s AND p.fleet_state_id = f.fleet_state_id
        ORDER BY p.rank, p.since, p.namespace, p.name LIMIT 1
    ) worst ON true
    WHERE f.tenant_id = %(tenant)s
        AND (%(environments)s::text[] IS NULL OR f.environment = ANY (%(environments)s))
    ORDER BY f.environment, f.cluster
"""  # noqa: S608 - what is put in are our own texts

RESOURCES = f"""
    SELECT counted.*, worst.*
    FROM (
        SELECT r.environment, count(*) AS total,
            count(*) FILTER (WHERE r.status = 'unhealthy') AS unhealthy,
            count(*) FILTER (WHERE r.status = 'unknown') AS unknown,
            count(*) FILTER (WHERE r.status = 'degraded') AS degraded,
            count(*) FILTER (WHERE r.status = 'healthy') AS healthy,
            min(greatest(r.last_seen_at, a.seen_at)) AS last_seen_at
        FROM {{fleet_health.resource}} r {_RESOURCE_SEEN}
        WHERE r.tenant_id = %(tenant)s
            AND (%(environments)s::text[] IS NULL OR r.environment = ANY (%(environments)s))
        GROUP BY r.environment
    ) counted CROSS JOIN LATERAL (
        SELECT r.kind, r.name, r.namespace, r.cluster, r.status, r.since, r.message FROM {{fleet_health.resource}} r
        WHERE r.tenant_id = %(tenant)s AND r.environment = counted.environment
        ORDER BY r.rank, r.since, r.health_check_id LIMIT 1
    ) worst
    ORDER BY counted.environment
"""  # noqa: S608 - as above

APPLICATION = f"""
    WITH told AS (
        SELECT 'Application' AS kind, p.name, p.namespace, f.cluster, NULL::uuid AS health_check_id,
            p.status AS last_known, p.since, NULL::timestamptz AS progressing_since, p.sync, p.operation_phase,
            p.revision, p.health AS message, '' AS source_name,
            greatest(f.last_seen_at, a.seen_at) AS last_seen_at, f.stale_after_s
        FROM {{fleet_health.application}} p
        JOIN {{fleet_health.fleet}} f ON f.tenant_id = %(tenant)s AND f.fleet_state_id = p.fleet_state_id
        {_CLUSTER_SEEN}
        WHERE p.tenant_id = %(tenant)s AND p.name = %(application)s AND f.environment = %(environment)s
        UNION ALL
        SELECT r.kind, r.name, r.namespace, r.cluster, r.health_check_id,
            r.status, r.since, r.progressing_since, r.sync, r.operation_phase,
            r.revision, r.message, r.source_name, greatest(r.last_seen_at, a.seen_at), NULL
        FROM {{fleet_health.resource}} r {_RESOURCE_SEEN}
        WHERE r.tenant_id = %(tenant)s AND r.application = %(application)s AND r.environment = %(environment)s
    ), aged AS (
        SELECT *, coalesce(last_seen_at + stale_after_s * interval '1 second' < %(now)s, false) AS stale
        FROM told
        WHERE (%(namespace)s::text IS NULL OR namespace = %(namespace)s)
            AND (%(cluster)s::text IS NULL OR cluster = %(cluster)s)
    ), standing AS (
        SELECT aged.kind, name, namespace, cluster, health_check_id, last_known, progressing_since, sync,
            operation_phase, revision, message, source_name, last_seen_at, stale_after_s, stale,
            CASE WHEN stale THEN 'unknown' ELSE last_known END AS status,
            CASE WHEN stale AND last_known <> 'unknown' THEN last_seen_at + stale_after_s * interval '1 second'
                ELSE since END AS since
        FROM aged
    )
    SELECT *, count(*) OVER () AS total,
        count(*) FILTER (WHERE status = 'unhealthy') OVER () AS unhealthy,
        count(*) FILTER (WHERE status = 'unknown') OVER () AS unknown,
        count(*) FILTER (WHERE status = 'degraded') OVER () AS degraded,
        count(*) FILTER (WHERE status = 'healthy') OVER () AS healthy
    FROM standing
    ORDER BY array_position(%(worst_first)s::text[], status), since, kind, name, namespace, cluster
    LIMIT %(limit)s
"""  # noqa: S608 - as above
