"""SQL of what fired during a stretch of time."""

# By time: what began in the stretch, what began within the day before it, what still fires from earlier, and what fired
# for longer than a day. Only where that is more than is given, by the labels, if few alerts have them.
FIRED = """
    WITH timed AS MATERIALIZED (
        (
            SELECT * FROM {alert_groups.episode}
            WHERE tenant_id = %(tenant)s
                AND starts_at < %(until)s AND starts_at >= %(since)s::timestamptz - interval '1 day'
                AND coalesce(ends_at, stale_at, 'infinity') > %(since)s
            ORDER BY starts_at DESC LIMIT %(most)s + 1
        ) UNION ALL (
            SELECT * FROM {alert_groups.episode}
            WHERE tenant_id = %(tenant)s AND status = 'firing'
                AND starts_at < %(since)s::timestamptz - interval '1 day'
            ORDER BY starts_at DESC LIMIT %(most)s + 1
        ) UNION ALL (
            SELECT * FROM {alert_groups.episode}
            WHERE tenant_id = %(tenant)s AND status <> 'firing'
                AND coalesce(ends_at, stale_at) - starts_at > interval '1 day'
                AND starts_at < %(since)s::timestamptz - interval '1 day' AND coalesce(ends_at, stale_at) > %(since)s
            ORDER BY starts_at DESC LIMIT %(most)s + 1
        )
    ), asked AS MATERIALIZED (
        SELECT more, more AND %(labels)s::jsonb IS NOT NULL AS by_label
        FROM (SELECT count(*) > %(most)s AS more FROM timed) AS counted
    ), hit AS MATERIALIZED (
        SELECT alert_id FROM {alert_groups.own_alert}
        WHERE (SELECT by_label FROM asked) AND tenant_id = %(tenant)s AND labels @> %(labels)s::jsonb
        LIMIT %(most)s + 1
    ), few AS MATERIALIZED (
        SELECT by_label AND (SELECT count(*) FROM hit) <= %(most)s AS all_found FROM asked
    ), found AS MATERIALIZED (
        (
            SELECT e.* FROM hit JOIN {alert_groups.episode} e USING (alert_id)
            WHERE e.tenant_id = %(tenant)s AND (SELECT all_found FROM few) AND e.starts_at < %(until)s
                AND coalesce(e.ends_at, e.stale_at, 'infinity') > %(since)s
            ORDER BY e.starts_at DESC LIMIT %(most)s + 1
        ) UNION ALL (
            SELECT * FROM timed WHERE NOT (SELECT all_found FROM few)
        )
    ), newest AS MATERIALIZED (SELECT * FROM found ORDER BY starts_at DESC, alert_id LIMIT %(most)s + 1)
    SELECT n.alert_id, n.episode, a.name, a.labels, n.status, n.severity, n.starts_at, n.ends_at, n.stale_at
    FROM newest n JOIN {alert_groups.alert} a ON a.tenant_id = %(tenant)s AND a.alert_id = n.alert_id
    WHERE %(labels)s::jsonb IS NULL OR (SELECT more FROM asked) OR a.labels @> %(labels)s::jsonb
    ORDER BY n.starts_at DESC, n.alert_id
"""
