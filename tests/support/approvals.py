"""Approvals as tests ask for them, and as others see them."""

from datetime import datetime, timedelta
from uuid import UUID

from shared.domain.approval.decide import approval
from shared.domain.approval.facts import ApprovalGranted, ApprovalRequested
from shared.domain.approval.values import ApprovalDefinition
from shared.domain.incident.approving import resolution_plan
from shared.kernel.canonical import sha256_hex
from shared.kernel.decider import Named, PublicState
from shared.kernel.ids import ApprovalId, IncidentId
from shared.kernel.vocabulary import RiskTier
from tests.support.given import ANA, NOON, Given
from tests.support.incidents import INCIDENT

APPROVAL = ApprovalId(UUID(int=77))
AGENT = "agent:sre"
BEN = "human:ben"
PLAN = '{"action":"argocd.sync","application":"checkout"}'
HASH = sha256_hex(PLAN)

given = Given(approval)


def definition(
    *,
    plan: str = PLAN,
    risk: RiskTier = RiskTier.HIGH,
    dry_run: str | None = None,
    proposed_by: str | None = None,
) -> ApprovalDefinition:
    return ApprovalDefinition(
        title="Synchronise checkout",
        incident_id=INCIDENT,
        plan=plan,
        dry_run=dry_run,
        risk=risk,
        proposed_by=proposed_by,
    )


def requested(asked: ApprovalDefinition | None = None, by: str = AGENT) -> ApprovalRequested:
    asked = asked or definition()
    return ApprovalRequested(
        approval_id=APPROVAL,
        definition=asked,
        plan_hash=asked.plan_hash,
        dry_run_hash=asked.dry_run_hash,
        requested_by=by,
        requested_at=NOON,
        expires_at=NOON + timedelta(hours=1),
    )


def granted(by: str = ANA, **said: str | None) -> ApprovalGranted:
    unsaid = {"dry_run_hash": None, "comment": None, "policy": None}
    return ApprovalGranted.model_validate(
        {"approval_id": APPROVAL, "plan_hash": HASH, "granted_by": by, "granted_at": NOON, **unsaid, **said}
    )


def resolution_approved(
    summary: str, *, incident_id: IncidentId = INCIDENT, status: str = "granted", until: datetime | None = None
) -> dict[Named, PublicState]:
    """How an approval of this resolution stands for those who consult it."""
    state = {
        "status": status,
        "incident_id": str(incident_id),
        "plan_hash": sha256_hex(resolution_plan(incident_id, summary)),
        "granted_by": ANA,
        "expires_at": (until or NOON + timedelta(days=1)).isoformat(),
    }
    return {("approval", str(APPROVAL)): state}
