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
    """The fleet that this is about."""


class FleetStateRecorded(FleetStateFact):
    """The whole picture after a difference, so that a reader needs no earlier fact."""

    environment: str
    """The environment that the cluster belongs to."""
    cluster: str
    """The cluster's name."""
    reachable: bool
    """False when the cluster could not be asked."""
    counts: Counts
    """How many applications stand how."""
    applications: tuple[ApplicationRow, ...]
    """One row for each application."""
    observed_at: datetime
    """When the cluster was looked at, by the sender's clock."""
    stale_after_s: int
    """Seconds for which the picture is believed without another word."""


FLEET_STATE_FACTS: tuple[type[Fact], ...] = (FleetStateRecorded,)
