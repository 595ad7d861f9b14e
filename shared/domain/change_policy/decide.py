"""What follows when something is asked of a policy for changes."""

from collections.abc import Sequence

from shared.domain.change_policy.facts import ChangePolicyPut
from shared.domain.change_policy.intents import PutChangePolicy
from shared.domain.change_policy.state import ChangePolicy, evolve
from shared.kernel.decider import Context, Decider, Rejected

_MOST_TOLD = 5


def decide(intent: PutChangePolicy, state: ChangePolicy | None, context: Context) -> Sequence[ChangePolicyPut]:
    _refuse_impossible(intent)
    if state is not None and state.definition == intent.definition:
        return ()
    fact = ChangePolicyPut(
        policy_id=intent.policy_id,
        policy_version=1 if state is None else state.policy_version + 1,
        definition=intent.definition,
        put_by=context.actor,
    )
    return (fact,)


def _refuse_impossible(intent: PutChangePolicy) -> None:
    """A hold that does not end before the deadline could confirm nothing."""
    wrong = [rule.application for rule in intent.definition.rules if rule.hold_s >= rule.deadline_s]
    if wrong:
        told = ", ".join(wrong[:_MOST_TOLD])
        raise Rejected("change_policy.hold_beyond_deadline", f"hold_s must be below deadline_s: {told}")


change_policy: Decider[PutChangePolicy, ChangePolicy | None, ChangePolicyPut] = Decider(
    initial=None, decide=decide, evolve=evolve
)
