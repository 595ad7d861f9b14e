"""What became of an action: it is over, it is tried again, or it is looked again later."""

from datetime import timedelta
from typing import Final

from shared.domain.runbook.values import StepStatus
from shared.processes.runbook_execution import facts
from shared.processes.runbook_execution.course import Course
from shared.processes.runbook_execution.ending import end_step, undo_ended
from shared.processes.runbook_execution.results import EffectSeen
from shared.processes.runbook_execution.state import Waits, until_next_look
from shared.processes.runbook_execution.walking import begin_action, go_on, say_action
from shared.remediation.outcome import EffectStatus

#: What the target may still say something else about.
_OPEN: Final = frozenset({None, EffectStatus.PENDING, EffectStatus.UNKNOWN})


def effect_seen(course: Course, seen: EffectSeen) -> None:
    if seen.status in _OPEN:
        _look_later(course, seen)
    elif course.run.is_concluded:
        undo_ended(course, seen.status or EffectStatus.UNKNOWN, seen.output)
    elif seen.status is EffectStatus.SUCCEEDED:
        end_step(course, StepStatus.SUCCEEDED, seen.output, effect=seen)
        go_on(course)
    elif not _tried_again(course, seen):
        end_step(course, StepStatus.FAILED, f"{seen.status}: {seen.output}", effect=seen)
        go_on(course)


def look_again(course: Course) -> None:
    """Time has passed: the target is asked what became of it; nothing is repeated by that."""
    run, gate = course.run, course.run.gate
    if gate is None:
        return
    course.change(look=run.look + 1)
    if run.is_concluded:
        course.say(facts.RunbookUndoStarted, approval_id=gate.approval_id, look=course.run.look)
    else:
        say_action(course, gate)
    course.change(waits=Waits.EFFECT, asked=course.run.facts, look_at=None)


def given_up(course: Course) -> None:
    """Nobody could say in time what became of it."""
    output = "What it did was not known when its time was over."
    if course.run.is_concluded:
        undo_ended(course, EffectStatus.UNKNOWN, output)
        return
    end_step(course, StepStatus.UNKNOWN, output)
    go_on(course)


def _look_later(course: Course, seen: EffectSeen) -> None:
    """What waits for a person at the target has a person's time."""
    run = course.run
    late_at = run.late_at
    if seen.status is EffectStatus.PENDING:
        late_at = run.began_at + timedelta(seconds=run.steps[min(run.at, len(run.steps) - 1)].wait_s)
    course.change(waits=Waits.LOOK, asked=0, late_at=late_at, look_at=course.from_now(until_next_look(run.look)))


def _tried_again(course: Course, seen: EffectSeen) -> bool:
    """Only what has failed at the target, and is declared to be the same when it is done twice."""
    run, gate = course.run, course.run.gate
    if seen.status is not EffectStatus.FAILED or gate is None or run.attempt >= len(gate.places[run.step.id]):
        return False
    course.change(attempt=run.attempt + 1, look=0)
    begin_action(course, gate)
    return True
