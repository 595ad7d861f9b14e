"""SQL of the IncidentQueryService."""

from typing import Final

#: Other read models that the statements of this folder read.
READS_BESIDE: Final[frozenset[str]] = frozenset({"alert_groups"})

# An incident as it is shown: everything but what only the search needs.
_INCIDENT = """
    SELECT i.incident_id, i.number, i.title, i.description, i.severity, i.status, i.source, i.assignee, i.roles,
        i.affected_resources, i.service_ids, i.alert_count, i.correlation_key, i.follows, i.declared_at, i.detected_at,
        i.impact_started_at, i.acknowledged_at, i.acknowledged_by, i.mitigated_at, i.resolved_at, i.closed_at,
        i.resolution_summary, i.reopened, i.created_by, i.updated_at, i.version, merge.incident_id AS merged_into
"""

# Its alerts that fire now, each in the very episode that it holds or that one merged into it holds, unless taken out:
# the newest word of each alert says so. Those of an incident that was merged away are the other's.
_FIRING = """
    , CASE WHEN merge.incident_id IS NOT NULL THEN 0 ELSE (
        WITH RECURSIVE held AS (
            SELECT i.incident_id
            UNION
            SELECT l.linked_id FROM {incident_timeline.link} l JOIN held USING (incident_id)
            WHERE l.tenant_id = %(tenant)s AND l.kind = 'merged'
        ), newest_member AS (
            SELECT m.alert_id, m.episode FROM {incident_timeline.member} m JOIN held USING (incident_id)
            WHERE m.tenant_id = %(tenant)s
            ORDER BY m.correlated_at DESC, m.alert_id, m.episode DESC
            LIMIT 500
        )
        SELECT count(DISTINCT member.alert_id)
        FROM newest_member member CROSS JOIN LATERAL (
            SELECT e.episode, e.details ->> 'status' AS status FROM {incident_timeline.entry} e
            WHERE e.tenant_id = %(tenant)s AND e.aggregate_id = member.alert_id AND e.aggregate_type = 'alert'
                AND e.kind IN ('alert_fired', 'alert_resolved', 'alert_ended', 'alert_changed', 'alert_healed',
                    'alert_stale')
            ORDER BY e.version DESC LIMIT 1
        ) last_word
        WHERE last_word.status = 'firing' AND last_word.episode = member.episode AND NOT EXISTS (
            SELECT FROM {incident_timeline.entry} taken_out
            WHERE taken_out.tenant_id = %(tenant)s AND taken_out.aggregate_id = member.alert_id
                AND taken_out.aggregate_type = 'alert' AND taken_out.kind = 'alert_uncorrelated'
                AND taken_out.episode = member.episode
                AND (taken_out.details ->> 'incident_id')::uuid IN (SELECT incident_id FROM held)
        )
    ) END AS alerts_firing
"""

INCIDENT = _INCIDENT + _FIRING
# In a list of the past the alerts' histories are read once it is known which incidents it shows.
INCIDENT_WITHOUT_ALERTS = _INCIDENT + ", NULL::bigint AS alerts_firing"

PAST_HELD = """
    WITH RECURSIVE held AS (
        SELECT unnest(%(incidents)s::uuid[]) AS incident_id
        UNION
        SELECT l.linked_id FROM {incident_timeline.link} l JOIN held USING (incident_id)
        WHERE l.tenant_id = %(tenant)s AND l.kind = 'merged'
    )
    SELECT 'incident' AS aggregate_type, incident_id AS aggregate_id FROM held
    UNION
    SELECT 'incident', l.incident_id FROM held JOIN {incident_timeline.link} l ON l.linked_id = held.incident_id
    WHERE l.tenant_id = %(tenant)s AND l.kind = 'merged'
    UNION
    SELECT 'alert', m.alert_id FROM {incident_timeline.member} m JOIN held USING (incident_id)
    WHERE m.tenant_id = %(tenant)s
    LIMIT %(most)s
"""

