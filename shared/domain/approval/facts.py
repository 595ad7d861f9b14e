"""What can be true of an approval."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from shared.domain.approval.values import ApprovalDefinition
from shared.kernel.ids import ApprovalId
from shared.kernel.message import Fact


class ApprovalFact(Fact):
    aggregate_type: ClassVar[str] = "approval"
    id_field: ClassVar[str] = "approval_id"

    approval_id: ApprovalId
    """The approval that this is about."""


class ApprovalRequested(ApprovalFact):
    definition: ApprovalDefinition
    """What somebody is asked to say yes to."""
    plan_hash: str
    """SHA-256 of the plan's text, in hexadecimal."""
    dry_run_hash: str | None
    """SHA-256 of the dry run's text, in hexadecimal; null when there is none."""
    requested_by: str
    """Who asks: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    requested_at: datetime
    """When it was asked for, by the receiver's clock."""
    expires_at: datetime
    """When it may no longer be granted or carried out."""


class ApprovalGranted(ApprovalFact):
    plan_hash: str
    """SHA-256 of the plan that yes was said to."""
    dry_run_hash: str | None
    """SHA-256 of the dry run that was read; null when there is none."""
    granted_by: str
    """Who said yes: a person, or the workflow that follows a policy."""
    granted_at: datetime
    """When, by the writer's clock."""
    comment: str | None
    """What the approver said about it; null when nothing."""
    policy: str | None
    """The policy that said yes in place of a person; null when a person did."""


class ApprovalRejected(ApprovalFact):
    rejected_by: str
    """Who said no."""
    rejected_at: datetime
    """When, by the writer's clock."""
    reason: str
    """Why not."""


class ApprovalWithdrawn(ApprovalFact):
    withdrawn_by: str
    """Who took it back."""
    withdrawn_at: datetime
    """When, by the writer's clock."""
    reason: str
    """What had changed."""


class ApprovalExpired(ApprovalFact):
    expired_at: datetime
    """When it could no longer be granted or carried out."""


class ApprovalConsumed(ApprovalFact):
    effect_id: UUID
    """What was begun on the strength of it."""
    consumed_by: str
    """Who began it."""
    consumed_at: datetime
    """When, by the writer's clock."""


APPROVAL_FACTS: tuple[type[Fact], ...] = (
    ApprovalRequested,
    ApprovalGranted,
    ApprovalRejected,
    ApprovalWithdrawn,
    ApprovalExpired,
    ApprovalConsumed,
)
