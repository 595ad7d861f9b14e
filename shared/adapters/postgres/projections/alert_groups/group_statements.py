"""SQL of what incidents hold: their groups, and who holds an alert."""

# Which incident holds an episode of an alert, by which rule; one that it was taken out of comes last.
HOLDER = """
    SELECT m.incident_id, g.number, m.rule_id, m.rule_version, EXISTS (
        SELECT FROM {alert_groups.uncorrelation} u
        WHERE u.tenant_id = %(tenant)s AND u.alert_id = m.alert_id AND u.episode = m.episode
            AND u.incident_id = m.incident_id
    ) AS taken_out
    FROM {alert_groups.member} m
    LEFT JOIN {alert_groups.incident_group} g ON g.tenant_id = %(tenant)s AND g.incident_id = m.incident_id
    WHERE m.tenant_id = %(tenant)s AND m.alert_id = %(alert)s AND m.episode = %(episode)s
    ORDER BY taken_out, m.correlated_at DESC, m.incident_id
    LIMIT 1
"""

# Labels of what fires in each incident, those of incidents merged into it included.
FIRING_LABELS = """
    SELECT wanted.incident_id, firing.labels
    FROM unnest(%(incidents)s::uuid[]) AS wanted (incident_id)
    CROSS JOIN LATERAL (
        WITH RECURSIVE held AS (
            SELECT wanted.incident_id
            UNION
            SELECT g.merged_id FROM {alert_groups.merge} g JOIN held USING (incident_id)
            WHERE g.tenant_id = %(tenant)s
        )
        SELECT DISTINCT ON (a.starts_at, a.alert_id) a.labels
        FROM held
        JOIN {alert_groups.member} m ON m.tenant_id = %(tenant)s AND m.incident_id = held.incident_id
        JOIN {alert_groups.alert} a
            ON a.tenant_id = %(tenant)s AND a.alert_id = m.alert_id AND a.episode = m.episode AND a.status = 'firing'
        WHERE NOT EXISTS (
            SELECT FROM {alert_groups.uncorrelation} u
            WHERE u.tenant_id = %(tenant)s AND u.alert_id = m.alert_id AND u.episode = m.episode
                AND u.incident_id = m.incident_id
        )
        ORDER BY a.starts_at DESC, a.alert_id DESC
        LIMIT %(most)s
    ) firing
"""

# An episode still called firing although a later one began has ended; its resolve was never seen.
GROUPS = """
    WITH page AS MATERIALIZED (
        SELECT * FROM {alert_groups.incident_group}
        WHERE tenant_id = %(tenant)s AND first_correlated_at IS NOT NULL
            AND (NOT %(open_only)s OR status NOT IN ('resolved', 'closed'))
            AND (%(key)s::text IS NULL OR correlation_key = %(key)s)
            AND (%(after_number)s::bigint IS NULL OR number < %(after_number)s)
        ORDER BY number DESC
        LIMIT %(limit)s
    )
    SELECT page.*, counted.firing, counted.resolved, counted.stale, counted.alert_ids
    FROM page CROSS JOIN LATERAL (
        WITH RECURSIVE held AS (
            SELECT page.incident_id
            UNION
            SELECT g.merged_id FROM {alert_groups.merge} g JOIN held USING (incident_id)
            WHERE g.tenant_id = %(tenant)s
        ), member AS (
            SELECT DISTINCT m.alert_id, m.episode FROM {alert_groups.member} m JOIN held USING (incident_id)
            WHERE m.tenant_id = %(tenant)s AND NOT EXISTS (
                SELECT FROM {alert_groups.uncorrelation} u
                WHERE u.tenant_id = %(tenant)s AND u.alert_id = m.alert_id AND u.episode = m.episode
                    AND u.incident_id = m.incident_id
            )
        ), standing AS (
            SELECT a.alert_id, a.name,
                CASE WHEN e.status = 'firing' AND e.episode < a.episode THEN 'resolved' ELSE e.status END AS status
            FROM member
            JOIN {alert_groups.episode} e
                ON e.tenant_id = %(tenant)s AND e.alert_id = member.alert_id AND e.episode = member.episode
            JOIN {alert_groups.alert} a ON a.tenant_id = %(tenant)s AND a.alert_id = member.alert_id
        )
        SELECT count(*) FILTER (WHERE status = 'firing') AS firing,
            count(*) FILTER (WHERE status = 'resolved') AS resolved,
            count(*) FILTER (WHERE status = 'stale') AS stale,
            COALESCE((array_agg(alert_id ORDER BY name, alert_id))[1:100], '{}') AS alert_ids
        FROM standing
    ) counted
    ORDER BY page.number DESC
"""
