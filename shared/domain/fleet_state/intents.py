"""What may be asked of a cluster's fleet."""

from typing import Annotated, ClassVar

from pydantic import Field

from shared.domain.fleet_state.values import ApplicationRow, Counts
from shared.kernel.ids import FleetStateId
from shared.kernel.message import Intent
from shared.kernel.moment import Moment


class FleetStateIntent(Intent):
    aggregate_type: ClassVar[str] = "fleet_state"
    id_field: ClassVar[str] = "fleet_state_id"

    fleet_state_id: FleetStateId
    """The fleet that this is about; derived from environment and cluster."""


class RecordFleetState(FleetStateIntent):
    """A snapshot of all applications of one cluster; only a difference becomes a fact.

    A cluster that cannot be reached is reported so, without rows: everything in it is unknown, not healthy.
    """

    environment: Annotated[str, Field(min_length=1, max_length=200)]
    """The environment that the cluster belongs to."""
    cluster: Annotated[str, Field(min_length=1, max_length=200)]
    """The cluster's name."""
    reachable: bool = True
    """False when the cluster could not be asked; everything in it is then unknown."""
    counts: Counts
    """How many applications stand how."""
    applications: Annotated[tuple[ApplicationRow, ...], Field(max_length=5_000)] = ()
    """One row for each application, at most 5,000."""
    observed_at: Moment
    """When the cluster was looked at, by the sender's clock."""
    stale_after_s: int = Field(default=300, ge=1, le=86_400)
    """Seconds for which the picture is believed without another word."""


FLEET_STATE_INTENTS: tuple[type[Intent], ...] = (RecordFleetState,)
