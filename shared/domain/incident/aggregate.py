"""The registry's row."""

from pydantic import TypeAdapter

from shared.domain.incident.consulting import consults, public_state_of
from shared.domain.incident.decide import incident
from shared.domain.incident.facts import INCIDENT_FACTS
from shared.domain.incident.intents import INCIDENT_INTENTS, CreateIncident
from shared.domain.incident.state import Incident
from shared.kernel.aggregate import Aggregate

INCIDENT = Aggregate(
    name="incident",
    decider=incident,
    intents=INCIDENT_INTENTS,
    facts=INCIDENT_FACTS,
    state_adapter=TypeAdapter(Incident),
    numbered_by=CreateIncident,
    counter="incident",
    consults=consults,
    public_state=public_state_of,
)
