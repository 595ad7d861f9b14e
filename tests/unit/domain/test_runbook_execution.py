"""Running a runbook: the plan is frozen, one at a time per target, ended once, approved by another."""

from typing import Any
from uuid import UUID

import pytest

from shared.domain.runbook.facts import RunbookExecutionRequested, RunbookUpdated
from shared.domain.runbook.state import FINISHED_KEPT
from shared.domain.runbook.values import ExecutionOutcome, RunbookDefinition, RunbookStep, StepStatus
from shared.kernel.ids import ExecutionId
from shared.kernel.vocabulary import RiskTier
from tests.support.given import ANA, after
from tests.support.runbooks import (
    BY_HAND,
    BY_MACHINE,
    CHECKOUT,
    EXECUTION,
    PROCESS,
    RUNBOOK,
    complete,
    completed,
    created,
    did,
    execute,
    given,
    requested,
)

OTHER = ExecutionId(UUID(int=33))
running = given.facts(created(), requested())
machine = given.facts(created(BY_MACHINE), requested(BY_MACHINE))
approved: dict[str, Any] = {"approved_by": "ben"}


def test_an_execution_keeps_the_steps_as_they_were():
    past = given.facts(created())
    (fact,) = past.when(execute(target=CHECKOUT, arguments={"pod": "a"})).followed
    assert isinstance(fact, RunbookExecutionRequested)
    assert (fact.runbook_version, fact.steps, fact.target) == (1, BY_HAND.steps, CHECKOUT)
    assert (fact.requested_by, fact.approval_required, len(fact.plan_hash)) == (ANA, False, 64)
    later = past.facts(
        fact, RunbookUpdated(runbook_id=RUNBOOK, runbook_version=2, definition=BY_MACHINE, updated_by=ANA)
    )
    assert later.state.open_executions[0].steps == BY_HAND.steps
    later.when(execute(target=CHECKOUT, arguments={"pod": "a"})).then_nothing()


def test_the_plan_hash_names_version_steps_arguments_and_target():
    past = given.facts(created())

    def plan(**more) -> str:
        (fact,) = past.when(execute(**more)).followed
        return fact.plan_hash

    assert plan() == plan(execution_id=OTHER)
    assert len({plan(), plan(target=CHECKOUT), plan(arguments={"a": "b"}), plan(arguments={"b": "a"})}) == 4


def test_a_risky_step_needs_an_approval_whatever_the_runbook_says():
    risky = RunbookDefinition(
        title="x", steps=(RunbookStep(id="s", title="Drop", risk=RiskTier.HIGH),), approval_required=False
    )
    (fact,) = given.facts(created(risky)).when(execute()).followed
    assert fact.approval_required


def test_the_same_request_again_is_the_same_execution_and_another_one_is_not():
    running.when(execute()).then_nothing()
    running.when(execute(target=CHECKOUT)).then_rejected("runbook.execution_id_taken")


def test_a_target_is_worked_on_by_one_execution_at_a_time():
    busy = given.facts(created(), requested(target=CHECKOUT))
    busy.when(execute(OTHER, target=CHECKOUT)).then_rejected("runbook.target_busy")
    assert busy.when(execute(OTHER)).followed


def test_what_was_read_is_what_is_run():
    given.facts(created()).when(execute(runbook_version=2)).then_rejected("runbook.version_changed", saying="version 1")
    assert given.facts(created()).when(execute(runbook_version=1)).followed


def test_a_runbook_without_steps_cannot_be_run():
    given.facts(created(RunbookDefinition(title="x"))).when(execute()).then_rejected("runbook.no_steps")


def test_a_person_completes_what_is_done_by_hand_and_once():
    ended = running.when(complete(), at=after(2)).then(
        completed(ExecutionOutcome.SUCCEEDED, did("look"), at=after(2), seconds=120.0)
    )
    ended.when(complete()).then_nothing()
    ended.when(execute()).then_nothing()
    assert ended.state.open_executions == ()
    assert ended.state.finished[0].outcome is ExecutionOutcome.SUCCEEDED


def test_what_a_machine_does_only_its_process_completes_and_anybody_on_call_cancels():
    both = did("look", "restart")
    for actor in (ANA, "agent:coder", "integration:ci"):
        machine.when(complete(steps=both, **approved), actor=actor).then_rejected("runbook.not_yours_to_complete")
    machine.when(complete(steps=both, **approved), actor=PROCESS, at=after(1)).then(
        completed(ExecutionOutcome.SUCCEEDED, both, at=after(1), seconds=60.0, approved_by="ben", completed_by=PROCESS)
    )
    machine.when(complete(ExecutionOutcome.CANCELLED, ()), at=after(1)).then(
        completed(ExecutionOutcome.CANCELLED, (), at=after(1), seconds=60.0)
    )


def test_who_asks_for_it_does_not_approve_it():
    both = did("look", "restart")
    machine.when(complete(steps=both), actor=PROCESS).then_rejected("runbook.approval_required")
    for same in (ANA, "ana"):
        machine.when(complete(steps=both, approved_by=same), actor=PROCESS).then_rejected(
            "runbook.approved_by_requester"
        )


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        (did("look", "look"), "runbook.not_the_plans_steps"),
        (did("other"), "runbook.not_the_plans_steps"),
        ((), "runbook.steps_missing"),
        (did("look", status=StepStatus.UNKNOWN), "runbook.steps_missing"),
    ],
)
def test_succeeded_means_that_every_step_of_the_plan_did(steps, code):
    running.when(complete(steps=steps)).then_rejected(code)


def test_an_execution_of_another_runbook_is_not_this_ones():
    given.facts(created()).when(complete()).then_rejected("runbook.execution_not_found")


def test_the_newest_finished_executions_are_remembered():
    past = given.facts(created())
    for number in range(FINISHED_KEPT + 1):
        one: dict[str, Any] = {"execution_id": ExecutionId(UUID(int=1_000 + number))}
        past = past.facts(
            requested(**one), completed(ExecutionOutcome.SUCCEEDED, did("look"), at=after(1), seconds=1.0, **one)
        )
    assert len(past.state.finished) == FINISHED_KEPT
    assert past.state.finished[-1].execution_id == UUID(int=1_000 + FINISHED_KEPT)
    assert EXECUTION not in {each.execution_id for each in past.state.finished}
