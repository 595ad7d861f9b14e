"""An approval as it stands, with the plan that it is bound to."""

from datetime import datetime
from uuid import UUID

from shared.app.operations.standard_methods import view_fields
from shared.app.operations.view import View
from shared.domain.approval.values import ApprovalDefinition, ApprovalStatus
from shared.ports.current_state import Stored


class ApprovalView(View):
    """An approval is shown with everything that a yes would be said to."""

    approval_id: UUID
    """The approval's id."""
    version: int
    """How many facts it has; a command that sends it as ``If-Match`` is refused when it has changed since."""
    definition: ApprovalDefinition
    """What is asked about: the plan byte for byte, its dry run, its risk and for how long."""
    plan_hash: str
    """SHA-256 of the plan's text: GrantApproval takes it."""
    dry_run_hash: str | None
    """SHA-256 of the dry run's text. Null: there was none."""
    status: ApprovalStatus
    """Where it is. One whose time is over is ``expired``, whether or not that has been recorded yet."""
    requested_by: str
    """Who asks, as ``kind:name``."""
    requested_at: datetime
    """When it was asked for, in UTC."""
    expires_at: datetime
    """When it may no longer be granted or carried out, in UTC."""
    granted_by: str | None
    """Who said yes. Null: nobody has."""
    granted_at: datetime | None
    """When yes was said, in UTC. Null: nobody has."""
    comment: str | None
    """What the approver said about it. Null: nothing."""
    policy: str | None
    """The policy that said yes in place of a person. Null: none did."""
    ended_by: str | None
    """Who rejected, withdrew or used it. Null: nobody has."""
    ended_at: datetime | None
    """When it was rejected, withdrawn, used or over, in UTC. Null: it is not."""
    reason: str | None
    """Why it was rejected or withdrawn. Null: it was not."""
    effect_id: UUID | None
    """What was begun on the strength of it. Null: nothing."""
    updated_at: datetime
    """When the newest of its facts was recorded, in UTC."""


def approval_view(stored: Stored, now: datetime) -> ApprovalView:
    view = ApprovalView.model_validate(view_fields(stored, "approval_id"))
    waits = view.status in (ApprovalStatus.REQUESTED, ApprovalStatus.GRANTED)
    if waits and now >= view.expires_at:
        return view.model_copy(update={"status": ApprovalStatus.EXPIRED, "ended_at": view.expires_at})
    return view
