"""By whose yes an execution did what it did: approvals that were asked for it and granted, looked up by their ids."""

from collections.abc import Iterable
from uuid import UUID

from shared.domain.runbook.intents import CompleteRunbookExecution, RunbookIntent
from shared.domain.runbook.state import Execution, Runbook
from shared.domain.runbook.values import StepStatus
from shared.kernel.decider import Context, Named, Rejected
from shared.kernel.ids import TenantId


def consults(intent: RunbookIntent, _state: Runbook | None, _tenant_id: TenantId) -> Iterable[Named]:
    if isinstance(intent, CompleteRunbookExecution):
        return tuple(("approval", str(each)) for each in intent.approval_ids)
    return ()


def approver_of(intent: CompleteRunbookExecution, execution: Execution, context: Context) -> str | None:
    """Gives who said yes, of several the first; None where nothing was done that needed it. Raises Rejected."""
    approvers = [_approver(each, execution, context) for each in intent.approval_ids]
    if approvers:
        return approvers[0]
    by_machine = {step.id for step in execution.steps if not step.is_by_hand}
    done = {result.step_id for result in intent.steps if result.status is StepStatus.SUCCEEDED}
    if by_machine & done:
        raise Rejected("runbook.approval_required", "name the approvals by which its steps were carried out")
    return None


def _approver(approval_id: UUID, execution: Execution, context: Context) -> str:
    approval = context.public_states.get(("approval", str(approval_id)))
    if approval is None or approval["execution_id"] != str(execution.execution_id):
        raise Rejected("runbook.other_approval", "there is no such approval of this execution")
    if not approval["granted_by"]:
        raise Rejected("runbook.not_approved", f"nobody has said yes to it: it is {approval['status']}")
    if approval["granted_by"] == execution.requested_by:
        raise Rejected("runbook.approved_by_requester", "who asks for it does not approve it")
    return approval["granted_by"]
