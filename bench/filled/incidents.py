"""Incidents, what was written in them and the alerts that they hold."""

_INCIDENTS = """
    WITH numbered AS (
        SELECT g, now() - (%(incidents)s::bigint - g) * (interval '90 days' / %(incidents)s::bigint) AS at,
            (ARRAY['checkout', 'ledger', 'search', 'gateway', 'billing', 'identity', 'catalog', 'shipping', 'reports',
                'mail'])[1 + g * 7 %% 10] AS service,
            (ARRAY['answers slowly', 'answers 5xx', 'is out of memory', 'does not start', 'loses messages'])[1 + g %% 5]
                AS trouble,
            CASE WHEN g %% 500 = 0 THEN 'open' WHEN g %% 501 = 0 THEN 'mitigating' WHEN g %% 50 = 0 THEN 'resolved'
                ELSE 'closed' END AS status,
            CASE WHEN g %% 33 = 0 THEN 3 WHEN g %% 5 = 0 THEN 2 WHEN g %% 2 = 0 THEN 1 ELSE 0 END AS rank,
            'ticket' || to_hex(g * 2654435761 %% 4294967296) AS ticket
        FROM generate_series(1, %(incidents)s::bigint) g
    )
    INSERT INTO incident_timeline.incident (
        tenant_id, incident_id, number, title, description, severity, severity_rank, status, source, roles,
        affected_resources, service_ids, alert_count, correlation_key, declared_at, detected_at, impact_started_at,
        acknowledged_at, resolved_at, resolution_summary, reopened, created_by, updated_at, version, words
    )
    SELECT %(tenant)s::uuid, md5(concat(%(tenant)s::uuid, 'incident', g))::uuid, g, service || ' ' || trouble, '',
        (ARRAY['low', 'medium', 'high', 'critical'])[1 + rank], rank, status, 'alert', '{}', '[]',
        ARRAY[md5(concat(%(tenant)s::uuid, 'service', 1 + g * 7 %% 10))::uuid], 2, 'service=' || service, at, at,
        at - interval '2 minutes', at + interval '3 minutes',
        CASE WHEN status IN ('resolved', 'closed') THEN at + interval '1 hour' END,
        CASE WHEN status IN ('resolved', 'closed') THEN 'rolled back' END, 0, 'process:test',
        at + interval '1 hour' * (g %% 30), 12,
        lower(concat_ws(' ', 'inc', g, service, trouble, 'looking into it rolled back restarted the deployment', ticket,
            'see times'))
    FROM numbered
"""

# Ten of people for each incident; the first names its ticket.
_ENTRIES = """
    INSERT INTO incident_timeline.entry (
        tenant_id, aggregate_id, aggregate_type, version, entry_id, kind, occurred_at, recorded_at, actor, text, details
    )
    SELECT tenant_id, incident_id, 'incident', v, md5(concat(incident_id, v))::uuid, 'note',
        declared_at + v * interval '4 minutes', declared_at + v * interval '4 minutes', 'human:ana',
        CASE v WHEN 1 THEN 'see ticket' || to_hex(number * 2654435761 %% 4294967296)
            ELSE 'looking into it, restarted the deployment ' || v || ' times' END, '{}'
    FROM incident_timeline.incident CROSS JOIN generate_series(1, 10) v WHERE tenant_id = %(tenant)s::uuid
"""

_ALERT_ENTRIES = """
    INSERT INTO incident_timeline.entry (
        tenant_id, aggregate_id, aggregate_type, version, entry_id, episode, kind, occurred_at, recorded_at, actor,
        text, details
    )
    SELECT DISTINCT ON (a.alert_id) a.tenant_id, a.alert_id, 'alert', 1, md5(concat(a.alert_id, 'fired'))::uuid, 1,
        'alert_fired', a.starts_at, a.starts_at, 'integration:production', a.name, '{}'::jsonb
    FROM incident_timeline.member m JOIN alert_groups.alert a USING (tenant_id, alert_id)
    WHERE tenant_id = %(tenant)s::uuid
"""

_STATUSES = """
    INSERT INTO incident_timeline.status_change (tenant_id, incident_id, version, status, since)
    SELECT tenant_id, incident_id, v, (ARRAY['open', 'acknowledged', 'resolved'])[v],
        declared_at + v * interval '9 minutes'
    FROM incident_timeline.incident CROSS JOIN generate_series(1, 3) v WHERE tenant_id = %(tenant)s::uuid
"""

# Two alerts for each incident, that began when it did.
_MEMBERS = """
    INSERT INTO incident_timeline.member (tenant_id, incident_id, alert_id, episode, correlated_at)
    SELECT tenant_id, incident_id, md5(concat(tenant_id, 'alert',
        1 + (%(incidents)s::bigint - number) * (%(alerts)s::bigint / %(incidents)s::bigint) + v))::uuid, 1, declared_at
    FROM incident_timeline.incident CROSS JOIN generate_series(0, 1) v WHERE tenant_id = %(tenant)s::uuid
"""

# Every tenth went into the one before it.
_LINKS = """
    INSERT INTO incident_timeline.link (tenant_id, incident_id, linked_id, kind, linked_at)
    SELECT tenant_id, md5(concat(tenant_id, 'incident', number - 1))::uuid, incident_id, 'merged', declared_at
    FROM incident_timeline.incident WHERE tenant_id = %(tenant)s::uuid AND number %% 10 = 2
"""

STATEMENTS = (_INCIDENTS, _ENTRIES, _MEMBERS, _ALERT_ENTRIES, _STATUSES, _LINKS)
