"""The registry's row."""

from pydantic import TypeAdapter

from shared.domain.service.decide import service
from shared.domain.service.facts import SERVICE_FACTS
from shared.domain.service.intents import SERVICE_INTENTS
from shared.domain.service.state import Service
from shared.kernel.aggregate import Aggregate

SERVICE = Aggregate(
    name="service",
    decider=service,
    intents=SERVICE_INTENTS,
    facts=SERVICE_FACTS,
    state_adapter=TypeAdapter(Service),
)
