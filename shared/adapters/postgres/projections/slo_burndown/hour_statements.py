"""SQL of sums by the hour: how a window counts by its own revision, and the hours that follow from the windows."""

from collections.abc import Mapping
from typing import Final

# ruff: noqa: S608 - what is put in are our own texts

#: Events that were expected and did not come count as good ones.
GOOD: Final = "(w.good + greatest(w.expected_events - w.total, 0))"
TOTAL: Final = "greatest(w.total, w.expected_events)"

JUDGED: Final = """
    {slo_burndown.sli_window} w
    JOIN {slo_burndown.revision} r ON r.tenant_id = w.tenant_id AND r.slo_id = w.slo_id AND r.revision = w.revision
"""

# Counts times parts do not fit into a bigint.
_GOOD_SLICE = f"({TOTAL} = 0 OR {GOOD} * %(parts)s::numeric >= {TOTAL} * r.good_share::numeric)::int"
COUNTED_GOOD: Final = (
    f"CASE WHEN w.excluded THEN 0 WHEN r.good_share IS NOT NULL THEN {_GOOD_SLICE} ELSE {GOOD} END::numeric"
)
COUNTED: Final = f"CASE WHEN w.excluded THEN 0 WHEN r.good_share IS NOT NULL THEN 1 ELSE {TOTAL} END::numeric"
SECONDS: Final = "CASE WHEN w.excluded THEN 0 ELSE extract(epoch FROM w.window_end - w.window_start) END"

#: As a trigger keeps them: for the past, of which only windows are folded.
SLI_HOURS: Final = f"""
    SELECT w.tenant_id, w.slo_id, date_bin('1 hour', w.window_start, 'epoch') AS hour, w.revision,
        max(w.window_end) AS window_end, sum({COUNTED_GOOD}) AS good, sum({COUNTED}) AS total,
        sum({SECONDS}) AS recorded_s, sum(w.excluded::int) AS excluded, sum((NOT w.excluded)::int) AS counted
    FROM {JUDGED}
    GROUP BY 1, 2, 3, 4
"""

#: Tables that follow from others, by name.
FOLLOWING: Final[Mapping[str, str]] = {"sli_hour": SLI_HOURS}
