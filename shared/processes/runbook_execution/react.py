"""An execution of a runbook: filled in, checked, approved, carried out step by step, and ended. Pure."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from pydantic import TypeAdapter

from shared.domain.approval.facts import (
    ApprovalExpired,
    ApprovalFact,
    ApprovalGranted,
    ApprovalRejected,
    ApprovalWithdrawn,
)
from shared.domain.incident.values import EntryKind
from shared.domain.runbook.facts import RunbookExecutionCompleted, RunbookExecutionRequested, RunbookStepReported
from shared.domain.runbook.values import ExecutionOutcome
from shared.kernel.envelope import Envelope
from shared.processes.process import ActivityResult, Event, Known, Process, Reaction, TimerFired
from shared.processes.process_batch import at_of, cause_of
from shared.processes.runbook_execution import facts
from shared.processes.runbook_execution.course import Course
from shared.processes.runbook_execution.effects import effect_seen, given_up, look_again
from shared.processes.runbook_execution.ending import conclude, stopped, undo_ended
from shared.processes.runbook_execution.gating import ask_for_a_yes
from shared.processes.runbook_execution.hearing import answered, reported, unanswered
from shared.processes.runbook_execution.results import (
    DryRunEnded,
    EffectSeen,
    RunbookRefused,
    RunbookResult,
    StepsPlanned,
)
from shared.processes.runbook_execution.state import (
    LATE,
    LOOK,
    READING_LIMIT,
    RunbookRun,
    Waits,
    associations_of,
    runbook_workflow_id,
    timers_of,
)
from shared.processes.runbook_execution.walking import go_on
from shared.remediation.outcome import EffectStatus

_HEARD: Final = (ApprovalGranted, ApprovalRejected, ApprovalWithdrawn, ApprovalExpired)


def lookups(event: Event, _known: Known[RunbookRun]) -> Iterator[str]:
    match event:
        case Envelope(data=ApprovalFact() as fact):
            yield f"approval:{fact.approval_id}"
        case Envelope(data=RunbookExecutionRequested() | RunbookExecutionCompleted() | RunbookStepReported() as fact):
            yield f"execution:{fact.execution_id}"
        case _:
            pass


def react(event: Event, known: Known[RunbookRun]) -> Reaction[RunbookRun]:
    if isinstance(event, Envelope) and isinstance(event.data, RunbookExecutionRequested):
        return _begun(event, known, event.data)
    run = _concerned(event, known)
    if run is None:
        return Reaction()
    course = Course(event, known, run)
    match event:
        case ActivityResult():
            _brought(course, event.result)
        case TimerFired():
            _time_is_over(course, event.name, event.at)
        case Envelope(data=ApprovalFact() as fact):
            answered(course, fact)
        case Envelope(data=RunbookStepReported() as fact):
            reported(course, fact)
        case Envelope(data=RunbookExecutionCompleted() as fact):
            _completed(course, fact)
        case _:
            return Reaction()
    return course.reaction()


def _concerned(event: Event, known: Known[RunbookRun]) -> RunbookRun | None:
    if isinstance(event, Envelope):
        return next((run for key in lookups(event, known) for run in known.holding(key)), None)
    return known.instance(event.workflow_id)


def _begun(event: Envelope[Any], known: Known[RunbookRun], asked: RunbookExecutionRequested) -> Reaction[RunbookRun]:
    workflow_id = runbook_workflow_id(asked.execution_id)
    if known.holding(f"execution:{asked.execution_id}"):
        return Reaction()
    run = RunbookRun(
        workflow_id=workflow_id,
        execution_id=asked.execution_id,
        runbook_id=asked.runbook_id,
        incident_id=asked.incident_id,
        slug=asked.slug or str(asked.runbook_id),
        runbook_version=asked.runbook_version,
        requested_by=asked.requested_by,
        steps=asked.steps,
        facts=0,
        waits=Waits.NOTHING,
        began_at=at_of(event),
        late_at=None,
        cause=cause_of(event),
    )
    course = Course(event, known, run)
    course.say(
        facts.RunbookExecutionStarted,
        runbook_id=run.runbook_id,
        slug=run.slug,
        runbook_version=run.runbook_version,
        target=asked.target,
        arguments=asked.arguments,
        steps=run.steps,
        requested_by=run.requested_by,
    )
    course.tell(EntryKind.ACTION, f"Runbook {run.slug} version {run.runbook_version} began: {run.requested_by} asked.")
    course.wait(Waits.STEPS_PLANNED, READING_LIMIT)
    return course.reaction()


def _brought(course: Course, result: RunbookResult) -> None:
    """What comes a second time, or too late, answers nothing that is asked."""
    if not course.run.asked or result.asked != course.run.asked:
        return
    match result:
        case StepsPlanned(steps=steps):
            course.say(facts.RunbookExecutionPlanned, steps=steps)
            course.change(planned=steps, began_at=course.at)
            go_on(course)
        case RunbookRefused():
            _refused(course, result)
        case DryRunEnded():
            _tried_dry(course, result)
        case EffectSeen():
            effect_seen(course, result)


def _refused(course: Course, refused: RunbookRefused) -> None:
    at = "" if refused.step_id is None else f"Step {refused.step_id}: "
    if course.run.is_concluded:
        undo_ended(course, EffectStatus.REFUSED, refused.reason)
    else:
        conclude(course, ExecutionOutcome.REJECTED, f"{at}{refused.reason}")


def _tried_dry(course: Course, tried: DryRunEnded) -> None:
    if tried.problems:
        reason = f"What is there now stands in the way: {'; '.join(tried.problems)}"
        _refused(course, RunbookRefused(asked=tried.asked, reason=reason))
    elif course.run.gate is not None:
        ask_for_a_yes(course, course.run.gate, tried.text)


def _time_is_over(course: Course, name: str, at: datetime) -> None:
    run = course.run
    if name == LOOK and run.waits is Waits.LOOK and run.look_at is not None and at >= run.look_at:
        look_again(course)
        return
    if name != LATE or run.late_at is None or at < run.late_at:  # set again since
        return
    match run.waits:
        case Waits.APPROVAL:
            unanswered(course)
        case Waits.EFFECT | Waits.LOOK:
            given_up(course)
        case Waits.PERSON:
            reason = f"Nobody said in time that step {run.step.id} is done."
            conclude(course, ExecutionOutcome.CANCELLED, reason)
        case _:
            _refused(course, RunbookRefused(asked=run.asked, reason="What it needs could not be read in time."))


def _completed(course: Course, fact: RunbookExecutionCompleted) -> None:
    """Its own end, or somebody else's word that it is over."""
    if course.run.is_concluded:
        course.change(is_told=True)
    else:
        stopped(course, fact.outcome, fact.note, fact.completed_by)


def _facts_said(run: RunbookRun) -> int:
    return run.facts


runbook_execution: Process[RunbookRun] = Process(
    workflow_type="runbook_execution",
    handles=frozenset({RunbookExecutionRequested, RunbookExecutionCompleted, RunbookStepReported, *_HEARD}),
    states=TypeAdapter(RunbookRun),
    lookups=lookups,
    react=react,
    associations=associations_of,
    timers=timers_of,
    leads_on=frozenset(),
    facts_said=_facts_said,
)
