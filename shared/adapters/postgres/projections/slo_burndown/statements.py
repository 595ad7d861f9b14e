"""SQL of the SLOQueryService. A slice is counted here as `shared/domain/slo/windows.py` counts it; a test holds both to
the same numbers."""

from typing import Final

#: Other read models that the statements of this folder read.
READS_BESIDE: Final[frozenset[str]] = frozenset({"incident_timeline", "service_catalog"})

OBJECTIVE = """
    SELECT slug, revision, definition, counted_from, counted_since, data_until, exhausted_since
    FROM {slo_burndown.objective} WHERE tenant_id = %(tenant)s AND slo_id = %(slo)s
"""

#: Events that were expected and did not come count as good ones.
GOOD = "(w.good + greatest(w.expected_events - w.total, 0))"
TOTAL = "greatest(w.total, w.expected_events)"
# Counts times parts do not fit into a bigint.
_GOOD_SLICE = f"({TOTAL} = 0 OR {GOOD} * %(parts)s::numeric >= {TOTAL} * %(good_share)s::numeric)::int"

#: The hours that nobody can correct any more. Summed before a revision is looked up: there are few of those.
HOURS = f"""
    SELECT extract(epoch FROM h.hour)::bigint AS start, extract(epoch FROM max(h.window_end))::bigint AS "end",
        sum(h.good) AS good, sum(h.total) AS total, sum(r.allowed * h.total) AS allowed
    FROM (
        SELECT date_bin('1 hour', w.window_start, 'epoch') AS hour, w.revision, max(w.window_end) AS window_end,
            sum(CASE WHEN w.excluded THEN 0 WHEN %(slices)s THEN {_GOOD_SLICE} ELSE {GOOD} END)::numeric AS good,
            sum(CASE WHEN w.excluded THEN 0 WHEN %(slices)s THEN 1 ELSE {TOTAL} END)::numeric AS total
        FROM {{slo_burndown.sli_window}} w
        WHERE w.tenant_id = %(tenant)s AND w.slo_id = %(slo)s
            AND w.window_start >= %(first)s AND w.window_end > %(first)s AND w.window_end <= %(horizon)s
            AND w.revision >= %(counted_from)s
        GROUP BY 1, 2
    ) h
    JOIN {{slo_burndown.revision}} r
        ON r.tenant_id = %(tenant)s AND r.slo_id = %(slo)s AND r.revision = h.revision
    GROUP BY h.hour ORDER BY h.hour
"""  # noqa: S608 - what is put in are our own texts

#: Windows that end after the horizon.
RECENT = f"""
    SELECT extract(epoch FROM w.window_start)::bigint AS start, extract(epoch FROM w.window_end)::bigint AS "end",
        w.good, w.total, r.allowed::numeric * CASE WHEN %(slices)s THEN 1 ELSE {TOTAL} END AS allowed, w.source,
        w.expected_events AS expected, w.excluded
    FROM {{slo_burndown.sli_window}} w
    JOIN {{slo_burndown.revision}} r ON r.tenant_id = w.tenant_id AND r.slo_id = w.slo_id AND r.revision = w.revision
    WHERE w.tenant_id = %(tenant)s AND w.slo_id = %(slo)s AND w.revision >= %(counted_from)s
        AND w.window_end > %(horizon)s
    ORDER BY w.window_start, w.window_end, w.source
"""  # noqa: S608 - as above

CROSSINGS = """
    SELECT exhausted, revision, at, good, total, allowed_bad, consumed FROM {slo_burndown.crossing}
    WHERE tenant_id = %(tenant)s AND slo_id = %(slo)s
    ORDER BY version DESC LIMIT %(limit)s
"""

#: By the step in which a window begins; none is longer than a day.
STEPS = f"""
    SELECT width_bucket(w.window_start, %(edges)s::timestamptz[]) - 1 AS step,
        sum(w.good)::numeric AS good, sum(w.total)::numeric AS total, count(*) FILTER (WHERE NOT w.excluded) AS slices,
        coalesce(sum({_GOOD_SLICE}) FILTER (WHERE NOT w.excluded), 0) AS good_slices,
        sum(extract(epoch FROM w.window_end - w.window_start))::bigint AS recorded_s,
        count(*) FILTER (WHERE w.corrections > 0) AS corrected, count(*) FILTER (WHERE w.excluded) AS excluded
    FROM {{slo_burndown.sli_window}} w
    WHERE w.tenant_id = %(tenant)s AND w.slo_id = %(slo)s
        AND w.window_start >= %(first)s AND w.window_start < %(last)s AND w.revision >= %(counted_from)s
        AND w.window_end > %(first)s AND w.window_end < %(last)s::timestamptz + interval '1 day'
    GROUP BY step
"""  # noqa: S608 - as above

#: The stream that an answer about the past rests on.
PAST = "SELECT 'slo' AS aggregate_type, %(slo)s::uuid AS aggregate_id"
