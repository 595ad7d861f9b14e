"""What follows when something is asked of an approval: one yes, for one exact plan, by somebody else, used once."""

from collections.abc import Sequence
from typing import Never, assert_never

from shared.domain.approval.facts import (
    ApprovalConsumed,
    ApprovalExpired,
    ApprovalGranted,
    ApprovalRejected,
    ApprovalRequested,
    ApprovalWithdrawn,
)
from shared.domain.approval.intents import (
    ConsumeApproval,
    ExpireApproval,
    GrantApproval,
    RejectApproval,
    RequestApproval,
    WithdrawApproval,
)
from shared.domain.approval.state import AnyApprovalFact, Approval, evolve
from shared.domain.approval.values import ApprovalStatus, ApproverRole
from shared.kernel.actor import Actor, ActorKind
from shared.kernel.decider import Context, Decider, Ignored, Rejected
from shared.kernel.moment import believed, waiting
from shared.kernel.vocabulary import RiskTier

AnyApprovalIntent = (
    RequestApproval | GrantApproval | RejectApproval | WithdrawApproval | ConsumeApproval | ExpireApproval
)
Decision = Sequence[AnyApprovalFact] | Ignored

_WAITING = ApprovalStatus.REQUESTED
_ALIVE = frozenset({ApprovalStatus.REQUESTED, ApprovalStatus.GRANTED})
_ENDED = {
    ApprovalStatus.REJECTED: "no was said to it: propose again",
    ApprovalStatus.WITHDRAWN: "it was taken back: propose again",
    ApprovalStatus.EXPIRED: "its time is over: propose again",
    ApprovalStatus.CONSUMED: "it has been used, and is good for nothing else",
}


def decide(intent: AnyApprovalIntent, state: Approval | None, context: Context) -> Decision:
    if isinstance(intent, RequestApproval):
        return _request(intent, state, context)
    if state is None:
        raise Rejected("approval.not_found", "there is no such approval")
    match intent:
        case GrantApproval():
            return _grant(intent, state, context)
        case RejectApproval():
            return _reject(intent, state, context)
        case WithdrawApproval():
            return _withdraw(intent, state, context)
        case ConsumeApproval():
            return _consume(intent, state, context)
        case ExpireApproval():
            return _expire(state, context)
        case _:
            assert_never(intent)


def _request(intent: RequestApproval, state: Approval | None, context: Context) -> Decision:
    definition = intent.definition
    if state is not None:
        if state.definition == definition:
            return ()
        raise Rejected("approval.exists", "this id is another approval's: another plan needs an id of its own")
    received_at = believed(intent.received_at, context.at)
    fact = ApprovalRequested(
        approval_id=intent.approval_id,
        definition=definition,
        plan_hash=definition.plan_hash,
        dry_run_hash=definition.dry_run_hash,
        requested_by=context.actor,
        requested_at=received_at,
        expires_at=received_at + waiting(definition.valid_for_s),
    )
    return (fact,)


def _grant(intent: GrantApproval, state: Approval, context: Context) -> Decision:
    if state.status is ApprovalStatus.GRANTED:
        return Ignored("already_granted")
    if state.status is not _WAITING:
        _refuse_ended(state)
    _refuse_late(state, context)
    _refuse_who_may_not(intent, state, context)
    _refuse_other_plan(intent, state)
    fact = ApprovalGranted(
        approval_id=state.approval_id,
        plan_hash=state.plan_hash,
        dry_run_hash=state.dry_run_hash,
        granted_by=context.actor,
        granted_at=context.at,
        comment=intent.comment,
        policy=intent.policy,
    )
    return (fact,)