# What is in a timeline never leaves it, so today's has all that any earlier one had.
PAST_ONE = """
    WITH RECURSIVE held AS (
        SELECT %(incident)s::uuid AS incident_id
        UNION
        SELECT l.linked_id FROM {incident_timeline.link} l JOIN held USING (incident_id)
        WHERE l.tenant_id = %(tenant)s AND l.kind = 'merged'
    )
    SELECT 'incident' AS aggregate_type, incident_id AS aggregate_id FROM held
    UNION
    SELECT 'incident', l.incident_id FROM {incident_timeline.link} l
    WHERE l.tenant_id = %(tenant)s AND l.linked_id = %(incident)s AND l.kind = 'merged'
    UNION
    SELECT 'alert', m.alert_id FROM {incident_timeline.member} m JOIN held USING (incident_id)
    WHERE m.tenant_id = %(tenant)s
    LIMIT %(most)s
"""

_KNOWN = """
    FROM {incident_timeline.incident} i LEFT JOIN LATERAL (
        SELECT l.incident_id FROM {incident_timeline.link} l
        WHERE l.tenant_id = %(tenant)s AND l.linked_id = i.incident_id AND l.kind = 'merged'
        ORDER BY l.linked_at, l.incident_id LIMIT 1
    ) merge ON true
    WHERE i.tenant_id = %(tenant)s
"""

ONE = INCIDENT + _KNOWN + "AND i.incident_id = %(incident)s"
FIRING = "SELECT i.incident_id" + _FIRING + _KNOWN + "AND i.incident_id = ANY (%(incidents)s::uuid[])"

STATUSES = """
    SELECT status, since FROM {incident_timeline.status_change}
    WHERE tenant_id = %(tenant)s AND incident_id = %(incident)s
    ORDER BY version
"""

LINKS = """
    SELECT linked_id, kind FROM {incident_timeline.link}
    WHERE tenant_id = %(tenant)s AND incident_id = %(incident)s
    ORDER BY linked_at, kind, linked_id
"""

# Of this incident, of those merged into it, and of the alert episodes that they hold, up to where one was taken out.
ENTRIES = """
    WITH RECURSIVE held AS (
        SELECT %(incident)s::uuid AS incident_id
        UNION
        SELECT l.linked_id FROM {incident_timeline.link} l JOIN held USING (incident_id)
        WHERE l.tenant_id = %(tenant)s AND l.kind = 'merged'
    ), happened AS (
        SELECT e.* FROM {incident_timeline.entry} e JOIN held ON held.incident_id = e.aggregate_id
        WHERE e.tenant_id = %(tenant)s AND e.aggregate_type = 'incident'
        UNION ALL
        SELECT e.*
        FROM (
            SELECT DISTINCT m.alert_id, m.episode FROM {incident_timeline.member} m JOIN held USING (incident_id)
            WHERE m.tenant_id = %(tenant)s
        ) member
        JOIN {incident_timeline.entry} e ON e.aggregate_id = member.alert_id AND e.episode = member.episode
        WHERE e.tenant_id = %(tenant)s AND e.aggregate_type = 'alert' AND NOT EXISTS (
            SELECT FROM {incident_timeline.entry} taken_out
            WHERE taken_out.tenant_id = %(tenant)s AND taken_out.aggregate_id = e.aggregate_id
                AND taken_out.aggregate_type = 'alert' AND taken_out.version < e.version
                AND taken_out.kind = 'alert_uncorrelated' AND taken_out.episode = e.episode
                AND (taken_out.details ->> 'incident_id')::uuid IN (SELECT incident_id FROM held)
        )
    ), page AS (
        SELECT * FROM happened
        WHERE (%(kinds)s::text[] IS NULL OR kind = ANY (%(kinds)s))
            AND (%(after_at)s::timestamptz IS NULL OR (occurred_at, aggregate_type, aggregate_id, version)
                > (%(after_at)s, %(after_type)s::text, %(after_id)s::uuid, %(after_version)s::bigint))
        ORDER BY occurred_at, aggregate_type, aggregate_id, version
        LIMIT %(limit)s
    )
    SELECT page.entry_id, page.occurred_at, page.recorded_at, page.kind, page.actor, page.text, page.aggregate_type,
        page.aggregate_id, page.version, page.details, page.supersedes, later.entry_id AS superseded_by
    FROM page LEFT JOIN LATERAL (
        SELECT s.entry_id FROM {incident_timeline.entry} s
        WHERE s.tenant_id = %(tenant)s AND s.aggregate_id = page.aggregate_id
            AND s.aggregate_type = page.aggregate_type AND s.supersedes = page.entry_id
        ORDER BY s.version DESC LIMIT 1
    ) later ON true
    ORDER BY page.occurred_at, page.aggregate_type, page.aggregate_id, page.version
"""

