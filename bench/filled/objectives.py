"""Objectives, and what was measured of every fortieth in stretches of five minutes."""

from typing import Final

_DEFINITION: Final = (
    '{"name": "Requests are answered", "target": 99.9, "window": {"kind": "rolling", "days": 30},'
    ' "indicator": {"kind": "counts", "good_query": "good", "total_query": "total"}}'
)

# Now, to five minutes.
_NEWEST = "date_bin('5 minutes', now(), 'epoch')"

_OBJECTIVES = f"""
    INSERT INTO slo_burndown.objective (
        tenant_id, slo_id, slug, revision, definition, counted_from, counted_since, data_until, exhausted_since,
        version, good, total, allowed_bad, consumed
    )
    SELECT %(tenant)s::uuid, md5(concat(%(tenant)s::uuid, 'slo', g))::uuid, 'slo-' || g, 3, '{_DEFINITION}', 2,
        now() - interval '70 days', {_NEWEST}, NULL, 20000, 8630000, 8640000, 8640.0, g::float8 / %(objectives)s::bigint
    FROM generate_series(1, %(objectives)s::bigint) g
"""

_REVISIONS = """
    INSERT INTO slo_burndown.revision (tenant_id, slo_id, revision, allowed, good_share)
    SELECT tenant_id, slo_id, r, 100000, NULL::bigint FROM slo_burndown.objective CROSS JOIN generate_series(1, 3) r
    WHERE tenant_id = %(tenant)s::uuid
"""

_CONDITIONS = """
    INSERT INTO slo_burndown.burn_condition (tenant_id, slo_id, position, long_s, short_s, rate)
    SELECT tenant_id, slo_id, position, long_s, short_s, rate FROM slo_burndown.objective CROSS JOIN
        (VALUES (0, 3600, 300, 14.4), (1, 21600, 1800, 6.0), (2, 86400, 7200, 3.0), (3, 259200, 21600, 1.0))
        AS usual (position, long_s, short_s, rate)
    WHERE tenant_id = %(tenant)s::uuid
"""


def windows_of(every: int) -> str:
    """Windows of the first objective, and of each one that is ``every`` further."""
    return f"""
    INSERT INTO slo_burndown.sli_window (
        tenant_id, slo_id, window_start, window_end, source, revision, good, total, expected_events, excluded,
        corrections
    )
    SELECT %(tenant)s::uuid, md5(concat(%(tenant)s::uuid, 'slo', s))::uuid, {_NEWEST} - w * interval '5 minutes',
        {_NEWEST} - (w - 1) * interval '5 minutes', 'prometheus', 2 + w %% 2, 9990 + w %% 11, 10000, 0, false, 0
    FROM generate_series(1, %(objectives)s::bigint, {every}) s CROSS JOIN generate_series(1, %(windows)s::bigint) w
"""


_CROSSINGS = """
    INSERT INTO slo_burndown.crossing (
        tenant_id, slo_id, version, exhausted, revision, at, good, total, allowed_bad, consumed
    )
    SELECT tenant_id, slo_id, v * 100, v %% 2 = 1, 2, now() - (61 - v) * interval '1 day', 9990, 10000, 10.0, 1.0
    FROM slo_burndown.objective CROSS JOIN generate_series(1, 60) v WHERE tenant_id = %(tenant)s::uuid
"""

STATEMENTS = (_OBJECTIVES, _CONDITIONS, _REVISIONS, windows_of(40), _CROSSINGS)
#: The same, with windows of all of them.
ALL_MEASURED = (_OBJECTIVES, _CONDITIONS, _REVISIONS, windows_of(1), _CROSSINGS)
