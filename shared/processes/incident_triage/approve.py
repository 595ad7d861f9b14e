"""Somebody answered whether a plan may be carried out: after a yes it is, after anything else the run ends."""

from dataclasses import replace

from shared.domain.approval.facts import (
    ApprovalExpired,
    ApprovalFact,
    ApprovalGranted,
    ApprovalRejected,
    ApprovalWithdrawn,
)
from shared.domain.incident.values import EntryKind
from shared.processes.incident_triage.amend import noted
from shared.processes.incident_triage.endings import by_itself, cancel, escalate, joined, subject
from shared.processes.incident_triage.facts import EscalationCause
from shared.processes.incident_triage.remedy import Remedy, RemedyStage
from shared.processes.incident_triage.remedy_facts import ApprovalDecision, ApprovalReceived
from shared.processes.incident_triage.remedy_timeline import received_lines
from shared.processes.incident_triage.state import PHASE_LIMIT, Standing, TriageRun, Triaging
from shared.processes.incident_triage.timeline import entry
from shared.processes.process import Event, Known, Reaction
from shared.processes.process_batch import at_of, cause_of


def answered(
    event: Event, known: Known[Triaging], run: TriageRun, remedy: Remedy, fact: ApprovalFact
) -> Reaction[TriageRun]:
    said = _answer(run, fact)
    if said is None:
        return Reaction()
    told = entry(event, run, "approval-received", EntryKind.DECISION, received_lines(said))
    if said.decision is ApprovalDecision.GRANTED:
        return Reaction((_begun(event, known, run, remedy),), (told,), (said,))
    after = replace(run, remedy=None).said()
    return joined(Reaction((after,), (told,), (said,)), _ended(event, known, after, said))


def _begun(event: Event, known: Known[Triaging], run: TriageRun, remedy: Remedy) -> TriageRun:
    """Where yes was said at the last moment, there is still time to carry it out."""
    ends_at = max(run.ends_at or known.now, max(known.now, at_of(event)) + PHASE_LIMIT)
    carried_out = remedy.at(RemedyStage.EFFECT, at_of(event))
    return replace(run, standing=Standing.UNDER_WAY, ends_at=ends_at, remedy=carried_out, cause=cause_of(event)).said()


def _ended(event: Event, known: Known[Triaging], run: TriageRun, said: ApprovalReceived) -> Reaction[TriageRun]:
    by = said.decided_by or by_itself(run)
    if run.further:
        return noted(event, known, run, f"What was written is not put there ({said.decision}).")
    if said.decision is ApprovalDecision.WITHDRAWN:
        run = replace(run, retriage=run.retriage.ended(EscalationCause.REJECTED, by))
        return cancel(event, run, f"The plan was taken back: {said.reason}", by)
    if said.decision is ApprovalDecision.REJECTED:
        return escalate(event, run, EscalationCause.REJECTED, f"No was said to the plan: {said.reason}", by)
    return escalate(event, run, EscalationCause.EXPIRED, "Nobody decided on the plan while it was good.", by)


def _answer(run: TriageRun, fact: ApprovalFact) -> ApprovalReceived | None:
    """None: the fact is no answer."""
    answer: tuple[ApprovalDecision, str | None, str | None, str | None]
    match fact:
        case ApprovalGranted():
            answer = (ApprovalDecision.GRANTED, fact.granted_by, fact.policy, fact.comment)
        case ApprovalRejected():
            answer = (ApprovalDecision.REJECTED, fact.rejected_by, None, fact.reason)
        case ApprovalExpired():
            answer = (ApprovalDecision.EXPIRED, None, None, None)
        case ApprovalWithdrawn():
            answer = (ApprovalDecision.WITHDRAWN, fact.withdrawn_by, None, fact.reason)
        case _:
            return None
    decision, by, policy, reason = answer
    return ApprovalReceived(
        **subject(run), approval_id=fact.approval_id, decision=decision, decided_by=by, policy=policy, reason=reason
    )
