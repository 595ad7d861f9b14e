"""Alerts and the groups they are in."""

# Names and words as people and machines make them: 300 alerts, 120 services; each pod occurs once.
_ALERTS = """
    WITH named AS (
        SELECT g,
            (ARRAY['High', 'Low', 'No', 'Slow', 'Failed', 'Stuck', 'Lost', 'Late', 'Full', 'Unusual'])[1 + g %% 10]
                || (ARRAY['Error', 'Memory', 'Disk', 'Queue', 'Replica', 'Backup', 'Login', 'Payment', 'Export',
                    'Cache', 'Node', 'Lock', 'Index', 'Quota', 'Token'])[1 + g / 10 %% 15]
                || (ARRAY['Rate', 'Usage'])[1 + g / 150 %% 2] AS name,
            (ARRAY['checkout', 'ledger', 'search', 'gateway', 'billing', 'identity', 'catalog', 'shipping', 'reports',
                'mail'])[1 + g * 7 %% 10] || '-' || (g / 10 %% 12) AS service,
            'pod' || to_hex(g * 2654435761 %% 4294967296) AS pod,
            now() - g * (interval '90 days' / %(alerts)s::bigint) AS starts_at,
            CASE WHEN g %% 400 = 0 THEN 'firing' WHEN g %% 307 = 0 THEN 'stale' ELSE 'resolved' END AS status,
            CASE WHEN g %% 33 = 0 THEN 'critical' WHEN g %% 5 = 0 THEN 'high' WHEN g %% 2 = 0 THEN 'medium'
                ELSE 'low' END AS severity
        FROM generate_series(1, %(alerts)s::bigint) g
    )
    INSERT INTO alert_groups.alert (
        tenant_id, alert_id, status, name, severity, source, source_name, fingerprint, labels, annotations, episode,
        starts_at, ends_at, last_seen_at, stale_at, updated_at, version, words
    )
    SELECT %(tenant)s::uuid, md5(concat(%(tenant)s::uuid, 'alert', g))::uuid, status, name, severity, 'prometheus',
        'production', pod,
        jsonb_build_object('alertname', name, 'service', service, 'namespace', split_part(service, '-', 1),
            'cluster', 'eu-' || g %% 3, 'pod', pod),
        jsonb_build_object('summary', name || ' on ' || service || ' since a while'),
        1, starts_at, CASE WHEN status = 'resolved' THEN starts_at + interval '20 minutes' END, starts_at,
        CASE WHEN status = 'stale' THEN starts_at + interval '8 hours' END, starts_at, 2,
        lower(concat_ws(' ', regexp_replace(name, '(?<=[a-z])(?=[A-Z])', ' ', 'g'), name, replace(service, '-', ' '),
            'eu ' || g %% 3, pod, 'on since a while'))
    FROM named
"""

_EPISODES = """
    INSERT INTO alert_groups.episode (tenant_id, alert_id, episode, status, severity, starts_at, ends_at, stale_at)
    SELECT tenant_id, alert_id, episode, status, severity, starts_at, ends_at, stale_at
    FROM alert_groups.alert WHERE tenant_id = %(tenant)s::uuid
"""

_CORRELATED = """
    INSERT INTO alert_groups.member (
        tenant_id, incident_id, alert_id, episode, rule_id, rule_version, correlated_at)
    SELECT tenant_id, incident_id, alert_id, episode, md5('rule')::uuid, 1, correlated_at
    FROM incident_timeline.member WHERE tenant_id = %(tenant)s::uuid
"""

# Of every twentieth a person said that it does not belong there.
_TAKEN_OUT = """
    INSERT INTO alert_groups.uncorrelation (
        tenant_id, alert_id, episode, incident_id, reason, uncorrelated_by, uncorrelated_at)
    SELECT tenant_id, alert_id, episode, incident_id, 'another cause', 'human:ana', correlated_at
    FROM incident_timeline.member WHERE tenant_id = %(tenant)s::uuid AND get_byte(uuid_send(alert_id), 0) < 13
"""

_GROUPS = """
    INSERT INTO alert_groups.incident_group (
        tenant_id, incident_id, number, title, severity, status, correlation_key, rule_id, rule_version, matched,
        first_correlated_at, last_correlated_at)
    SELECT tenant_id, incident_id, number, title, severity, status, correlation_key || number %% 500,
        md5('rule')::uuid, 1, '{}', declared_at, declared_at
    FROM incident_timeline.incident WHERE tenant_id = %(tenant)s::uuid
"""

_MERGES = """
    INSERT INTO alert_groups.merge (tenant_id, incident_id, merged_id, merged_at)
    SELECT tenant_id, incident_id, linked_id, linked_at
    FROM incident_timeline.link WHERE tenant_id = %(tenant)s::uuid AND kind = 'merged'
"""

STATEMENTS = (_ALERTS, _EPISODES)
#: Once there are incidents.
GROUPED = (_CORRELATED, _TAKEN_OUT, _GROUPS, _MERGES)
