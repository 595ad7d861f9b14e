"""What an approval must remember in order to decide, and what is shown of it by id."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never
from uuid import UUID

from shared.domain.approval.facts import (
    ApprovalConsumed,
    ApprovalExpired,
    ApprovalGranted,
    ApprovalRejected,
    ApprovalRequested,
    ApprovalWithdrawn,
)
from shared.domain.approval.values import ApprovalDefinition, ApprovalStatus
from shared.kernel.ids import ApprovalId

AnyApprovalFact = (
    ApprovalRequested | ApprovalGranted | ApprovalRejected | ApprovalWithdrawn | ApprovalExpired | ApprovalConsumed
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    approval_id: ApprovalId
    definition: ApprovalDefinition
    plan_hash: str
    dry_run_hash: str | None
    status: ApprovalStatus
    requested_by: str
    requested_at: datetime
    expires_at: datetime
    granted_by: str | None = None
    granted_at: datetime | None = None
    comment: str | None = None
    policy: str | None = None
    ended_by: str | None = None
    """Who rejected, withdrew or consumed it."""
    ended_at: datetime | None = None
    reason: str | None = None
    """Why it was rejected or withdrawn."""
    effect_id: UUID | None = None
    """What it was consumed for."""

    @property
    def proposers(self) -> frozenset[str]:
        return frozenset({self.requested_by, self.definition.proposed_by or self.requested_by})

    def is_over_at(self, moment: datetime) -> bool:
        return moment >= self.expires_at


def evolve(state: Approval | None, fact: AnyApprovalFact) -> Approval | None:
    """None is an approval that nobody has asked for yet."""
    if isinstance(fact, ApprovalRequested):
        return _requested(fact)
    if state is None:
        raise ValueError(f"the history of approval {fact.approval_id} does not begin with its request")
    match fact:
        case ApprovalGranted():
            return replace(
                state,
                status=ApprovalStatus.GRANTED,
                granted_by=fact.granted_by,
                granted_at=fact.granted_at,
                comment=fact.comment,
                policy=fact.policy,
            )
        case ApprovalRejected():
            return _ended(state, ApprovalStatus.REJECTED, fact.rejected_by, fact.rejected_at, fact.reason)
        case ApprovalWithdrawn():
            return _ended(state, ApprovalStatus.WITHDRAWN, fact.withdrawn_by, fact.withdrawn_at, fact.reason)
        case ApprovalExpired():
            return _ended(state, ApprovalStatus.EXPIRED, None, fact.expired_at)
        case ApprovalConsumed():
            consumed = _ended(state, ApprovalStatus.CONSUMED, fact.consumed_by, fact.consumed_at)
            return replace(consumed, effect_id=fact.effect_id)
        case _:
            assert_never(fact)


def _requested(fact: ApprovalRequested) -> Approval:
    return Approval(
        approval_id=fact.approval_id,
        definition=fact.definition,
        plan_hash=fact.plan_hash,
        dry_run_hash=fact.dry_run_hash,
        status=ApprovalStatus.REQUESTED,
        requested_by=fact.requested_by,
        requested_at=fact.requested_at,
        expires_at=fact.expires_at,
    )


def _ended(
    state: Approval, status: ApprovalStatus, by: str | None, at: datetime, reason: str | None = None
) -> Approval:
    return replace(state, status=status, ended_by=by, ended_at=at, reason=reason)
