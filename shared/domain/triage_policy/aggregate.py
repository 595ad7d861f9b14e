"""The registry's row."""

from pydantic import TypeAdapter

from shared.domain.triage_policy.decide import triage_policy
from shared.domain.triage_policy.facts import TRIAGE_POLICY_FACTS
from shared.domain.triage_policy.intents import TRIAGE_POLICY_INTENTS
from shared.domain.triage_policy.state import TriagePolicy
from shared.kernel.aggregate import Aggregate

TRIAGE_POLICY = Aggregate(
    name="triage_policy",
    decider=triage_policy,
    intents=TRIAGE_POLICY_INTENTS,
    facts=TRIAGE_POLICY_FACTS,
    state_adapter=TypeAdapter(TriagePolicy),
)
