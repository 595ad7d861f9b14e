"""What follows when something is asked of a policy for triage."""

from collections.abc import Sequence

from shared.domain.triage_policy.facts import TriagePolicyPut
from shared.domain.triage_policy.intents import PutTriagePolicy
from shared.domain.triage_policy.state import TriagePolicy, evolve
from shared.kernel.decider import Context, Decider


def decide(intent: PutTriagePolicy, state: TriagePolicy | None, context: Context) -> Sequence[TriagePolicyPut]:
    if state is not None and state.definition == intent.definition:
        return ()
    fact = TriagePolicyPut(
        policy_id=intent.policy_id,
        policy_version=1 if state is None else state.policy_version + 1,
        definition=intent.definition,
        put_by=context.actor,
    )
    return (fact,)


triage_policy: Decider[PutTriagePolicy, TriagePolicy | None, TriagePolicyPut] = Decider(
    initial=None, decide=decide, evolve=evolve
)
