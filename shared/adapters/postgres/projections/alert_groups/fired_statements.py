"""SQL of what fired during a stretch of time."""

# ruff: noqa: S608 - what is put in are our own texts and numbers

from shared.adapters.postgres.projections.searching import FEW

# By the labels, where few alerts have them. Otherwise by time: what began in the stretch, what began within the day
# before it, what still fires from earlier, and what fired for longer than a day.
FIRED = f"""
    WITH hit AS MATERIALIZED (
        SELECT alert_id FROM {{alert_groups.own_alert}}
        WHERE tenant_id = %(tenant)s AND %(labels)s::jsonb IS NOT NULL AND labels @> %(labels)s::jsonb
        LIMIT {FEW} + 1
    ), few AS MATERIALIZED (
        SELECT %(labels)s::jsonb IS NOT NULL AND count(*) <= {FEW} AS all_found FROM hit
    ), found AS MATERIALIZED (
        (
            SELECT e.* FROM hit JOIN {{alert_groups.episode}} e USING (alert_id)
            WHERE e.tenant_id = %(tenant)s AND (SELECT all_found FROM few) AND e.starts_at < %(until)s
                AND coalesce(e.ends_at, e.stale_at, 'infinity') > %(since)s
            ORDER BY e.starts_at DESC LIMIT %(most)s + 1
        ) UNION ALL (
            SELECT * FROM {{alert_groups.episode}}
            WHERE NOT (SELECT all_found FROM few) AND tenant_id = %(tenant)s
                AND starts_at < %(until)s AND starts_at >= %(since)s::timestamptz - interval '1 day'
                AND coalesce(ends_at, stale_at, 'infinity') > %(since)s
            ORDER BY starts_at DESC LIMIT %(most)s + 1
        ) UNION ALL (
            SELECT * FROM {{alert_groups.episode}}
            WHERE NOT (SELECT all_found FROM few) AND tenant_id = %(tenant)s AND status = 'firing'
                AND starts_at < %(since)s::timestamptz - interval '1 day'
            ORDER BY starts_at DESC LIMIT %(most)s + 1
        ) UNION ALL (
            SELECT * FROM {{alert_groups.episode}}
            WHERE NOT (SELECT all_found FROM few) AND tenant_id = %(tenant)s AND status <> 'firing'
                AND coalesce(ends_at, stale_at) - starts_at > interval '1 day'
                AND starts_at < %(since)s::timestamptz - interval '1 day' AND coalesce(ends_at, stale_at) > %(since)s
            ORDER BY starts_at DESC LIMIT %(most)s + 1
        )
    ), newest AS MATERIALIZED (SELECT * FROM found ORDER BY starts_at DESC, alert_id LIMIT %(most)s + 1)
    SELECT n.alert_id, n.episode, a.name, a.labels, n.status, n.severity, n.starts_at, n.ends_at, n.stale_at
    FROM newest n JOIN {{alert_groups.alert}} a ON a.tenant_id = %(tenant)s AND a.alert_id = n.alert_id
    ORDER BY n.starts_at DESC, n.alert_id
"""
