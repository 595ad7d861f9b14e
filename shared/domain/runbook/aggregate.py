"""The registry's row."""

from pydantic import TypeAdapter

from shared.domain.runbook.approving import consults
from shared.domain.runbook.decide import runbook
from shared.domain.runbook.facts import RUNBOOK_FACTS
from shared.domain.runbook.intents import RUNBOOK_INTENTS
from shared.domain.runbook.state import Runbook
from shared.kernel.aggregate import Aggregate

RUNBOOK = Aggregate(
    name="runbook",
    decider=runbook,
    intents=RUNBOOK_INTENTS,
    facts=RUNBOOK_FACTS,
    state_adapter=TypeAdapter(Runbook),
    consults=consults,
)
