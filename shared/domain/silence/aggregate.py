"""The registry's row."""

from pydantic import TypeAdapter

from shared.domain.silence.decide import silence
from shared.domain.silence.facts import SILENCE_FACTS
from shared.domain.silence.intents import SILENCE_INTENTS
from shared.domain.silence.state import Silence
from shared.kernel.aggregate import Aggregate

SILENCE = Aggregate(
    name="silence",
    decider=silence,
    intents=SILENCE_INTENTS,
    facts=SILENCE_FACTS,
    state_adapter=TypeAdapter(Silence),
)
