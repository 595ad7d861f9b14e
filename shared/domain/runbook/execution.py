"""Running a runbook: what is asked for is frozen, what ended is recorded once, and a yes is never the asker's own."""

from collections.abc import Sequence

from shared.domain.runbook.approving import approver_of
from shared.domain.runbook.facts import RunbookExecutionCompleted, RunbookExecutionRequested, RunbookStepReported
from shared.domain.runbook.gates import steps_to_run, waits_for_a_yes
from shared.domain.runbook.intents import CompleteRunbookExecution, CompleteRunbookStep, ExecuteRunbook
from shared.domain.runbook.state import Execution, Runbook
from shared.domain.runbook.values import ExecutionOutcome, StepStatus
from shared.kernel.actor import Actor, ActorKind
from shared.kernel.canonical import canonical_json, sha256_hex
from shared.kernel.decider import Context, Rejected

#: Executions that are open at once: beyond this somebody is not looking.
_MOST_OPEN = 50


def execute(intent: ExecuteRunbook, state: Runbook, context: Context) -> Sequence[RunbookExecutionRequested]:
    if any(each.execution_id == intent.execution_id for each in state.finished):
        return ()
    for each in state.open_executions:
        if each.execution_id == intent.execution_id:
            if _same_request(intent, each):
                return ()
            raise Rejected("runbook.execution_id_taken", "this id is another execution's")
    _refuse_impossible(intent, state)
    steps = steps_to_run(state.definition)
    fact = RunbookExecutionRequested(
        runbook_id=state.runbook_id,
        execution_id=intent.execution_id,
        runbook_version=state.runbook_version,
        incident_id=intent.incident_id,
        target=intent.target,
        arguments=intent.arguments,
        steps=steps,
        approval_required=waits_for_a_yes(steps),
        plan_hash=_plan_hash(intent, state),
        requested_by=context.actor,
        requested_at=context.at,
        slug=state.slug,
    )
    return (fact,)


def complete(intent: CompleteRunbookExecution, state: Runbook, context: Context) -> Sequence[RunbookExecutionCompleted]:
    if any(each.execution_id == intent.execution_id for each in state.finished):
        return ()
    execution = _open_execution(intent, state)
    _refuse_stranger(intent, execution, context)
    _refuse_other_steps(intent, execution)
    approved_by = approver_of(intent, execution, context)
    fact = RunbookExecutionCompleted(
        runbook_id=state.runbook_id,
        execution_id=execution.execution_id,
        runbook_version=execution.runbook_version,
        incident_id=execution.incident_id,
        outcome=intent.outcome,
        steps=intent.steps,
        duration_s=max(0.0, (context.at - execution.requested_at).total_seconds()),
        requested_by=execution.requested_by,
        approved_by=approved_by,
        approval_ids=intent.approval_ids,
        completed_by=context.actor,
        completed_at=context.at,
        note=intent.note,
    )
    return (fact,)


def report_step(intent: CompleteRunbookStep, state: Runbook, context: Context) -> Sequence[RunbookStepReported]:
    """A person says how a step went that people do; the workflow goes on from there."""
    if any(each.execution_id == intent.execution_id for each in state.finished):
        raise Rejected("runbook.execution_over", "this execution is over")
    execution = _open_execution(intent, state)
    step = next((each for each in execution.steps if each.id == intent.step_id), None)
    if step is None:
        raise Rejected("runbook.not_the_plans_steps", "there is no such step in it")
    if not step.is_by_hand:
        raise Rejected("runbook.step_not_by_hand", "a machine does this step, and says how it went")
    if not Actor.of(context.actor).is_human:
        raise Rejected("runbook.not_a_person", "a person does this step, and says how it went")
    said = execution.reported.get(step.id)
    if said is not None:
        if said is intent.status:
            return ()
        raise Rejected("runbook.step_reported", f"somebody has said that it {said}")
    fact = RunbookStepReported(
        runbook_id=state.runbook_id,
        execution_id=execution.execution_id,
        incident_id=execution.incident_id,
        step_id=step.id,
        status=intent.status,
        note=intent.note,
        completed_by=context.actor,
        completed_at=context.at,
    )
    return (fact,)


def _open_execution(intent: CompleteRunbookExecution | CompleteRunbookStep, state: Runbook) -> Execution:
    execution = next((each for each in state.open_executions if each.execution_id == intent.execution_id), None)
    if execution is None:
        raise Rejected("runbook.execution_not_found", "there is no such execution of this runbook")
    return execution


def _plan_hash(intent: ExecuteRunbook, state: Runbook) -> str:
    plan = {
        "runbook_version": state.runbook_version,
        "steps": [step.model_dump(mode="json") for step in state.definition.steps],
        "arguments": intent.arguments,
        "target": None if intent.target is None else intent.target.model_dump(mode="json"),
    }
    return sha256_hex(canonical_json(plan))


def _same_request(intent: ExecuteRunbook, execution: Execution) -> bool:
    """The runbook may have moved on since; the request has not."""
    return (intent.arguments, intent.target, intent.incident_id) == (
        execution.arguments,
        execution.target,
        execution.incident_id,
    ) and intent.runbook_version in (None, execution.runbook_version)


def _refuse_impossible(intent: ExecuteRunbook, state: Runbook) -> None:
    if intent.runbook_version not in (None, state.runbook_version):
        raise Rejected("runbook.version_changed", f"it is at version {state.runbook_version}: read it again")
    if not state.definition.steps:
        raise Rejected("runbook.no_steps", "there is nothing in it that could be done")
    if intent.target is not None and any(each.target == intent.target for each in state.open_executions):
        raise Rejected("runbook.target_busy", "it is being run against this target: wait, or cancel that execution")
    if len(state.open_executions) >= _MOST_OPEN:
        raise Rejected("runbook.too_many_open", f"{_MOST_OPEN} executions are open: end some of them")


def _refuse_stranger(intent: CompleteRunbookExecution, execution: Execution, context: Context) -> None:
    actor = Actor.of(context.actor)
    if actor.kind is ActorKind.PROCESS:
        return
    by_hand = all(step.is_by_hand for step in execution.steps)
    if actor.is_human and (by_hand or intent.outcome is ExecutionOutcome.CANCELLED):
        return
    raise Rejected(
        "runbook.not_yours_to_complete", "people complete what is done by hand, and cancel; the rest is the process's"
    )


def _refuse_other_steps(intent: CompleteRunbookExecution, execution: Execution) -> None:
    planned, told = {step.id for step in execution.steps}, [result.step_id for result in intent.steps]
    if len(set(told)) != len(told) or not planned.issuperset(told):
        raise Rejected("runbook.not_the_plans_steps", "a step is there twice, or is none of the plan's")
    if intent.outcome is not ExecutionOutcome.SUCCEEDED:
        return
    ended_well = {StepStatus.SUCCEEDED, StepStatus.SKIPPED}
    if planned != set(told) or any(result.status not in ended_well for result in intent.steps):
        raise Rejected("runbook.steps_missing", "succeeded means that every step has succeeded or was skipped")
