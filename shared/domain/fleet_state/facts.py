"""What can be true of a cluster's fleet."""

from datetime import datetime
from typing import ClassVar

from shared.domain.fleet_state.values import ApplicationRow, Counts
from shared.kernel.ids import FleetStateId
from shared.kernel.message import Fact


class FleetStateFact(Fact):
    aggregate_type: ClassVar[str] = "fleet_state"
    id_field: ClassVar[str] = "fleet_state_id"

    fleet_state_id: FleetStateId


class FleetStateRecorded(FleetStateFact):
    """The whole picture after a difference, so that a reader needs no earlier fact."""

    environment: str
    cluster: str
    reachable: bool
    counts: Counts
    applications: tuple[ApplicationRow, ...]
    observed_at: datetime
    stale_after_s: int


FLEET_STATE_FACTS: tuple[type[Fact], ...] = (FleetStateRecorded,)
