"""A fleet as it stands."""

from datetime import datetime, timedelta
from uuid import UUID

from shared.app.operations.standard_methods import view_fields
from shared.app.operations.view import View
from shared.domain.fleet_state.health import worst_of
from shared.domain.fleet_state.values import ApplicationRow, Counts
from shared.kernel.vocabulary import HealthStatus
from shared.ports.current_state import Stored


class FleetStateView(View):
    fleet_state_id: UUID
    version: int
    environment: str
    cluster: str
    reachable: bool
    #: Nobody has looked for longer than the picture is believed.
    stale: bool
    #: Worst of all applications; unknown while the cluster cannot be reached or the picture is stale.
    health: HealthStatus
    counts: Counts
    applications: tuple[ApplicationRow, ...]
    last_seen_at: datetime
    updated_at: datetime


def fleet_state_view(stored: Stored, now: datetime) -> FleetStateView:
    seen = stored.seen_at or datetime.fromisoformat(stored.state["observed_at"])
    stale = now - seen > timedelta(seconds=stored.state["stale_after_s"])
    counts = Counts.model_validate(stored.state["counts"])
    believed = stored.state["reachable"] and not stale
    computed = {
        "stale": stale,
        "health": worst_of(counts) if believed else HealthStatus.UNKNOWN,
        "counts": counts,
        "last_seen_at": seen,
    }
    return FleetStateView.model_validate({**view_fields(stored, "fleet_state_id"), **computed})
