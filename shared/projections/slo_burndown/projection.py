"""What was recorded of each objective, window by window, and when its budget was used up."""

from shared.projections.projection import Projection
from shared.projections.slo_burndown.objectives import crossings, objectives, revisions
from shared.projections.slo_burndown.sli_windows import sli_windows

slo_burndown = Projection(name="slo_burndown", version=5, views=(objectives, revisions, sli_windows, crossings))
