"""What a policy for triage must remember in order to decide, and whoever carries plans out before each action."""

from dataclasses import dataclass, field, replace
from typing import assert_never

from shared.domain.triage_policy.facts import AutomationPaused, AutomationResumed, TriagePolicyPut
from shared.domain.triage_policy.values import TriagePolicyDefinition
from shared.kernel.ids import TriagePolicyId

AnyTriagePolicyFact = TriagePolicyPut | AutomationPaused | AutomationResumed


@dataclass(frozen=True, slots=True, kw_only=True)
class TriagePolicy:
    policy_id: TriagePolicyId
    policy_version: int = 0
    """0: nobody has put one, the built-in one is good."""
    definition: TriagePolicyDefinition = field(default_factory=TriagePolicyDefinition)
    paused: bool = False
    """True: nothing is carried out."""
    paused_by: str | None = None
    paused_because: str | None = None


def evolve(state: TriagePolicy | None, fact: AnyTriagePolicyFact) -> TriagePolicy:
    before = TriagePolicy(policy_id=fact.policy_id) if state is None else state
    match fact:
        case TriagePolicyPut():
            return replace(before, policy_version=fact.policy_version, definition=fact.definition)
        case AutomationPaused():
            return replace(before, paused=True, paused_by=fact.paused_by, paused_because=fact.reason)
        case AutomationResumed():
            return replace(before, paused=False, paused_by=None, paused_because=None)
        case _:
            assert_never(fact)
