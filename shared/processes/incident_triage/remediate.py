"""A plan is carried out, by steps or by a runbook, until it is known what became of it."""

from dataclasses import replace
from typing import Final

from shared.domain.incident.values import EntryKind
from shared.domain.runbook.facts import RunbookExecutionCompleted
from shared.domain.runbook.values import ExecutionOutcome
from shared.kernel.ids import ApprovalId, ExecutionId
from shared.processes.incident_triage.amend import noted
from shared.processes.incident_triage.endings import by_itself, escalate, joined, subject
from shared.processes.incident_triage.facts import EscalationCause
from shared.processes.incident_triage.remedy import Remedy
from shared.processes.incident_triage.remedy_facts import RemediationApplied, RemediationAwaited
from shared.processes.incident_triage.remedy_timeline import outcome_lines, pending_lines
from shared.processes.incident_triage.state import TriageRun, Triaging
from shared.processes.incident_triage.timeline import entry
from shared.processes.incident_triage.verify import begin_verification
from shared.processes.process import Event, Known, Reaction
from shared.processes.process_batch import at_of
from shared.remediation.actions import WriteNote
from shared.remediation.outcome import ActionOutcome, EffectStatus, RemediationOutcome

_NOT_OVER: Final = frozenset({EffectStatus.PENDING, EffectStatus.UNKNOWN})
#: A note is for people to read: a pull request that waits for one is where it should be.
_NOTED: Final = frozenset({EffectStatus.SUCCEEDED, EffectStatus.PENDING})
_EXECUTED: Final = {
    ExecutionOutcome.SUCCEEDED: EffectStatus.SUCCEEDED,
    ExecutionOutcome.FAILED: EffectStatus.FAILED,
    ExecutionOutcome.REJECTED: EffectStatus.REFUSED,
    ExecutionOutcome.CANCELLED: EffectStatus.SKIPPED,
    ExecutionOutcome.UNKNOWN: EffectStatus.UNKNOWN,
}


def not_yet(event: Event, run: TriageRun, remedy: Remedy) -> Reaction[TriageRun]:
    return Reaction((replace(run, remedy=remedy.looking_again(at_of(event))),))


def carried_out(
    event: Event, known: Known[Triaging], run: TriageRun, remedy: Remedy, outcome: RemediationOutcome
) -> Reaction[TriageRun]:
    if outcome.status in _NOT_OVER and not (run.is_mended and outcome.status in _NOTED):
        return _not_over(event, run, remedy, outcome)
    return _applied(event, known, run, remedy, outcome)


def runbook_answered(event: Event, run: TriageRun, remedy: Remedy, refused_because: str | None) -> Reaction[TriageRun]:
    """Once it is executed its own end is waited for; refused, nobody will ever say that it ended."""
    if refused_because is None:
        return Reaction((replace(run, remedy=replace(remedy, next_look_at=None, is_looking=False)),))
    reason = f"The runbook was not executed: {refused_because}"
    return escalate(event, run, EscalationCause.BLOCKED, reason[:1_000], by_itself(run))


def executed(
    event: Event, known: Known[Triaging], run: TriageRun, remedy: Remedy, completed: RunbookExecutionCompleted
) -> Reaction[TriageRun]:
    """Nothing looks a runbook up again: what is not known of it is a person's."""
    status = _EXECUTED[completed.outcome]
    reason = f"Runbook execution {completed.outcome}" + (f": {completed.note}" if completed.note else "")
    done = ActionOutcome(
        index=0,
        action=remedy.plan.actions[0].action,
        status=status,
        detail=reason[:1_000],
        ended_at=completed.completed_at,
    )
    outcome = RemediationOutcome(status=status, actions=(done,), reason=reason[:1_000])
    return _applied(event, known, run, remedy, outcome)


def _not_over(event: Event, run: TriageRun, remedy: Remedy, outcome: RemediationOutcome) -> Reaction[TriageRun]:
    """Said once, and again when it has changed: people see where it waits."""
    after = replace(remedy.looking_again(at_of(event)), outcome=outcome)
    if remedy.outcome == outcome or remedy.approval_id is None or run.ends_at is None:
        return Reaction((replace(run, remedy=after),))
    said = RemediationAwaited(
        **subject(run), approval_id=ApprovalId(remedy.approval_id), outcome=outcome, until=run.ends_at
    )
    told = entry(event, run, "remediation-awaited", EntryKind.ACTION, pending_lines(outcome, run.ends_at))
    return Reaction((replace(run, remedy=after).said(),), (told,), (said,))


def _applied(
    event: Event, known: Known[Triaging], run: TriageRun, remedy: Remedy, outcome: RemediationOutcome
) -> Reaction[TriageRun]:
    said = RemediationApplied(
        **subject(run),
        approval_id=None if remedy.approval_id is None else ApprovalId(remedy.approval_id),
        execution_id=None if remedy.execution_id is None else ExecutionId(remedy.execution_id),
        outcome=outcome,
        is_rollback=remedy.is_rollback,
    )
    told = entry(event, run, "remediation-applied", EntryKind.ACTION, outcome_lines(outcome))
    after = replace(run, remedy=None).said()
    applied: Reaction[TriageRun] = Reaction((after,), (told,), (said,))
    if run.is_mended:
        return joined(applied, noted(event, known, after, _written_summary(remedy, outcome)))
    if outcome.status is not EffectStatus.SUCCEEDED:
        what = "The rollback" if remedy.is_rollback else "The plan"
        reason = f"{what} was not carried out ({outcome.status}): {outcome.reason}"
        return joined(applied, escalate(event, after, EscalationCause.NOT_CARRIED_OUT, reason, by_itself(run)))
    if remedy.is_rollback:
        reason = "The plan did not help and was taken back."
        return joined(applied, escalate(event, after, EscalationCause.NOT_VERIFIED, reason, by_itself(run)))
    return joined(applied, begin_verification(event, known, after, replace(remedy, outcome=outcome)))


def _written_summary(remedy: Remedy, outcome: RemediationOutcome) -> str:
    """Of a note, or of an addition to a runbook."""
    if all(isinstance(action, WriteNote) for action in remedy.plan.actions):
        where = "its note is on its way" if outcome.status in _NOTED else "its note is in the index alone"
    else:
        where = "its runbook's change is on its way" if outcome.status in _NOTED else "its runbook stays as it is"
    return f"It has worked, and {where}: {outcome.reason}"
