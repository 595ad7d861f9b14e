"""Which windows touch planned maintenance of an objective's service."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from shared.domain.silence.windows import next_window, window_at
from shared.kernel.matchers import StepBudget, all_hold
from shared.ports.measuring import Objective, PlannedMaintenance

_MOMENT = timedelta(microseconds=1)


def labels_of(objective: Objective) -> Mapping[str, str]:
    """Gives what a silence's matchers are held against, and what an alert of the objective says of itself."""
    service = {} if objective.service is None else {"service": objective.service}
    return {"slo": objective.slug, **service}


def of_objective(objective: Objective, planned: Sequence[PlannedMaintenance]) -> list[PlannedMaintenance]:
    """Gives the maintenance whose matchers hold for it."""
    labels, steps = labels_of(objective), StepBudget()
    return [each for each in planned if all_hold(each.definition.matchers, labels, steps)]


def touches(planned: PlannedMaintenance, start_at: datetime, end_at: datetime) -> bool:
    """Whether it is active at any moment from ``start_at`` until before ``end_at``."""
    until = end_at if planned.expired_at is None else min(end_at, planned.expired_at)
    if until <= start_at:
        return False
    if window_at(planned.definition, start_at) is not None:
        return True
    coming = next_window(planned.definition, start_at - _MOMENT)
    return coming is not None and coming.starts_at < until
