"""Where reality differed from a runbook: what its steps did not say and what was seen or done instead."""

from collections.abc import Iterator, Sequence

from shared.documentation.execution_told import ToldExecution
from shared.documentation.story import TriageStory
from shared.documentation.wording import fix_lines, resource_named
from shared.domain.runbook.values import ExecutionOutcome, StepStatus
from shared.kernel.vocabulary import ResourceRef
from shared.processes.runbook_execution.facts import RunbookExecutionStepCompleted
from shared.processes.wording import one_line

_BY_A_PERSON = "human:"
_RUNBOOK = "runbook.execute"


def differences(execution: ToldExecution, executions: Sequence[ToldExecution], story: TriageStory) -> Iterator[str]:
    """One sentence each. ``executions``: all of the incident, this one among them, in the order of their beginnings."""
    for ended in execution.ended:
        yield from _of_step(execution, ended)
    yield from _of_end(execution)
    yield from _of_others(execution, executions)
    yield from _of_what_helped(execution, story)


def _of_step(execution: ToldExecution, ended: RunbookExecutionStepCompleted) -> Iterator[str]:
    step = execution.steps.get(ended.step_id)
    name = f"Step {ended.step_id}" + (f" ({one_line(step.title)})" if step else "")
    said = f": {one_line(ended.output)}" if ended.output.strip() else "."
    by_hand = ended.completed_by.startswith(_BY_A_PERSON)
    match ended.status:
        case StepStatus.FAILED:
            yield f"{name} failed{said}"
        case StepStatus.UNKNOWN:
            yield f"{name} ran out of time, and what it did is not known{said}"
        case StepStatus.SKIPPED if by_hand:
            yield f"{name} was passed over by {one_line(ended.completed_by)}{said}"
        case StepStatus.SUCCEEDED if ended.attempts > 1:
            yield f"{name} worked only at attempt {ended.attempts}."
        case _:
            pass


def _of_end(execution: ToldExecution) -> Iterator[str]:
    if execution.concluded_by.startswith(_BY_A_PERSON) and execution.outcome is ExecutionOutcome.CANCELLED:
        yield f"It was stopped by {one_line(execution.concluded_by)}: {one_line(execution.reason)}"
    elif execution.outcome in (ExecutionOutcome.REJECTED, ExecutionOutcome.CANCELLED):
        yield f"It was not carried out to its end ({execution.outcome}): {one_line(execution.reason)}"


def _of_others(execution: ToldExecution, executions: Sequence[ToldExecution]) -> Iterator[str]:
    """What was run after it, since it was not enough."""
    later = [*executions][[each.execution_id for each in executions].index(execution.execution_id) + 1 :]
    for other in later:
        if other.runbook_id != execution.runbook_id:
            yield f"Runbook {one_line(other.slug)} was executed after it ({other.outcome or 'not over yet'})."
            continue
        for name in sorted({*execution.arguments, *other.arguments}):
            before, after = execution.arguments.get(name), other.arguments.get(name)
            if before != after:
                yield f"It was executed again with {one_line(name)} {_said(after)} in place of {_said(before)}."
        if other.target != execution.target:
            yield f"It was executed again at {_named(other.target)} in place of {_named(execution.target)}."


def _of_what_helped(execution: ToldExecution, story: TriageStory) -> Iterator[str]:
    """``story`` tells of one plan that was carried out: a runbook's own is no other one."""
    if execution.outcome is ExecutionOutcome.SUCCEEDED and story.verified is False:
        yield "It was carried out as it is written, and it did not help."
    if story.outcome is not None and all(each.action != _RUNBOOK for each in story.outcome.actions):
        for line in fix_lines(story):
            yield f"It was not enough; done as well: {one_line(line)}"


def _said(value: str | None) -> str:
    return "nothing" if value is None else f'"{one_line(value)}"'


def _named(target: ResourceRef | None) -> str:
    return "no target" if target is None else one_line(resource_named(target))
