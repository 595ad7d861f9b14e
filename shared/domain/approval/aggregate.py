"""The registry's row, what an approval says of itself, and until when it waits."""

from pydantic import TypeAdapter

from shared.domain.approval.decide import approval
from shared.domain.approval.facts import APPROVAL_FACTS
from shared.domain.approval.intents import APPROVAL_INTENTS, RequestApproval
from shared.domain.approval.state import Approval
from shared.kernel.aggregate import Aggregate, Sighting
from shared.kernel.decider import PublicState
from shared.kernel.message import Intent
from shared.kernel.moment import waiting


def expiry_of(intent: Intent) -> Sighting | None:
    """Its time runs from the request: an answer neither shortens nor lengthens it."""
    if not isinstance(intent, RequestApproval):
        return None
    return Sighting(intent.received_at, intent.received_at + waiting(intent.definition.valid_for_s))


def public_state_of(state: Approval) -> PublicState:
    return {
        "status": state.status.value,
        "incident_id": "" if state.definition.incident_id is None else str(state.definition.incident_id),
        "execution_id": "" if state.definition.execution_id is None else str(state.definition.execution_id),
        "plan_hash": state.plan_hash,
        "granted_by": state.granted_by or "",
        "expires_at": state.expires_at.isoformat(),
    }


APPROVAL = Aggregate(
    name="approval",
    decider=approval,
    intents=APPROVAL_INTENTS,
    facts=APPROVAL_FACTS,
    state_adapter=TypeAdapter(Approval),
    sighting=expiry_of,
    public_state=public_state_of,
)
