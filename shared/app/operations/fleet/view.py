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
    """All applications of one cluster are shown at one moment."""

    fleet_state_id: UUID
    """Derived from tenant, environment and cluster."""
    version: int
    """How many facts the fleet state has; a command that sends it as ``If-Match`` is refused when it has changed
    since.
    """
    environment: str
    """The environment's name."""
    cluster: str
    """The cluster's name."""
    reachable: bool
    """False when the cluster could not be asked; its counts are then the last known ones."""
    stale: bool
    """True when nobody has looked for longer than the picture is believed."""
    health: HealthStatus
    """The worst of all applications; ``unknown`` while the cluster cannot be reached or the picture is stale."""
    counts: Counts
    """How many applications there are, by health."""
    applications: tuple[ApplicationRow, ...]
    """One row per application that was named."""
    last_seen_at: datetime
    """When somebody last looked, in UTC, whether or not anything had changed."""
    updated_at: datetime
    """When the newest of its facts was recorded, in UTC."""


def fleet_state_view(stored: Stored, now: datetime) -> FleetStateView:
    """``now`` decides whether the picture is still believed."""
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
