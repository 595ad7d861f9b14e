"""What an agent's resolve must be approved as, and whether it is."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from shared.domain.incident.state import Incident
from shared.kernel.canonical import canonical_json, sha256_hex
from shared.kernel.decider import Context, Rejected
from shared.kernel.ids import IncidentId


def resolution_plan(incident_id: IncidentId, summary: str) -> str:
    """The plan that an approval must name for an agent to resolve this incident in these words."""
    return canonical_json({"action": "incident.resolve", "incident_id": str(incident_id), "summary": summary})


def refuse_unapproved(state: Incident, summary: str, approval_id: UUID | None, context: Context) -> None:
    """An approval lets an agent resolve once, while it is granted, and in exactly the words that were approved."""
    if approval_id is None:
        raise Rejected("incident.approval_required", "an agent resolves with an approval of exactly this resolution")
    if problem := next(_problems(state, summary, approval_id, context), None):
        raise Rejected("incident.approval_required", problem)


def _problems(state: Incident, summary: str, approval_id: UUID, context: Context) -> Iterator[str]:
    approval = context.public_states.get(("approval", str(approval_id)))
    if approval is None:
        yield "there is no such approval"
        return
    if approval_id in state.approvals_used:
        yield "this approval has been used: an incident that came back needs another"
    if approval["status"] != "granted" or context.at >= datetime.fromisoformat(approval["expires_at"]):
        yield f"this approval is not granted any more, or not yet: it is {approval['status']}"
    if approval["incident_id"] != str(state.incident_id):
        yield "this approval is about something else"
    if approval["plan_hash"] != sha256_hex(resolution_plan(state.incident_id, summary)):
        yield "something else was approved: the plan is not this resolution, word for word"
