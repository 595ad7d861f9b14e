"""SQL of the RunbookQueryService."""

from typing import Final

from shared.adapters.postgres.projections.lexical import ASKED, POOL, by_words, score_of, why

#: Other read models that the statements of this folder read.
READS_BESIDE: Final[frozenset[str]] = frozenset({"alert_groups", "service_catalog"})

# Incidents that had the alert, newest first and so many at most: what helped years ago helps less.
_ON_ALERT = """
    incident AS MATERIALIZED (
        SELECT DISTINCT m.incident_id
        FROM (
            SELECT alert_id FROM {alert_groups.alert}
            WHERE tenant_id = %(tenant)s AND name = %(alertname)s ORDER BY starts_at DESC LIMIT 500
        ) AS a
        JOIN {alert_groups.member} m ON m.tenant_id = %(tenant)s AND m.alert_id = a.alert_id
    ),
    on_alert AS MATERIALIZED (
        SELECT e.runbook_id, count(*) AS runs, count(*) FILTER (WHERE e.outcome = 'succeeded') AS succeeded
        FROM incident i
        JOIN {runbook_catalog.execution} e ON e.tenant_id = %(tenant)s AND e.incident_id = i.incident_id
        WHERE e.outcome IN ('succeeded', 'failed')
        GROUP BY e.runbook_id
    )
"""

_WANTED = """
    (%(tags)s::text[] IS NULL OR r.tags @> %(tags)s)
    AND (%(levels)s::text[] IS NULL OR r.automation_level = ANY (%(levels)s))
    AND (%(owner)s::text IS NULL OR r.owner = %(owner)s)
    AND (%(service)s::uuid IS NULL OR r.runbook_id = ANY (ARRAY(
        SELECT l.runbook_id FROM {service_catalog.runbook_link} l
        WHERE l.tenant_id = %(tenant)s AND l.service_id = %(service)s
    )))
"""

# Named by its trigger, then by what it did for this alert (one success and one failure assumed), then overall, then by
# words: each counts only among those that are equal before.
_HELPED = """
    CASE WHEN %(alertname)s::text IS NULL THEN 0 ELSE
        CASE WHEN %(alertname)s = ANY (r.alerts) THEN 100000000000 ELSE 0 END
        + (1000 * (coalesce(a.succeeded, 0) + 1) / (coalesce(a.runs, 0) + 2))::bigint * 10000000
        + (100 * (r.succeeded + 1) / (r.succeeded + r.failed + 2))::bigint * 10000
    END
"""
_SAID = f"""
    CASE WHEN r.slug = %(text)s THEN 4000 WHEN u.terms @@ %(words)s::tsquery THEN 2000 ELSE 0 END
    + (1000 * {score_of("u")})::bigint + (1000 * public.word_similarity(%(typed)s, r.names))::bigint
"""

_PAGE = """
    SELECT * FROM found
    WHERE %(after_score)s::bigint IS NULL OR score < %(after_score)s
        OR (score = %(after_score)s AND slug > %(after_slug)s)
    ORDER BY score DESC, slug
    LIMIT %(limit)s
"""

SEARCH = f"""
    WITH {ASKED}, {_ON_ALERT}, matching AS MATERIALIZED (
        SELECT owner_id AS runbook_id FROM {{runbook_catalog.own_unit}}
        WHERE tenant_id = %(tenant)s AND terms @@ %(words)s::tsquery
        UNION
        SELECT runbook_id FROM {{runbook_catalog.own_runbook}}
        WHERE tenant_id = %(tenant)s AND %(typed)s OPERATOR(public.<%%) names
    ), found AS (
        SELECT r.*, a.runs AS runs_on_alert, a.succeeded AS succeeded_on_alert, {_HELPED} + {_SAID} AS score
        FROM matching
        JOIN {{runbook_catalog.own_runbook}} r ON r.tenant_id = %(tenant)s AND r.runbook_id = matching.runbook_id
        JOIN {{runbook_catalog.own_unit}} u ON u.tenant_id = %(tenant)s AND u.owner_id = r.runbook_id
        LEFT JOIN on_alert a ON a.runbook_id = r.runbook_id
        WHERE {_WANTED}
    ) {_PAGE}
"""  # noqa: S608 - what is put in are our own texts

