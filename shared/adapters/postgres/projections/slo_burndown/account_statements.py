"""SQL of accounts: sums of many objectives' windows over stretches of time, each window by the revision that held."""

from typing import Final

from shared.adapters.postgres.projections.slo_burndown.hour_statements import (
    COUNTED,
    COUNTED_GOOD,
    JUDGED,
    SECONDS,
)

# ruff: noqa: S608 - what is put in are our own texts

_OBJECTIVE = """
    o.slo_id, o.slug, o.definition, o.good, o.total, o.allowed_bad, o.consumed, o.exhausted_since, o.data_until
"""

#: The budget that is gone furthest first.
STANDINGS: Final = f"""
    SELECT {_OBJECTIVE} FROM {{slo_burndown.objective}} o
    WHERE o.tenant_id = %(tenant)s
        AND (%(service)s::text IS NULL OR o.definition ->> 'service_id' = %(service)s)
        AND (%(after_consumed)s::float8 IS NULL
            OR (-o.consumed, o.slug) > (-%(after_consumed)s::float8, %(after_slug)s))
    ORDER BY -o.consumed, o.slug
    LIMIT %(limit)s
"""

BY_SLUG: Final = f"""
    SELECT {_OBJECTIVE} FROM {{slo_burndown.objective}} o
    WHERE o.tenant_id = %(tenant)s AND (%(after_slug)s::text IS NULL OR o.slug > %(after_slug)s)
    ORDER BY o.slug
    LIMIT %(limit)s
"""

ONE: Final = f"""
    SELECT {_OBJECTIVE} FROM {{slo_burndown.objective}} o WHERE o.tenant_id = %(tenant)s AND o.slo_id = %(slo)s
"""

#: Of each stretch, by its number: what begins within it, from whole hours, and window by window before the first and
#: after the last of them. Windows lie by their ends; none is longer than a day.
STRETCHES: Final = f"""
    SELECT s.number, a.* FROM (
        SELECT *, date_bin('1 hour', first + interval '1 hour' - interval '1 microsecond', 'epoch') AS whole,
            date_bin('1 hour', last, 'epoch') AS tail
        FROM unnest(%(slos)s::uuid[], %(firsts)s::timestamptz[], %(lasts)s::timestamptz[])
            WITH ORDINALITY AS asked (slo_id, first, last, number)
    ) s
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(h.good), 0) AS good, coalesce(sum(h.total), 0) AS total,
            coalesce(sum(h.allowed * h.total), 0) AS allowed, coalesce(sum(h.recorded_s), 0)::bigint AS recorded_s,
            coalesce(sum(h.excluded), 0)::bigint AS excluded, coalesce(sum(h.counted), 0)::bigint AS counted
        FROM (
            SELECT r.allowed, k.good, k.total, k.recorded_s, k.excluded, k.counted
            FROM {{slo_burndown.sli_hour}} k
            JOIN {{slo_burndown.revision}} r
                ON r.tenant_id = %(tenant)s AND r.slo_id = s.slo_id AND r.revision = k.revision
            WHERE k.tenant_id = %(tenant)s AND k.slo_id = s.slo_id AND k.hour >= s.whole AND k.hour < s.tail
            UNION ALL
            SELECT r.allowed, ({COUNTED_GOOD})::numeric, ({COUNTED})::numeric,
                CASE WHEN w.excluded THEN 0 ELSE {SECONDS} END, w.excluded::int, (NOT w.excluded)::int
            FROM (VALUES (s.first, least(s.whole, s.last)), (greatest(s.tail, s.whole), s.last)) AS edge (since, until)
            JOIN {JUDGED}
                ON w.window_start >= edge.since AND w.window_start < edge.until
                AND w.window_end > edge.since AND w.window_end < edge.until + interval '1 day'
            WHERE w.tenant_id = %(tenant)s AND w.slo_id = s.slo_id AND edge.since < edge.until
        ) h
    ) a
    ORDER BY s.number
"""

#: The newest that overlap the stretch, by their beginning.
INCIDENTS: Final = """
    SELECT * FROM (
        SELECT incident_id, number, title, severity, impact_started_at AS starts_at,
            coalesce(resolved_at, closed_at) AS ends_at, affected_resources
        FROM {incident_timeline.incident}
        WHERE tenant_id = %(tenant)s AND service_ids && ARRAY[%(service)s::uuid]
            AND impact_started_at < %(last)s AND coalesce(resolved_at, closed_at, 'infinity') > %(first)s
        ORDER BY impact_started_at DESC, number DESC
        LIMIT %(limit)s
    ) newest ORDER BY starts_at, number
"""

#: Windows in which something was bad while one of the incidents lasted, with the places of those, counted from 1.
BAD_WINDOWS: Final = f"""
    SELECT extract(epoch FROM w.window_start)::bigint AS start, extract(epoch FROM w.window_end)::bigint AS "end",
        ({COUNTED}) - ({COUNTED_GOOD}) AS bad, array_agg(i.place ORDER BY i.place) AS during
    FROM {JUDGED}
    JOIN unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) WITH ORDINALITY AS i (starts_at, ends_at, place)
        ON w.window_start < i.ends_at AND w.window_end > i.starts_at
    WHERE w.tenant_id = %(tenant)s AND w.slo_id = %(slo)s
        AND w.window_start >= %(first)s AND w.window_start < %(last)s AND NOT w.excluded
        AND w.window_end > %(first)s AND w.window_end < %(last)s::timestamptz + interval '1 day'
    GROUP BY w.window_start, w.window_end, w.source, w.good, w.total, w.expected_events, w.excluded, r.good_share
    HAVING ({COUNTED}) > ({COUNTED_GOOD})
"""
