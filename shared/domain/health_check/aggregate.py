"""The registry's row."""

from pydantic import TypeAdapter

from shared.domain.health_check.decide import health_check
from shared.domain.health_check.facts import HEALTH_CHECK_FACTS
from shared.domain.health_check.intents import HEALTH_CHECK_INTENTS, RecordHealthCheck
from shared.domain.health_check.state import HealthCheck
from shared.kernel.aggregate import Aggregate, Sighting
from shared.kernel.message import Intent


def sighting_of_resource(intent: Intent) -> Sighting | None:
    """Nobody promises to look again: silence is seen in the answer, not waited for."""
    return Sighting(intent.checked_at, None) if isinstance(intent, RecordHealthCheck) else None


HEALTH_CHECK = Aggregate(
    name="health_check",
    decider=health_check,
    intents=HEALTH_CHECK_INTENTS,
    facts=HEALTH_CHECK_FACTS,
    state_adapter=TypeAdapter(HealthCheck),
    sighting=sighting_of_resource,
)
