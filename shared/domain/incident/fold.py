"""The state of an incident as its facts make it: public, for answers about the past."""

from pydantic import TypeAdapter

from shared.domain.incident.evolve import evolve
from shared.domain.incident.state import Incident
from shared.kernel.fold import Fold

INCIDENT_FOLD = Fold(evolve=evolve, state_adapter=TypeAdapter(Incident))
