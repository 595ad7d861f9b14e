"""The registry's row."""

from pydantic import TypeAdapter

from shared.domain.change_policy.decide import change_policy
from shared.domain.change_policy.facts import CHANGE_POLICY_FACTS
from shared.domain.change_policy.intents import CHANGE_POLICY_INTENTS
from shared.domain.change_policy.state import ChangePolicy
from shared.kernel.aggregate import Aggregate

CHANGE_POLICY = Aggregate(
    name="change_policy",
    decider=change_policy,
    intents=CHANGE_POLICY_INTENTS,
    facts=CHANGE_POLICY_FACTS,
    state_adapter=TypeAdapter(ChangePolicy),
)
