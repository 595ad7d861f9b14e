"""SQL of the AlertQueryService."""

# ruff: noqa: S608 - what is put in are our own texts and numbers

from typing import Final

from shared.adapters.postgres.projections.searching import FEW, NEWEST

#: Other read models that the statements of this folder read.
READS_BESIDE: Final[frozenset[str]] = frozenset({"incident_timeline"})

#: Alerts of a service are those of so many of its incidents, the newest.
MOST_OF_SERVICE = 1_000

# Nobody is told of such an alert by an incident: none holds its episode, or a person has taken it out again.
_WITHOUT_INCIDENT = """
    NOT EXISTS (
        SELECT FROM {alert_groups.member} m
        WHERE m.tenant_id = %(tenant)s AND m.alert_id = a.alert_id AND m.episode = a.episode AND NOT EXISTS (
            SELECT FROM {alert_groups.uncorrelation} u
            WHERE u.tenant_id = %(tenant)s AND u.alert_id = m.alert_id AND u.episode = m.episode
                AND u.incident_id = m.incident_id
        )
    )
"""

_ACTIVE_PAGE = f"""
    WITH page AS MATERIALIZED (
        SELECT * FROM {{alert_groups.alert}} a
        WHERE tenant_id = %(tenant)s AND status = 'firing'
            AND (%(severities)s::text[] IS NULL OR severity = ANY (%(severities)s))
            AND (%(after_at)s::timestamptz IS NULL OR (starts_at, alert_id) < (%(after_at)s, %(after_id)s::uuid))
            AND (NOT %(without_incident)s OR {_WITHOUT_INCIDENT})
        ORDER BY starts_at DESC, alert_id DESC
        LIMIT %(limit)s
    )
"""

_WITHOUT_LABELS = "(%(without)s::jsonb[] IS NULL OR NOT labels @> ANY (%(without)s::jsonb[]))"

# By these an index gives the order; the others are looked at row by row.
_STANDING = """
    tenant_id = %(tenant)s
    AND (%(statuses)s::text[] IS NULL OR status = ANY (%(statuses)s))
    AND (NOT %(seen_only)s OR status <> 'firing' OR acknowledged_by IS NOT NULL)
    AND (%(severities)s::text[] IS NULL OR severity = ANY (%(severities)s))
    AND (%(from)s::timestamptz IS NULL OR starts_at >= %(from)s)
    AND (%(to)s::timestamptz IS NULL OR starts_at < %(to)s)
    AND (%(after_at)s::timestamptz IS NULL OR (starts_at, alert_id) < (%(after_at)s, %(after_id)s::uuid))
"""

_CHOSEN = f"(NOT %(without_incident)s OR {_WITHOUT_INCIDENT})"

_WANTED = f"""
    {_STANDING}
    AND {_WITHOUT_LABELS}
    AND {_CHOSEN}
"""

MATCHING = """
    (%(words)s::tsquery IS NULL OR {lexemes} @@ %(words)s::tsquery)
    AND (%(labels)s::jsonb IS NULL OR labels @> %(labels)s::jsonb)
"""

_NEWEST_FIRST = "ORDER BY starts_at DESC, alert_id DESC LIMIT %(limit)s"

_LISTED_PAGE = f"""
    WITH page AS MATERIALIZED (SELECT * FROM {{alert_groups.alert}} a WHERE {_WANTED} {_NEWEST_FIRST})
"""

_PAST_PAGE = f"""
    WITH page AS MATERIALIZED (
        SELECT * FROM {{alert_groups.alert}} a
        WHERE {_WANTED} AND {MATCHING.format(lexemes="to_tsvector('pg_catalog.simple', words)")}
        {_NEWEST_FIRST}
    )
"""

# The newest are gone through first: a word that many have fills a page soon, and the index of words, which gives all
# that match before the first of them is read, is not asked. Then all that it finds, where they are few; where they are
# many, those that come first are found by going on through the order.
_SEARCH_PAGE = f"""
    WITH walked AS MATERIALIZED (
        SELECT alert_id, episode, starts_at, {MATCHING.format(lexemes="lexemes")} AND {_WITHOUT_LABELS} AS matches
        FROM {{alert_groups.alert}} a WHERE {_STANDING}
        ORDER BY starts_at DESC, alert_id DESC LIMIT {NEWEST}
    ), near AS MATERIALIZED (
        SELECT alert_id FROM walked a WHERE matches AND {_CHOSEN} {_NEWEST_FIRST}
    ), further AS MATERIALIZED (
        SELECT (SELECT count(*) FROM near) < %(limit)s AND (SELECT count(*) FROM walked) = {NEWEST} AS wanted
    ), hit AS MATERIALIZED (
        SELECT tenant_id, alert_id, episode, starts_at, status, severity, acknowledged_by, labels
        FROM {{alert_groups.own_alert}}
        WHERE (SELECT wanted FROM further) AND tenant_id = %(tenant)s AND {MATCHING.format(lexemes="lexemes")}
        LIMIT {FEW} + 1
    ), few AS MATERIALIZED (SELECT count(*) <= {FEW} AS all_found FROM hit),
    found AS (
        SELECT alert_id FROM near WHERE NOT (SELECT wanted FROM further)
        UNION ALL
        (SELECT alert_id FROM hit a WHERE (SELECT all_found FROM few) AND {_WANTED} {_NEWEST_FIRST})
        UNION ALL
        (
            SELECT alert_id FROM {{alert_groups.alert}} a
            WHERE NOT (SELECT all_found FROM few) AND {_WANTED} AND {MATCHING.format(lexemes="lexemes")}
            {_NEWEST_FIRST}
        )
    ), page AS MATERIALIZED (
        SELECT alert.* FROM found JOIN {{alert_groups.alert}} USING (alert_id) WHERE alert.tenant_id = %(tenant)s
    )
"""

