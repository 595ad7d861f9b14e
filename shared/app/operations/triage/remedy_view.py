"""A plan on its way as the process facts of its triage tell it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared.app.operations.view import View
from shared.processes.incident_triage import remedy_facts as facts
from shared.processes.incident_triage.facts import RemediationProposed
from shared.processes.incident_triage.phase import TriagePhase
from shared.processes.incident_triage.remedy_facts import ApprovalDecision
from shared.remediation.outcome import VerificationReading


class PlanApprovalView(View):
    """It is shown who is asked whether a plan may be carried out, and what was said."""

    approval_id: UUID
    """The approval, which holds the plan and its dry run byte for byte."""
    plan_hash: str
    """SHA-256 of the plan's text, in hexadecimal."""
    expires_at: datetime
    """Until when it may be granted and carried out, in UTC."""
    policy: str | None
    """The rule of the tenant's policy that says yes in place of a person. Null: a person is asked."""
    decision: ApprovalDecision | None = None
    """The answer. Null: there is none yet."""
    decided_by: str | None = None
    """Who answered. Null: nobody has, or time did."""
    reason: str | None = None
    """What was said with the answer. Null: nothing."""


class PlanVerificationView(View):
    """It is shown whether a plan has worked."""

    hold_s: int
    """Seconds for which everything must be well without a break."""
    deadline: datetime
    """By when it must have worked, in UTC."""
    looks: int = 0
    """How many further looks were asked for."""
    verified: bool | None = None
    """Whether it has worked. Null: it is not known yet."""
    reading: VerificationReading | None = None
    """The look that decided. Null: none has yet, or none came back."""
    held_for_s: int = 0
    """Seconds for which everything was well at the end."""
    reason: str | None = None
    """What says so. Null: it is not known yet."""


#: What is said of any plan on its way.
OF_A_PLAN = (
    RemediationProposed,
    facts.ApprovalAwaited,
    facts.ApprovalReceived,
    facts.RemediationAwaited,
    facts.RemediationApplied,
)


def told_of_plan(shown: dict[str, Any], fact: Any) -> dict[str, Any]:
    """What a process fact changes in what is shown; nothing where it is about something else."""
    return _of_deciding(shown, fact) | _of_verifying(shown, fact)


def _of_deciding(shown: dict[str, Any], fact: Any) -> dict[str, Any]:
    match fact:
        case facts.ApprovalAwaited():
            asked = PlanApprovalView.model_validate(fact.model_dump(include=set(PlanApprovalView.model_fields)))
            return {"standing": "waiting", "approval": asked}
        case facts.RunbookExecutionAwaited():
            return {"standing": "waiting", "execution_id": fact.execution_id}
        case facts.ApprovalReceived():
            answer = fact.model_dump(include={"decision", "decided_by", "reason"})
            return {"standing": "under_way", "approval": shown["approval"].model_copy(update=answer)}
        case facts.RemediationAwaited() | facts.RemediationApplied():
            return {"standing": "under_way", "outcome": fact.outcome}
        case _:
            return {}


def _of_verifying(shown: dict[str, Any], fact: Any) -> dict[str, Any]:
    match fact:
        case facts.VerificationStarted():
            started = PlanVerificationView(hold_s=fact.hold_s, deadline=fact.deadline)
            return {"phase": TriagePhase.VERIFICATION, "verification": started}
        case facts.TriagePhaseResumed(phase=TriagePhase.VERIFICATION, look=look):
            return {"verification": shown["verification"].model_copy(update={"looks": look})}
        case facts.VerificationCompleted():
            told = {name: getattr(fact, name) for name in ("verified", "reading", "held_for_s", "reason")}
            return {"verification": shown["verification"].model_copy(update=told)}
        case facts.DocumentationRequested():
            return {"phase": TriagePhase.DOCUMENTATION}
        case facts.IncidentTriageCompleted():
            return {"standing": "completed", "ended_because": fact.summary}
        case _:
            return {}
