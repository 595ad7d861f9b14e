"""The writer's own decisions, kept in memory: what is asked becomes facts in a log, or the code of a refusal."""

from datetime import datetime
from typing import Any

from shared.domain.registry import AGGREGATES_BY_TYPE
from shared.kernel.decider import Context, Ignored, Rejected
from shared.kernel.message import Intent
from tests.support.facts import TENANT, Log, named

States = dict[tuple[str, str], Any]


def decide(states: States, log: Log, intent: Intent, by: str, at: datetime) -> str | None:
    """Adds what follows to the log; gives the code of a refusal, None where there is none."""
    aggregate = AGGREGATES_BY_TYPE[intent.aggregate_type]
    place = (intent.aggregate_type, intent.aggregate_id)
    state = states.get(place, aggregate.decider.initial)
    consulted = [each for each in aggregate.consults(intent, state, TENANT) if each in states]
    public = {each: AGGREGATES_BY_TYPE[each[0]].public_state(states[each]) for each in consulted}
    context = Context(at=at, actor=by, message_id=named(f"{intent!r}"), public_states=public)
    try:
        decided = aggregate.decider.decide(intent, state, context)
    except Rejected as refused:
        return refused.code
    for fact in decided.facts if isinstance(decided, Ignored) else decided:
        states[place] = state = aggregate.decider.evolve(state, fact)
        log.add(fact, at=at, actor=by)
    return None