# Of the newest incidents of a service; they are found alone, as words are.
_OF_SERVICE_PAGE = f"""
    WITH of_service AS MATERIALIZED (
        SELECT i.incident_id FROM {{incident_timeline.own_incident}} i
        WHERE i.tenant_id = %(tenant)s AND i.service_ids @> ARRAY[%(service)s::uuid]
        ORDER BY i.number DESC LIMIT {MOST_OF_SERVICE}
    ), held AS MATERIALIZED (
        SELECT DISTINCT m.alert_id, m.episode
        FROM of_service JOIN {{alert_groups.member}} m
            ON m.tenant_id = %(tenant)s AND m.incident_id = of_service.incident_id
        WHERE NOT EXISTS (
            SELECT FROM {{alert_groups.uncorrelation}} u
            WHERE u.tenant_id = %(tenant)s AND u.alert_id = m.alert_id AND u.episode = m.episode
                AND u.incident_id = m.incident_id
        )
    ), found AS MATERIALIZED (
        SELECT alert.* FROM held JOIN {{alert_groups.alert}}
            ON alert.tenant_id = %(tenant)s AND alert.alert_id = held.alert_id AND alert.episode = held.episode
    ), page AS MATERIALIZED (
        SELECT a.* FROM found a WHERE {_WANTED} AND {MATCHING.format(lexemes="lexemes")} {_NEWEST_FIRST}
    )
"""

# What a page of alerts is joined with, once it is known to be small.
_WITH_RELATIONS = """
    SELECT page.alert_id, page.status, page.name, page.severity, page.source, page.source_name, page.fingerprint,
        page.labels, page.annotations, page.environment_id, page.generator_url, page.group_key, page.episode,
        page.starts_at, page.ends_at, page.last_seen_at, page.stale_at, page.acknowledged_by, page.acknowledged_at,
        page.updated_at, page.version, owner.incident_id, successor.alert_id AS suggested_successor
    FROM page
    LEFT JOIN LATERAL (
        SELECT m.incident_id FROM {alert_groups.member} m
        WHERE m.tenant_id = %(tenant)s AND m.alert_id = page.alert_id AND m.episode = page.episode AND NOT EXISTS (
            SELECT FROM {alert_groups.uncorrelation} u
            WHERE u.tenant_id = %(tenant)s AND u.alert_id = m.alert_id AND u.episode = m.episode
                AND u.incident_id = m.incident_id
        )
        ORDER BY m.correlated_at DESC, m.incident_id LIMIT 1
    ) held ON true
    LEFT JOIN LATERAL (
        WITH RECURSIVE upwards AS (
            SELECT held.incident_id, 0 AS steps
            UNION ALL
            SELECT g.incident_id, upwards.steps + 1
            FROM {alert_groups.merge} g JOIN upwards ON g.merged_id = upwards.incident_id
            WHERE g.tenant_id = %(tenant)s AND upwards.steps < 20
        )
        SELECT upwards.incident_id FROM upwards ORDER BY upwards.steps DESC, upwards.incident_id LIMIT 1
    ) owner ON true
    LEFT JOIN LATERAL (
        SELECT s.alert_id FROM (
            SELECT next.alert_id, next.starts_at, next.labels FROM {alert_groups.alert} next
            WHERE page.status = 'stale' AND next.tenant_id = %(tenant)s AND next.source_name = page.source_name
                AND next.name = page.name AND next.starts_at > page.last_seen_at
            ORDER BY next.starts_at
            LIMIT 100
        ) s
        WHERE s.alert_id <> page.alert_id AND s.labels @> page.labels
        ORDER BY s.starts_at, s.alert_id LIMIT 1
    ) successor ON true
    ORDER BY page.starts_at DESC, page.alert_id DESC
"""

ACTIVE = _ACTIVE_PAGE + _WITH_RELATIONS
LISTED = _LISTED_PAGE + _WITH_RELATIONS
# Through the view of whose words and labels an index may be asked (ADR 0009).
SEARCH = _SEARCH_PAGE + _WITH_RELATIONS
OF_SERVICE = _OF_SERVICE_PAGE + _WITH_RELATIONS
# Of rows that stand in the statement themselves; see `past`.
SEARCH_PAST = _PAST_PAGE + _WITH_RELATIONS

COUNT_ACTIVE = f"""
    SELECT count(*) AS firing, count(*) FILTER (WHERE {_WITHOUT_INCIDENT}) AS without_incident
    FROM (
        SELECT alert_id, episode FROM {{alert_groups.alert}}
        WHERE tenant_id = %(tenant)s AND status = 'firing'
        ORDER BY starts_at DESC, alert_id DESC
        LIMIT %(most)s
    ) a
"""

# By the key of episodes, alert by alert; of each the newest are wanted.
EPISODES = """
    SELECT e.alert_id, e.episode, e.status, e.severity, e.starts_at, e.ends_at, e.stale_at
    FROM unnest(%(alerts)s::uuid[]) AS wanted (alert_id)
    CROSS JOIN LATERAL (
        SELECT * FROM {alert_groups.episode}
        WHERE tenant_id = %(tenant)s AND alert_id = wanted.alert_id
        ORDER BY episode DESC LIMIT %(most)s
    ) e
    WHERE e.starts_at < %(to)s AND coalesce(e.ends_at, e.stale_at, 'infinity') >= %(from)s
    ORDER BY e.starts_at DESC, e.alert_id
    LIMIT %(most)s + 1
"""