ON_ALERT = f"""
    WITH {_ON_ALERT}, found AS (
        SELECT r.*, a.runs AS runs_on_alert, a.succeeded AS succeeded_on_alert, {_HELPED} AS score
        FROM {{runbook_catalog.own_runbook}} r LEFT JOIN on_alert a USING (runbook_id)
        WHERE r.tenant_id = %(tenant)s AND (%(alertname)s = ANY (r.alerts) OR a.runs > 0) AND {_WANTED}
    ) {_PAGE}
"""  # noqa: S608 - as above

# Those that have the alert's address, and those that its words find; which of them is for it is not decided here.
OF_ALERT = f"""
    WITH {ASKED}, {by_words("runbook_catalog", "true")}, candidate AS (
        SELECT owner_id FROM by_words
        UNION
        (
            SELECT runbook_id FROM {{runbook_catalog.own_runbook}}
            WHERE tenant_id = %(tenant)s AND urls @> ARRAY[%(url)s::text] LIMIT {POOL}
        )
    )
    SELECT r.*, {score_of("u")} AS score, {why("u")} AS why
    FROM candidate
    JOIN {{runbook_catalog.own_unit}} u ON u.tenant_id = %(tenant)s AND u.owner_id = candidate.owner_id
    JOIN {{runbook_catalog.runbook}} r ON r.tenant_id = %(tenant)s AND r.runbook_id = candidate.owner_id
    ORDER BY score DESC, r.slug
"""  # noqa: S608 - as above

BROWSE = """
    SELECT r.*, NULL::bigint AS runs_on_alert, NULL::bigint AS succeeded_on_alert, 0::bigint AS score
    FROM {runbook_catalog.own_runbook} r
    WHERE tenant_id = %(tenant)s
        AND (%(after_slug)s::text IS NULL OR slug > %(after_slug)s)
        AND (%(tags)s::text[] IS NULL OR tags @> %(tags)s)
        AND (%(levels)s::text[] IS NULL OR automation_level = ANY (%(levels)s))
        AND (%(owner)s::text IS NULL OR owner = %(owner)s)
        AND (%(service)s::uuid IS NULL OR runbook_id = ANY (ARRAY(
            SELECT l.runbook_id FROM {service_catalog.runbook_link} l
            WHERE l.tenant_id = %(tenant)s AND l.service_id = %(service)s
        )))
    ORDER BY slug
    LIMIT %(limit)s
"""

BY_TAG = """
    SELECT * FROM {runbook_catalog.own_runbook}
    WHERE tenant_id = %(tenant)s AND tags @> ARRAY[%(tag)s]
        AND (%(after_slug)s::text IS NULL OR slug > %(after_slug)s)
    ORDER BY slug
    LIMIT %(limit)s
"""

RUNBOOK = "SELECT runbook_id FROM {runbook_catalog.runbook} WHERE tenant_id = %(tenant)s AND runbook_id = %(runbook)s"

_SPAN = """
    tenant_id = %(tenant)s AND runbook_id = %(runbook)s
    AND (%(from)s::timestamptz IS NULL OR requested_at >= %(from)s)
    AND (%(to)s::timestamptz IS NULL OR requested_at < %(to)s)
"""

USAGE = f"""
    SELECT outcome, asked_by_kind, to_char(requested_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month, count(*) AS runs
    FROM {{runbook_catalog.execution}} WHERE {_SPAN}
    GROUP BY 1, 2, 3 ORDER BY 3, 1, 2
"""  # noqa: S608 - as above

DURATIONS = f"""
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY duration_s) FILTER (WHERE outcome = 'succeeded') AS p50,
        percentile_cont(0.9) WITHIN GROUP (ORDER BY duration_s) FILTER (WHERE outcome = 'succeeded') AS p90,
        max(completed_at) AS last_completed_at,
        (array_agg(outcome ORDER BY completed_at DESC, execution_id)
            FILTER (WHERE completed_at IS NOT NULL))[1] AS last_outcome
    FROM {{runbook_catalog.execution}} WHERE {_SPAN}
"""  # noqa: S608 - as above
