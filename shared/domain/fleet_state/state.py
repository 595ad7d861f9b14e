"""What a cluster's fleet must remember in order to decide, and what is shown of it by id."""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.fleet_state.facts import FleetStateRecorded
from shared.domain.fleet_state.values import ApplicationRow, Counts
from shared.kernel.ids import FleetStateId


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetState:
    fleet_state_id: FleetStateId
    environment: str
    cluster: str
    reachable: bool
    counts: Counts
    applications: tuple[ApplicationRow, ...]
    #: Of the newest picture that became a fact.
    observed_at: datetime
    stale_after_s: int


def evolve(_state: FleetState | None, fact: FleetStateRecorded) -> FleetState | None:
    """None is a cluster that nobody has looked at yet; each fact has the whole of it."""
    return FleetState(
        fleet_state_id=fact.fleet_state_id,
        environment=fact.environment,
        cluster=fact.cluster,
        reachable=fact.reachable,
        counts=fact.counts,
        applications=fact.applications,
        observed_at=fact.observed_at,
        stale_after_s=fact.stale_after_s,
    )
