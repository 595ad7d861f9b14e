"""SQL of accounts: sums of many objectives' windows over stretches of time, each window by the revision that held."""

from typing import Final

from shared.adapters.postgres.projections.slo_burndown.statements import GOOD, TOTAL

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


def _counted(share: str) -> tuple[str, str]:
    """Gives good and total of a window; ``share`` is from where on a slice is good, null where events count."""
    # Counts times parts do not fit into a bigint.
    good_slice = f"({TOTAL} = 0 OR {GOOD} * %(parts)s::numeric >= {TOTAL} * {share}::numeric)::int"
    return (
        f"CASE WHEN w.excluded THEN 0 WHEN {share} IS NOT NULL THEN {good_slice} ELSE {GOOD} END",
        f"CASE WHEN w.excluded THEN 0 WHEN {share} IS NOT NULL THEN 1 ELSE {TOTAL} END",
    )


_COUNTED_GOOD, _COUNTED = _counted("r.good_share")
# By revision from an array: a look into a table for each window would cost as much as all else.
_GOOD_OF_MANY, _OF_MANY = _counted("k.shares[array_position(k.revisions, w.revision)]")
_JUDGED = """
    {slo_burndown.sli_window} w
    JOIN {slo_burndown.revision} r ON r.tenant_id = w.tenant_id AND r.slo_id = w.slo_id AND r.revision = w.revision
"""

#: Of each stretch, by its number: what begins within it. Windows lie by their ends; none is longer than a day.
STRETCHES: Final = f"""
    SELECT s.number, a.* FROM unnest(%(slos)s::uuid[], %(firsts)s::timestamptz[], %(lasts)s::timestamptz[])
        WITH ORDINALITY AS s (slo_id, first, last, number)
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(h.good), 0)::numeric AS good, coalesce(sum(h.total), 0)::numeric AS total,
            coalesce(sum(r.allowed * h.total), 0)::numeric AS allowed,
            coalesce(sum(h.recorded_s), 0)::bigint AS recorded_s,
            coalesce(sum(h.excluded), 0)::bigint AS excluded, coalesce(sum(h.counted), 0)::bigint AS counted
        FROM (
            SELECT w.revision, sum({_GOOD_OF_MANY})::numeric AS good, sum({_OF_MANY})::numeric AS total,
                sum(extract(epoch FROM w.window_end - w.window_start)) FILTER (WHERE NOT w.excluded) AS recorded_s,
                count(*) FILTER (WHERE w.excluded) AS excluded, count(*) FILTER (WHERE NOT w.excluded) AS counted
            FROM (
                SELECT array_agg(revision) AS revisions, array_agg(good_share) AS shares FROM {{slo_burndown.revision}}
                WHERE tenant_id = %(tenant)s AND slo_id = s.slo_id
            ) k
            CROSS JOIN {{slo_burndown.sli_window}} w
            WHERE w.tenant_id = %(tenant)s AND w.slo_id = s.slo_id
                AND w.window_start >= s.first AND w.window_start < s.last
                AND w.window_end > s.first AND w.window_end < s.last + interval '1 day'
            GROUP BY w.revision
        ) h
        JOIN {{slo_burndown.revision}} r
            ON r.tenant_id = %(tenant)s AND r.slo_id = s.slo_id AND r.revision = h.revision
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
        ({_COUNTED}) - ({_COUNTED_GOOD}) AS bad, array_agg(i.place ORDER BY i.place) AS during
    FROM {_JUDGED}
    JOIN unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) WITH ORDINALITY AS i (starts_at, ends_at, place)
        ON w.window_start < i.ends_at AND w.window_end > i.starts_at
    WHERE w.tenant_id = %(tenant)s AND w.slo_id = %(slo)s
        AND w.window_start >= %(first)s AND w.window_start < %(last)s AND NOT w.excluded
        AND w.window_end > %(first)s AND w.window_end < %(last)s::timestamptz + interval '1 day'
    GROUP BY w.window_start, w.window_end, w.source, w.good, w.total, w.expected_events, w.excluded, r.good_share
    HAVING ({_COUNTED}) > ({_COUNTED_GOOD})
"""