#: Of all incidents and of each severity, in one walk through the time that is asked for.
METRICS = """
    WITH declared AS MATERIALIZED ( -- else each of the sums looks for itself which were merged
        SELECT severity, resolved_at, detected_at, impact_started_at, acknowledged_at, EXISTS (
                SELECT FROM {incident_timeline.link} l
                WHERE l.tenant_id = %(tenant)s AND l.linked_id = i.incident_id AND l.kind = 'merged'
            ) AS merged
        FROM {incident_timeline.incident} i
        WHERE tenant_id = %(tenant)s AND declared_at >= %(from)s AND declared_at < %(to)s
            AND (%(service)s::uuid IS NULL OR i.service_ids @> ARRAY[%(service)s::uuid])
    ), measured AS (
        SELECT severity, merged, resolved_at,
            CASE WHEN counts THEN extract(epoch FROM detected_at - impact_started_at)::float8 END AS detecting,
            CASE WHEN counts THEN extract(epoch FROM acknowledged_at - detected_at)::float8 END AS acknowledging,
            CASE WHEN counts THEN extract(epoch FROM resolved_at - detected_at)::float8 END AS resolving
        FROM declared CROSS JOIN LATERAL (SELECT resolved_at IS NOT NULL AND NOT merged AS counts) AS c
    ), possible AS (
        SELECT *, CASE WHEN detecting >= 0 THEN detecting END AS mttd,
            CASE WHEN acknowledging >= 0 THEN acknowledging END AS mtta,
            CASE WHEN resolving >= 0 THEN resolving END AS mttr
        FROM measured
    )
    SELECT severity, count(*) FILTER (WHERE merged) AS excluded_merged,
        count(*) FILTER (WHERE NOT merged AND resolved_at IS NULL) AS excluded_open,
        count(*) FILTER (WHERE detecting < 0) AS mttd_left_out,
        count(*) FILTER (WHERE acknowledging < 0) AS mtta_left_out,
        count(*) FILTER (WHERE resolving < 0) AS mttr_left_out,
        count(mttd) AS mttd_count, avg(mttd) AS mttd_mean,
        percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY mttd) AS mttd_percentiles,
        count(mtta) AS mtta_count, avg(mtta) AS mtta_mean,
        percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY mtta) AS mtta_percentiles,
        count(mttr) AS mttr_count, avg(mttr) AS mttr_mean,
        percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY mttr) AS mttr_percentiles
    FROM possible GROUP BY GROUPING SETS ((), (severity))
"""

# Streams that a search of the past may find: number and time of declaration never change, services and words are only
# added. One that ended a day before and has not changed since was not open. Clocks differ by less than five minutes.
PAST_STREAMS = """
    WITH chosen AS (
        SELECT incident_id FROM {incident_timeline.own_incident}
        WHERE tenant_id = %(tenant)s AND declared_at <= %(as_of)s::timestamptz + interval '5 minutes'
            AND (%(number)s::bigint IS NULL OR number = %(number)s)
            AND (%(words)s::tsquery IS NULL OR lexemes @@ %(words)s::tsquery)
            AND (%(service)s::uuid IS NULL OR service_ids @> ARRAY[%(service)s::uuid])
            AND (%(from)s::timestamptz IS NULL OR declared_at >= %(from)s)
            AND (%(to)s::timestamptz IS NULL OR declared_at < %(to)s)
            AND (NOT %(open_only)s OR status NOT IN ('resolved', 'closed')
                OR updated_at >= %(as_of)s::timestamptz - interval '1 day')
        ORDER BY declared_at DESC LIMIT %(most)s
    )
    SELECT 'incident' AS aggregate_type, incident_id AS aggregate_id FROM chosen
    UNION
    SELECT 'incident', l.incident_id
    FROM chosen JOIN {incident_timeline.link} l ON l.linked_id = chosen.incident_id
    WHERE l.tenant_id = %(tenant)s AND l.kind = 'merged'
    LIMIT %(most)s
"""
