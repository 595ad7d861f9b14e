"""The registry's row."""

from pydantic import TypeAdapter

from shared.domain.on_call_schedule.decide import on_call_schedule
from shared.domain.on_call_schedule.facts import ON_CALL_SCHEDULE_FACTS
from shared.domain.on_call_schedule.intents import ON_CALL_SCHEDULE_INTENTS
from shared.domain.on_call_schedule.state import OnCallSchedule
from shared.kernel.aggregate import Aggregate

ON_CALL_SCHEDULE = Aggregate(
    name="on_call_schedule",
    decider=on_call_schedule,
    intents=ON_CALL_SCHEDULE_INTENTS,
    facts=ON_CALL_SCHEDULE_FACTS,
    state_adapter=TypeAdapter(OnCallSchedule),
)
