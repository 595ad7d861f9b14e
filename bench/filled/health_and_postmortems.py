"""Clusters, applications and resources; postmortems and what they promised."""

# Ten environments; every cluster has forty applications.
_FLEETS = """
    INSERT INTO fleet_health.fleet (
        tenant_id, fleet_state_id, environment, cluster, reachable, status, since, total, healthy, degraded, unhealthy,
        unknown, progressing, out_of_sync, applications, last_seen_at, stale_after_s, version
    )
    SELECT %(tenant)s::uuid, md5(concat(%(tenant)s::uuid, 'fleet', g))::uuid, 'env-' || g %% 10, 'cluster-' || g, true,
        'degraded', now(), 40, 38, 1, 1, 0, 0, 1, '{}', now(), 600, 2
    FROM generate_series(1, %(clusters)s::bigint) g
"""

_APPLICATIONS = """
    INSERT INTO fleet_health.application (
        tenant_id, fleet_state_id, namespace, name, project, status, rank, since, health, sync, operation_phase,
        revision
    )
    SELECT tenant_id, fleet_state_id, 'shop', 'app-' || a, 'default',
        CASE a WHEN 1 THEN 'unhealthy' WHEN 2 THEN 'degraded' ELSE 'healthy' END,
        CASE a WHEN 1 THEN 0 WHEN 2 THEN 2 ELSE 4 END, now() - a * interval '1 hour', 'Healthy', 'Synced', '', 'abc'
    FROM fleet_health.fleet CROSS JOIN generate_series(1, 40) a WHERE tenant_id = %(tenant)s::uuid
"""

_RESOURCES = """
    INSERT INTO fleet_health.resource (
        tenant_id, health_check_id, kind, name, namespace, cluster, environment, application, status, rank, since,
        sync, operation_phase, revision, message, source_name, last_seen_at, version
    )
    SELECT %(tenant)s::uuid, md5(concat(%(tenant)s::uuid, 'health_check', g))::uuid, 'Deployment', 'deploy-' || g,
        'shop', 'cluster-' || g %% 50, 'env-' || g %% 10, 'app-' || g / 20,
        CASE WHEN g %% 50 = 0 THEN 'unhealthy' ELSE 'healthy' END, CASE WHEN g %% 50 = 0 THEN 0 ELSE 4 END,
        now() - g * interval '1 minute', 'Synced', '', 'abc', '', 'argocd', now(), 2
    FROM generate_series(1, %(resources)s::bigint) g
"""

_POSTMORTEMS = """
    WITH named AS (
        SELECT g, now() - (%(postmortems)s::bigint - g) * (interval '900 days' / %(postmortems)s::bigint) AS at,
            (ARRAY['checkout', 'ledger', 'search', 'gateway', 'billing', 'identity', 'catalog', 'shipping', 'reports',
                'mail'])[1 + g * 7 %% 10] AS area,
            (ARRAY['connection pool', 'certificate', 'memory', 'deployment', 'disk'])[1 + g %% 5] AS what
        FROM generate_series(1, %(postmortems)s::bigint) g
    )
    INSERT INTO postmortem_search.postmortem (
        tenant_id, postmortem_id, incident_id, title, status, summary, root_cause, tags, service_ids, authors,
        action_items, occurred_at, updated_at, version, names, told
    )
    SELECT %(tenant)s::uuid, md5(concat(%(tenant)s::uuid, 'postmortem', g))::uuid,
        md5(concat(%(tenant)s::uuid, 'incident', 1 + g %% %(incidents)s::bigint))::uuid,
        initcap(area) || ' and its ' || what || ' ' || g, CASE WHEN g %% 10 = 0 THEN 'draft' ELSE 'published' END,
        'What happened to ' || area, (ARRAY['capacity', 'configuration', 'code', 'dependency'])[1 + g %% 4],
        ARRAY[area, 'zone-' || g %% 50], ARRAY[md5(concat(%(tenant)s::uuid, 'service', 1 + g * 7 %% 10))::uuid],
        ARRAY['human:ana'], '[]', at, at, 3, concat_ws(' ', area, 'and its', what, g),
        'It ran out, and nobody saw it: ticket' || to_hex(g * 2654435761 %% 4294967296)
    FROM named
"""

_POSTMORTEM_UNITS = """
    INSERT INTO postmortem_search.unit (tenant_id, owner_id, ordinal, kind, length, terms)
    SELECT tenant_id, postmortem_id, 0, '', 12, to_tsvector('pg_catalog.simple', concat_ws(' ', names, told))
    FROM postmortem_search.postmortem WHERE tenant_id = %(tenant)s::uuid
"""

_ACTION_ITEMS = """
    INSERT INTO postmortem_search.action_item (
        tenant_id, postmortem_id, ordinal, item_id, title, owner, due, status)
    SELECT tenant_id, postmortem_id, n, n::text, 'Alert on it earlier',
        'team ' || get_byte(uuid_send(postmortem_id), n),
        to_char(occurred_at + n * interval '30 days', 'YYYY-MM-DD'),
        (ARRAY['done', 'done', 'done', 'in_progress', 'open'])[1 + get_byte(uuid_send(postmortem_id), 5 + n) %% 5]
    FROM postmortem_search.postmortem CROSS JOIN generate_series(0, 2) n WHERE tenant_id = %(tenant)s::uuid
"""

STATEMENTS = (_FLEETS, _APPLICATIONS, _RESOURCES, _POSTMORTEMS, _POSTMORTEM_UNITS, _ACTION_ITEMS)
