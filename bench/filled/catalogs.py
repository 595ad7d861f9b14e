"""Services and runbooks."""

_SERVICES = """
    WITH named AS (
        SELECT g, md5(concat(%(tenant)s::uuid, 'service', g))::uuid AS id,
            (ARRAY['checkout', 'ledger', 'search', 'gateway', 'billing', 'identity', 'catalog', 'shipping', 'reports',
                'mail'])[1 + g * 7 %% 10] AS area,
            (ARRAY['api', 'worker', 'web', 'db', 'cache'])[1 + g %% 5] AS part
        FROM generate_series(1, %(services)s::bigint) g
    )
    INSERT INTO service_catalog.service (
        tenant_id, service_id, slug, name, kind, description, tier, lifecycle, owner_team, owner_key, on_call,
        dependencies, runbook_ids, slo_ids, selectors, tags, origin, deleted, updated_at, version, names
    )
    SELECT %(tenant)s::uuid, id, area || '-' || part || '-' || g, initcap(area) || ' ' || part || ' ' || g, 'service',
        'Answers for ' || area || ' of shard ' || g, (ARRAY['critical', 'standard', 'non_critical'])[1 + g %% 3],
        'production', 'Team ' || g %% 97, 'team ' || g %% 97, NULL, '{}', '{}', '{}', '[]',
        ARRAY[area, 'zone-' || g %% 50], NULL, g %% 100 = 0, now(), 1,
        concat_ws(' ', area, part, g)
    FROM named
"""

_SERVICE_UNITS = """
    INSERT INTO service_catalog.unit (tenant_id, owner_id, ordinal, kind, length, terms)
    SELECT tenant_id, service_id, 0, '', 9,
        to_tsvector('pg_catalog.simple', concat_ws(' ', names, owner_team, description))
    FROM service_catalog.service WHERE tenant_id = %(tenant)s::uuid AND NOT deleted
"""

# Each needs two that are older, so that all rest on few.
_DEPENDENCIES = """
    INSERT INTO service_catalog.dependency (tenant_id, service_id, depends_on)
    SELECT DISTINCT %(tenant)s::uuid, md5(concat(%(tenant)s::uuid, 'service', g))::uuid,
        md5(concat(%(tenant)s::uuid, 'service', g / share))::uuid
    FROM generate_series(6, %(services)s::bigint) g CROSS JOIN unnest(ARRAY[2, 5]) share
"""

_SELECTORS = """
    INSERT INTO service_catalog.selector (tenant_id, service_id, ordinal, anchor, selector)
    SELECT tenant_id, service_id, 0, 'name=' || slug, jsonb_build_object('kind', 'Deployment', 'name', slug)
    FROM service_catalog.service WHERE tenant_id = %(tenant)s::uuid AND NOT deleted
"""

_RUNBOOK_LINKS = """
    INSERT INTO service_catalog.runbook_link (tenant_id, service_id, runbook_id, slug)
    SELECT %(tenant)s::uuid, service_id,
        md5(concat(%(tenant)s::uuid, 'runbook', 1 + row_number() OVER (ORDER BY slug) %% 200))::uuid, slug
    FROM service_catalog.service WHERE tenant_id = %(tenant)s::uuid AND NOT deleted
"""

_RUNBOOKS = """
    WITH named AS (
        SELECT g,
            (ARRAY['checkout', 'ledger', 'search', 'gateway', 'billing', 'identity', 'catalog', 'shipping', 'reports',
                'mail'])[1 + g * 7 %% 10] AS area,
            (ARRAY['restart', 'drain', 'scale', 'fail over', 'clean up'])[1 + g %% 5] AS what
        FROM generate_series(1, %(runbooks)s::bigint) g
    )
    INSERT INTO runbook_catalog.runbook (
        tenant_id, runbook_id, slug, title, description, owner, automation_level, approval_required, tags, alerts, urls,
        steps, runbook_version, runs, succeeded, failed, updated_by, written_at, version, names, told
    )
    SELECT %(tenant)s::uuid, md5(concat(%(tenant)s::uuid, 'runbook', g))::uuid,
        replace(what, ' ', '-') || '-' || area || '-' || g, initcap(what) || ' ' || area || ' ' || g, '',
        'team ' || g %% 97, (ARRAY['manual', 'assisted', 'automated'])[1 + g %% 3], g %% 2 = 0,
        ARRAY[area, 'zone-' || g %% 50], ARRAY[initcap(area) || 'Alert' || g],
        ARRAY['https://runbooks.example/' || g], 3, 1, 40, 20, 20, 'human:ana', now(), 40,
        concat_ws(' ', what, area, g), 'Look at the graphs, then act.'
    FROM named
"""

_RUNBOOK_UNITS = """
    INSERT INTO runbook_catalog.unit (tenant_id, owner_id, ordinal, kind, length, terms)
    SELECT tenant_id, runbook_id, 0, '', 10, to_tsvector('pg_catalog.simple', concat_ws(' ', names, told))
    FROM runbook_catalog.runbook WHERE tenant_id = %(tenant)s::uuid
"""

# The runs are of the first two hundred, for incidents of all times.
_EXECUTIONS = """
    INSERT INTO runbook_catalog.execution (
        tenant_id, runbook_id, execution_id, runbook_version, incident_id, asked_by_kind, requested_by, requested_at,
        outcome, duration_s, completed_at
    )
    SELECT %(tenant)s::uuid, md5(concat(%(tenant)s::uuid, 'runbook', 1 + g %% 200))::uuid,
        md5(concat(%(tenant)s::uuid, 'execution', g))::uuid, 1,
        md5(concat(%(tenant)s::uuid, 'incident', 1 + g %% %(incidents)s::bigint))::uuid, 'human', 'human:ana',
        now() - g * interval '10 minutes', CASE WHEN g %% 3 = 0 THEN 'failed' ELSE 'succeeded' END, g %% 600,
        now() - g * interval '10 minutes'
    FROM generate_series(1, %(incidents)s::bigint) g
"""

STATEMENTS = (
    _SERVICES,
    _SERVICE_UNITS,
    _DEPENDENCIES,
    _SELECTORS,
    _RUNBOOK_LINKS,
    _RUNBOOKS,
    _RUNBOOK_UNITS,
    _EXECUTIONS,
)
