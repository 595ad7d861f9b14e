"""From step to step: passed over, handed to a person, or carried out behind a yes to exactly what is done."""

from datetime import timedelta

from shared.domain.incident.values import EntryKind
from shared.domain.runbook.values import ExecutionOutcome, RunbookStep, StepStatus
from shared.processes.runbook_execution import facts
from shared.processes.runbook_execution.conditions import passed_over_because
from shared.processes.runbook_execution.course import Course, lines_of
from shared.processes.runbook_execution.ending import conclude, end_step
from shared.processes.runbook_execution.gating import try_dry
from shared.processes.runbook_execution.state import Gate, StepReport, Waits
from shared.processes.wording import one_line
from shared.remediation.runbook_steps import PlannedStep, stretches


def go_on(course: Course) -> None:
    """To the next step that takes time, or to the end."""
    while course.run.at < len(course.run.steps) and not _is_unknown(course):
        step, planned = course.run.step, course.run.planned[course.run.at]
        why = planned.skipped_because or passed_over_because(step, course.run.results)
        if why is not None:
            end_step(course, StepStatus.SKIPPED, why)
        elif planned.action is not None:
            _to_machine(course, planned)
            return
        elif (report := course.run.reports.get(step.id)) is not None:
            end_by_hand(course, report)
        else:
            _to_person(course, step, planned)
            return
    _conclude_by_results(course)


def end_by_hand(course: Course, report: StepReport) -> None:
    end_step(course, report.status, report.note, by=report.completed_by)


def begin_action(course: Course, gate: Gate) -> None:
    """Says which action of the approved plan is begun; of a step that is tried again, the next one."""
    run = course.run
    say_action(course, gate)
    course.wait(Waits.EFFECT, timedelta(seconds=run.step.timeout_s))


def say_action(course: Course, gate: Gate) -> None:
    run = course.run
    course.say(
        facts.RunbookStepStarted,
        step_id=run.step.id,
        approval_id=gate.approval_id,
        action_index=gate.places[run.step.id][run.attempt - 1],
        attempt=run.attempt,
        look=run.look,
    )


def _is_unknown(course: Course) -> bool:
    """After a step of which it is not known what it did, nothing more is done."""
    return any(result.status is StepStatus.UNKNOWN for result in course.run.results)


def _to_machine(course: Course, planned: PlannedStep) -> None:
    gate = course.run.gate
    if gate is not None and gate.is_granted and planned.step_id in gate.places:
        begin_action(course, gate)
    else:
        try_dry(course, next(stretches(course.run.planned[course.run.at :])))


def _to_person(course: Course, step: RunbookStep, planned: PlannedStep) -> None:
    run = course.run
    course.say(facts.RunbookStepStarted, step_id=step.id, approval_id=None, action_index=None, attempt=1, look=0)
    course.tell(
        EntryKind.ACTION,
        f"Step {step.id} of runbook {run.slug} is for a person: {one_line(step.title)}",
        *lines_of("With:", map(one_line, planned.instructions)),
        "When it is done:",
        f"sre runbooks step-done {run.runbook_id} --execution-id {run.execution_id} --step-id {step.id}",
    )
    course.wait(Waits.PERSON, timedelta(seconds=step.wait_s))


def _conclude_by_results(course: Course) -> None:
    ended = {result.status: result.step_id for result in reversed(course.run.results)}
    if StepStatus.UNKNOWN in ended:
        reason = f"What step {ended[StepStatus.UNKNOWN]} did is not known."
        conclude(course, ExecutionOutcome.UNKNOWN, reason)
    elif StepStatus.FAILED in ended:
        conclude(course, ExecutionOutcome.FAILED, f"Step {ended[StepStatus.FAILED]} failed.")
    else:
        conclude(course, ExecutionOutcome.SUCCEEDED, "Every step did what it should, or was not needed.")
