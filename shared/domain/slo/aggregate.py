"""The registry's row."""

from pydantic import TypeAdapter

from shared.domain.slo.decide import slo
from shared.domain.slo.facts import SLO_FACTS
from shared.domain.slo.intents import SLO_INTENTS
from shared.domain.slo.state import SLO as STATE
from shared.kernel.aggregate import Aggregate

SLO = Aggregate(
    name="slo",
    decider=slo,
    intents=SLO_INTENTS,
    facts=SLO_FACTS,
    state_adapter=TypeAdapter(STATE),
)