def _reject(intent: RejectApproval, state: Approval, context: Context) -> Decision:
    if state.status is ApprovalStatus.REJECTED:
        return Ignored("already_rejected")
    if state.status is ApprovalStatus.GRANTED:
        raise Rejected("approval.granted", "yes was said already: withdraw it")
    if state.status is not _WAITING:
        _refuse_ended(state)
    if not Actor.of(context.actor).is_human:
        raise Rejected("approval.not_a_person", "a person says no; who proposed it withdraws")
    fact = ApprovalRejected(
        approval_id=state.approval_id, rejected_by=context.actor, rejected_at=context.at, reason=intent.reason
    )
    return (fact,)


def _withdraw(intent: WithdrawApproval, state: Approval, context: Context) -> Decision:
    if state.status is ApprovalStatus.WITHDRAWN:
        return Ignored("already_withdrawn")
    if state.status not in _ALIVE:
        _refuse_ended(state)
    if Actor.of(context.actor).kind is ActorKind.AGENT and context.actor not in state.proposers:
        raise Rejected("approval.not_yours", "an agent withdraws what it proposed itself")
    fact = ApprovalWithdrawn(
        approval_id=state.approval_id, withdrawn_by=context.actor, withdrawn_at=context.at, reason=intent.reason
    )
    return (fact,)


def _consume(intent: ConsumeApproval, state: Approval, context: Context) -> Decision:
    if state.status is ApprovalStatus.CONSUMED and state.effect_id == intent.effect_id:
        return ()
    if state.status is _WAITING:
        raise Rejected("approval.not_granted", "nobody has said yes to it")
    if state.status is not ApprovalStatus.GRANTED:
        _refuse_ended(state)
    _refuse_late(state, context)
    _refuse_other_plan(intent, state)
    fact = ApprovalConsumed(
        approval_id=state.approval_id,
        effect_id=intent.effect_id,
        consumed_by=context.actor,
        consumed_at=context.at,
    )
    return (fact,)


def _expire(state: Approval, context: Context) -> Decision:
    if state.status not in _ALIVE:
        return Ignored("already_over")
    if not state.is_over_at(context.at):
        raise Rejected("approval.not_yet_over", f"it may be granted until {state.expires_at.isoformat()}")
    return (ApprovalExpired(approval_id=state.approval_id, expired_at=state.expires_at),)


def _refuse_ended(state: Approval) -> Never:
    raise Rejected(f"approval.{state.status.value}", _ENDED[state.status])


def _refuse_late(state: Approval, context: Context) -> None:
    """Whether or not somebody has said so yet."""
    if state.is_over_at(context.at):
        raise Rejected("approval.expired", _ENDED[ApprovalStatus.EXPIRED])


def _refuse_who_may_not(intent: GrantApproval, state: Approval, context: Context) -> None:
    actor = Actor.of(context.actor)
    if actor.kind is ActorKind.PROCESS and intent.policy is not None:
        if state.definition.risk is RiskTier.HIGH:
            raise Rejected("approval.policy_not_enough", "where the risk is high a person says yes")
        return
    if not actor.is_human:
        raise Rejected("approval.not_a_person", "a person says yes, never an agent or a system")
    if intent.policy is not None:
        raise Rejected("approval.policy_is_not_a_person", "a person says yes in their own name: leave the policy out")
    if state.definition.risk is RiskTier.HIGH and intent.granted_as is ApproverRole.RESPONDER:
        raise Rejected("approval.role_not_enough", "where the risk is high somebody with the role approver says yes")
    if context.actor in state.proposers:
        raise Rejected("approval.own_proposal", "who proposes or asks does not approve: somebody else must")


def _refuse_other_plan(intent: GrantApproval | ConsumeApproval, state: Approval) -> None:
    if intent.plan_hash != state.plan_hash:
        raise Rejected("approval.other_plan", "this is not the plan that was asked about: read it again")
    if intent.dry_run_hash != state.dry_run_hash:
        raise Rejected("approval.other_dry_run", "the dry run is another than the one that was asked about")


approval: Decider[AnyApprovalIntent, Approval | None, AnyApprovalFact] = Decider(
    initial=None, decide=decide, evolve=evolve
)
