"""The registry's row."""

from pydantic import TypeAdapter

from shared.domain.postmortem.decide import postmortem
from shared.domain.postmortem.facts import POSTMORTEM_FACTS
from shared.domain.postmortem.intents import POSTMORTEM_INTENTS
from shared.domain.postmortem.state import Postmortem
from shared.kernel.aggregate import Aggregate
from shared.kernel.decider import PublicState


def public_state_of_postmortem(state: Postmortem) -> PublicState:
    return {"status": state.status.value, "incident_id": "" if state.incident_id is None else str(state.incident_id)}


POSTMORTEM = Aggregate(
    name="postmortem",
    decider=postmortem,
    intents=POSTMORTEM_INTENTS,
    facts=POSTMORTEM_FACTS,
    state_adapter=TypeAdapter(Postmortem),
    public_state=public_state_of_postmortem,
)
