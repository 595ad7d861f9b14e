"""The end of a step, the end of an execution, and the offer to take back what was done."""

from typing import Final

from shared.diagnosis.redaction import redact
from shared.domain.approval.intents import WithdrawApproval
from shared.domain.incident.values import EntryKind
from shared.domain.runbook.intents import CompleteRunbookExecution
from shared.domain.runbook.values import ExecutionOutcome, StepResult, StepStatus
from shared.processes.runbook_execution import facts
from shared.processes.runbook_execution.course import Course, lines_of
from shared.processes.runbook_execution.gating import try_dry
from shared.processes.runbook_execution.results import EffectSeen
from shared.processes.runbook_execution.state import Waits
from shared.processes.wording import one_line
from shared.remediation.actions import Action
from shared.remediation.consequences import risk_of
from shared.remediation.outcome import EffectStatus
from shared.remediation.runbook_steps import MOST_ACTIONS, PlannedStep

_LONGEST_OUTPUT: Final = 50_000
_LONGEST_REASON: Final = 1_000
_LONGEST_STEP_S: Final = 86_400.0
#: After these it may be worth taking back what was done before.
_LEFT_HALF_WAY: Final = frozenset({ExecutionOutcome.FAILED, ExecutionOutcome.CANCELLED, ExecutionOutcome.UNKNOWN})


def end_step(
    course: Course, status: StepStatus, output: str, *, by: str | None = None, effect: EffectSeen | None = None
) -> None:
    """Says how the present step ended; the next one is then the present one."""
    run = course.run
    is_tried = status is not StepStatus.SKIPPED or by is not None
    seconds = max(0.0, (course.at - run.began_at).total_seconds()) if is_tried else 0.0
    text = redact(output)[:_LONGEST_OUTPUT]
    undo = effect.undo if effect is not None and status is StepStatus.SUCCEEDED else None
    course.say(
        facts.RunbookExecutionStepCompleted,
        step_id=run.step.id,
        status=status,
        output=text,
        references=effect.references if effect is not None else (),
        completed_by=by or course.by_itself,
        attempts=run.attempt if is_tried else 0,
        duration_s=seconds,
        undo=undo,
    )
    if is_tried:
        course.tell(EntryKind.ACTION, f"Step {run.step.id} of runbook {run.slug} {status}", one_line(text))
    result = StepResult(step_id=run.step.id, status=status, output=text, duration_s=min(seconds, _LONGEST_STEP_S))
    course.change(
        results=(*run.results, result),
        undo=run.undo if undo is None else (undo, *run.undo),
        at=run.at + 1,
        attempt=1,
        look=0,
        began_at=course.at,
    )


def conclude(course: Course, outcome: ExecutionOutcome, reason: str) -> None:
    """The runbook's history is asked to say that it is over."""
    run, said = course.run, _one_reason(reason)
    course.ask(
        CompleteRunbookExecution(
            runbook_id=run.runbook_id,
            execution_id=run.execution_id,
            outcome=outcome,
            steps=run.results,
            approval_ids=run.approval_ids,
            note=said,
        )
    )
    _conclude(course, outcome, said, course.by_itself)


def stopped(course: Course, outcome: ExecutionOutcome, reason: str, by: str) -> None:
    """The runbook's history says already that it is over: somebody has stopped it, or has done it by hand."""
    course.change(is_told=True)
    _conclude(course, outcome, _one_reason(reason or f"{by} said so."), by)


def undo_ended(course: Course, status: EffectStatus, output: str) -> None:
    text = redact(output)[:_LONGEST_OUTPUT]
    course.say(facts.RunbookUndoEnded, status=status, output=text)
    course.tell(EntryKind.ACTION, f"Taking back what runbook {course.run.slug} did: {status}", one_line(text))
    course.run = course.run.idle()
    course.change(gate=None)


def _conclude(course: Course, outcome: ExecutionOutcome, reason: str, by: str) -> None:
    run = course.run
    course.say(
        facts.RunbookExecutionConcluded,
        outcome=outcome,
        reason=reason,
        approval_ids=run.approval_ids,
        concluded_by=by,
    )
    if run.gate is not None and (run.waits is Waits.APPROVAL or outcome is ExecutionOutcome.CANCELLED):
        course.ask(WithdrawApproval(approval_id=run.gate.approval_id, reason=f"The execution is over: {reason}"))
    steps = (f"{each.step_id}: {each.status}" for each in run.results)
    course.tell(EntryKind.ACTION, f"Runbook {run.slug} {outcome}: {one_line(reason)}", *lines_of("Steps:", steps))
    course.run = course.run.idle()
    course.change(is_concluded=True, gate=None)
    if run.undo and outcome in _LEFT_HALF_WAY:
        try_dry(course, [_taking_back(number, action) for number, action in enumerate(run.undo[:MOST_ACTIONS], 1)])


def _taking_back(number: int, action: Action) -> PlannedStep:
    return PlannedStep(
        step_id=f"undo-{number}", title=f"Take back with {action.action}", action=action, risk=risk_of(action)
    )


def _one_reason(reason: str) -> str:
    return redact(reason)[:_LONGEST_REASON]
