"""SQL of the SLOQueryService. A slice is counted here as `shared/domain/slo/windows.py` counts it; a test holds both to
the same numbers."""

from typing import Final

from shared.adapters.postgres.projections.slo_burndown.hour_statements import COUNTED, COUNTED_GOOD, GOOD, JUDGED, TOTAL

#: Other read models that the statements of this folder read.
READS_BESIDE: Final[frozenset[str]] = frozenset({"incident_timeline", "service_catalog"})

OBJECTIVE = """
    SELECT slug, revision, definition, counted_from, counted_since, data_until, exhausted_since
    FROM {slo_burndown.objective} WHERE tenant_id = %(tenant)s AND slo_id = %(slo)s
"""

# Counts times parts do not fit into a bigint.
_GOOD_SLICE = f"({TOTAL} = 0 OR {GOOD} * %(parts)s::numeric >= {TOTAL} * %(good_share)s::numeric)::int"

#: The hours that nobody can correct any more. The last of them, where the horizon parts it, is summed from its windows:
#: one that begins within an hour may end a day later.
HOURS = f"""
    WITH hours AS (
        SELECT h.hour, max(h.window_end) AS window_end, sum(h.good) AS good, sum(h.total) AS total,
            sum(r.allowed * h.total) AS allowed
        FROM {{slo_burndown.sli_hour}} h
        JOIN {{slo_burndown.revision}} r
            ON r.tenant_id = %(tenant)s AND r.slo_id = %(slo)s AND r.revision = h.revision
        WHERE h.tenant_id = %(tenant)s AND h.slo_id = %(slo)s
            AND h.hour >= %(first)s AND h.hour < %(horizon)s AND h.revision >= %(counted_from)s
        GROUP BY h.hour
    ), parted AS (
        SELECT date_bin('1 hour', w.window_start, 'epoch') AS hour, max(w.window_end) AS window_end,
            sum({COUNTED_GOOD}) AS good, sum({COUNTED}) AS total, sum(r.allowed * {COUNTED}) AS allowed
        FROM {JUDGED}
        WHERE w.tenant_id = %(tenant)s AND w.slo_id = %(slo)s AND w.revision >= %(counted_from)s
            AND w.window_end > (SELECT min(hour) FROM hours WHERE window_end > %(horizon)s)
            AND w.window_end <= %(horizon)s
            AND date_bin('1 hour', w.window_start, 'epoch') IN (SELECT hour FROM hours WHERE window_end > %(horizon)s)
        GROUP BY 1
    )
    SELECT extract(epoch FROM hour)::bigint AS start, extract(epoch FROM window_end)::bigint AS "end", good, total,
        allowed
    FROM (SELECT * FROM hours WHERE window_end <= %(horizon)s UNION ALL SELECT * FROM parted) told
    ORDER BY hour
"""  # noqa: S608 - what is put in are our own texts

#: Windows that end after the horizon.
RECENT = f"""
    SELECT extract(epoch FROM w.window_start)::bigint AS start, extract(epoch FROM w.window_end)::bigint AS "end",
        w.good, w.total, r.allowed::numeric * CASE WHEN %(slices)s THEN 1 ELSE {TOTAL} END AS allowed, w.source,
        w.expected_events AS expected, w.excluded
    FROM {JUDGED}
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
