"""What may be asked of an approval."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.domain.approval.values import ApprovalDefinition, ApproverRole, Hash
from shared.kernel.ids import ApprovalId
from shared.kernel.message import Intent
from shared.kernel.moment import Moment
from shared.kernel.value import Reason


class ApprovalIntent(Intent):
    aggregate_type: ClassVar[str] = "approval"
    id_field: ClassVar[str] = "approval_id"

    approval_id: ApprovalId
    """The approval that this is about."""


class RequestApproval(ApprovalIntent):
    volatile: ClassVar[frozenset[str]] = frozenset({"received_at"})

    definition: ApprovalDefinition
    """What somebody is asked to say yes to."""
    received_at: Moment
    """When the question was received, by the receiver's clock; the time in which it is valid runs from there."""


class GrantApproval(ApprovalIntent):
    """A person says yes, or a policy does where the risk is low."""

    schema_version: ClassVar[str] = "1.1.0"

    plan_hash: Hash
    """SHA-256 of the plan that was read before saying yes; another plan's is refused."""
    dry_run_hash: Hash | None = None
    """SHA-256 of the dry run that was read; required when there is one."""
    comment: Reason | None = None
    """What the approver has to say about it."""
    policy: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """The policy by which a workflow says yes; people leave it out."""
    granted_as: ApproverRole | None = None
    """The role in which a person says yes, as their credential has it; null for a workflow."""


class RejectApproval(ApprovalIntent):
    reason: Reason
    """Why not."""


class WithdrawApproval(ApprovalIntent):
    """The plan is no longer meant, or what it rested on has changed."""

    reason: Reason
    """What has changed."""


class ConsumeApproval(ApprovalIntent):
    """It is about to be carried out. Whoever is answered `accepted` for an effect may begin it, and nobody else."""

    plan_hash: Hash
    """SHA-256 of the plan that will be carried out, computed again from its text."""
    dry_run_hash: Hash | None = None
    """SHA-256 of the dry run that was repeated just before; required when there is one."""
    effect_id: UUID
    """What is begun on the strength of it; the same effect may ask again."""


class ExpireApproval(ApprovalIntent):
    """Time has passed."""


APPROVAL_INTENTS: tuple[type[Intent], ...] = (
    RequestApproval,
    GrantApproval,
    RejectApproval,
    WithdrawApproval,
    ConsumeApproval,
    ExpireApproval,
)
