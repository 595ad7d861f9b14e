"""Whether a step is done, by how the steps before it have ended."""

from collections.abc import Mapping, Sequence

from shared.domain.runbook.values import ConditionTest, RunbookStep, StepCondition, StepResult, StepStatus


def passed_over_because(step: RunbookStep, results: Sequence[StepResult]) -> str | None:
    """Why it is not done; None: it is. After a failure only a step is done that looks at what has failed."""
    ended = {result.step_id: result.status for result in results}
    seen = [condition for condition in step.when if condition.subject.startswith("steps.")]
    for condition in seen:
        if not _holds(condition, ended):
            return f"Step {_step_of(condition)} has {ended.get(_step_of(condition), 'not ended')}."
    failed = [name for name, status in ended.items() if status is StepStatus.FAILED]
    if failed and not {_step_of(condition) for condition in seen} & set(failed):
        return f"Step {failed[0]} has failed."
    return None


def _holds(condition: StepCondition, ended: Mapping[str, StepStatus]) -> bool:
    status = ended.get(_step_of(condition))
    if condition.test is ConditionTest.HAS_FAILED:
        return status is StepStatus.FAILED
    return status is not None and status.value in condition.values


def _step_of(condition: StepCondition) -> str:
    return condition.subject.partition(".")[2]
