"""What follows when something is asked of a policy for triage."""

from collections.abc import Sequence
from typing import assert_never

from shared.domain.triage_policy.facts import AutomationPaused, AutomationResumed, TriagePolicyPut
from shared.domain.triage_policy.intents import PauseAutomation, PutTriagePolicy, ResumeAutomation
from shared.domain.triage_policy.state import AnyTriagePolicyFact, TriagePolicy, evolve
from shared.kernel.decider import Context, Decider, Ignored, Rejected

AnyTriagePolicyIntent = PutTriagePolicy | PauseAutomation | ResumeAutomation
Decision = Sequence[AnyTriagePolicyFact] | Ignored


def decide(intent: AnyTriagePolicyIntent, state: TriagePolicy | None, context: Context) -> Decision:
    before = TriagePolicy(policy_id=intent.policy_id) if state is None else state
    match intent:
        case PutTriagePolicy():
            return _put(intent, before, context)
        case PauseAutomation():
            if before.paused:
                return Ignored("already_paused")
            return (AutomationPaused(policy_id=intent.policy_id, reason=intent.reason, paused_by=context.actor),)
        case ResumeAutomation():
            if not before.paused:
                return Ignored("not_paused")
            return (AutomationResumed(policy_id=intent.policy_id, reason=intent.reason, resumed_by=context.actor),)
        case _:
            assert_never(intent)


def _put(intent: PutTriagePolicy, before: TriagePolicy, context: Context) -> Decision:
    if intent.definition.hold_s >= intent.definition.verify_within_s:
        raise Rejected("triage_policy.hold_too_long", "hold_s must be below verify_within_s: nothing could be verified")
    if before.policy_version > 0 and before.definition == intent.definition:
        return ()
    fact = TriagePolicyPut(
        policy_id=intent.policy_id,
        policy_version=before.policy_version + 1,
        definition=intent.definition,
        put_by=context.actor,
    )
    return (fact,)


triage_policy: Decider[AnyTriagePolicyIntent, TriagePolicy | None, AnyTriagePolicyFact] = Decider(
    initial=None, decide=decide, evolve=evolve
)
