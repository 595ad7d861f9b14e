"""The registry's row."""

from pydantic import TypeAdapter

from shared.domain.fleet_state.decide import fleet_state
from shared.domain.fleet_state.facts import FLEET_STATE_FACTS
from shared.domain.fleet_state.intents import FLEET_STATE_INTENTS, RecordFleetState
from shared.domain.fleet_state.state import FleetState
from shared.kernel.aggregate import Aggregate, Sighting
from shared.kernel.message import Intent


def sighting_of_fleet(intent: Intent) -> Sighting | None:
    """Nobody is woken when a picture grows old: its age is in every answer."""
    return Sighting(intent.observed_at, None) if isinstance(intent, RecordFleetState) else None


FLEET_STATE = Aggregate(
    name="fleet_state",
    decider=fleet_state,
    intents=FLEET_STATE_INTENTS,
    facts=FLEET_STATE_FACTS,
    state_adapter=TypeAdapter(FleetState),
    sighting=sighting_of_fleet,
)
