"""What is said to the question whether a plan may be carried out."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from shared.domain.approval.facts import ApprovalExpired, ApprovalGranted, ApprovalRejected, ApprovalWithdrawn
from shared.kernel.message import Fact
from shared.processes.incident_triage.remedy_facts import ApprovalAwaited

ANSWERS: Final[Mapping[str, Callable[[datetime, ApprovalAwaited], Fact]]] = {
    "granted": lambda at, asked: ApprovalGranted(
        approval_id=asked.approval_id,
        plan_hash=asked.plan_hash,
        dry_run_hash=asked.dry_run_hash,
        granted_by="human:ben",
        granted_at=at,
        comment=None,
        policy=None,
    ),
    "rejected": lambda at, asked: ApprovalRejected(
        approval_id=asked.approval_id, rejected_by="human:ben", rejected_at=at, reason="not now"
    ),
    "withdrawn": lambda at, asked: ApprovalWithdrawn(
        approval_id=asked.approval_id, withdrawn_by="human:ben", withdrawn_at=at, reason="by hand"
    ),
    "expired": lambda at, asked: ApprovalExpired(approval_id=asked.approval_id, expired_at=at),
}
