"""What an execution makes of what others say: answers to its questions, steps that were done, and that it is over."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from shared.domain.approval.facts import (
    ApprovalExpired,
    ApprovalFact,
    ApprovalGranted,
    ApprovalRejected,
    ApprovalWithdrawn,
)
from shared.domain.approval.intents import WithdrawApproval
from shared.domain.runbook.facts import RunbookStepReported
from shared.domain.runbook.values import ExecutionOutcome
from shared.processes.runbook_execution import facts
from shared.processes.runbook_execution.course import Course
from shared.processes.runbook_execution.ending import conclude, undo_ended
from shared.processes.runbook_execution.facts import ApprovalVerdict
from shared.processes.runbook_execution.state import Gate, StepReport, Waits
from shared.processes.runbook_execution.walking import end_by_hand, go_on
from shared.remediation.outcome import EffectStatus

#: The longest that one action may take.
UNDO_LIMIT: Final = timedelta(minutes=5)
_ENDS: Final[Mapping[ApprovalVerdict, tuple[ExecutionOutcome, str]]] = {
    ApprovalVerdict.REJECTED: (ExecutionOutcome.REJECTED, "Somebody said no"),
    ApprovalVerdict.WITHDRAWN: (ExecutionOutcome.CANCELLED, "The question was taken back"),
    ApprovalVerdict.EXPIRED: (ExecutionOutcome.CANCELLED, "Nobody answered in time"),
}


def answered(course: Course, fact: ApprovalFact) -> None:
    gate = course.run.gate
    if gate is None or gate.approval_id != fact.approval_id:
        return
    match fact:
        case ApprovalGranted(granted_by=by) if course.run.waits is Waits.APPROVAL:
            _granted(course, gate, by)
        case ApprovalRejected(rejected_by=by, reason=reason):
            _refused(course, gate, ApprovalVerdict.REJECTED, by, f": {reason}")
        case ApprovalWithdrawn(withdrawn_by=by, reason=reason):
            _refused(course, gate, ApprovalVerdict.WITHDRAWN, by, f": {reason}")
        case ApprovalExpired() if course.run.waits is Waits.APPROVAL:
            _refused(course, gate, ApprovalVerdict.EXPIRED, None, ".")
        case _:
            pass


def unanswered(course: Course) -> None:
    """A yes would be good for longer than one may wait for it: there is the time, too, of what it covers."""
    gate = course.run.gate
    if gate is not None:
        course.ask(WithdrawApproval(approval_id=gate.approval_id, reason="Nobody answered in time."))
        _refused(course, gate, ApprovalVerdict.EXPIRED, None, ".")


def reported(course: Course, fact: RunbookStepReported) -> None:
    """Whether its turn has come or not: what was said is not asked again."""
    report = StepReport(
        status=fact.status, note=fact.note, completed_by=fact.completed_by, completed_at=fact.completed_at
    )
    course.change(reports={**course.run.reports, fact.step_id: report})
    if course.run.waits is Waits.PERSON and course.run.step.id == fact.step_id:
        end_by_hand(course, report)
        go_on(course)


def _granted(course: Course, gate: Gate, by: str) -> None:
    run = course.run
    course.say(
        facts.RunbookApprovalReceived,
        approval_id=gate.approval_id,
        verdict=ApprovalVerdict.GRANTED,
        answered_by=by,
    )
    course.change(gate=replace(gate, is_granted=True))
    if run.is_concluded:
        course.say(facts.RunbookUndoStarted, approval_id=gate.approval_id, look=0)
        course.wait(Waits.EFFECT, UNDO_LIMIT, look=0, began_at=course.at)
        return
    course.change(approval_ids=(*run.approval_ids, gate.approval_id), began_at=course.at)
    go_on(course)


def _refused(course: Course, gate: Gate, verdict: ApprovalVerdict, by: str | None, detail: str) -> None:
    course.say(facts.RunbookApprovalReceived, approval_id=gate.approval_id, verdict=verdict, answered_by=by)
    outcome, reason = _ENDS[verdict]
    if course.run.is_concluded:
        undo_ended(course, EffectStatus.SKIPPED, reason + detail)
    else:
        course.change(waits=Waits.NOTHING, gate=None)
        conclude(course, outcome, reason + detail)
