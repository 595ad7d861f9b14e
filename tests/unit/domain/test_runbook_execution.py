"""Running a runbook: the plan is frozen, one at a time per target, ended once, approved by another."""

from typing import Any
from uuid import UUID

import pytest

from shared.domain.runbook.approving import consults
from shared.domain.runbook.facts import RunbookExecutionRequested, RunbookUpdated
from shared.domain.runbook.gates import steps_to_run
from shared.domain.runbook.intents import CompleteRunbookStep
from shared.domain.runbook.state import FINISHED_KEPT
from shared.domain.runbook.values import (
    AutomationLevel,
    ExecutionOutcome,
    RunbookDefinition,
    RunbookStep,
    StepKind,
    StepStatus,
)
from shared.kernel.decider import Named, PublicState
from shared.kernel.ids import ApprovalId, ExecutionId
from shared.kernel.vocabulary import RiskTier
from tests.support.facts import TENANT
from tests.support.given import ANA, after
from tests.support.runbooks import (
    BY_HAND,
    BY_MACHINE,
    CHECKOUT,
    EXECUTION,
    LOOK,
    PROCESS,
    RESTART,
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
APPROVAL = ApprovalId(UUID(int=34))
approved: dict[str, Any] = {"approval_ids": (APPROVAL,)}
BOTH = did("look", "restart")


def yes(**changes: str) -> dict[Named, PublicState]:
    """How an approval of the execution stands for those who consult it."""
    state = {"status": "consumed", "execution_id": str(EXECUTION), "granted_by": "human:ben"}
    return {("approval", str(APPROVAL)): {**state, **changes}}


def test_an_execution_keeps_the_steps_as_they_were():
    past = given.facts(created())
    (fact,) = past.when(execute(target=CHECKOUT, arguments={"pod": "a"})).followed
    assert isinstance(fact, RunbookExecutionRequested)
    assert (fact.runbook_version, fact.steps, fact.target) == (1, steps_to_run(BY_HAND), CHECKOUT)
    assert (fact.requested_by, fact.approval_required, len(fact.plan_hash)) == (ANA, False, 64)
    later = past.facts(
        fact, RunbookUpdated(runbook_id=RUNBOOK, runbook_version=2, definition=BY_MACHINE, updated_by=ANA)
    )
    assert later.state.open_executions[0].steps == steps_to_run(BY_HAND)
    later.when(execute(target=CHECKOUT, arguments={"pod": "a"})).then_nothing()


def test_the_plan_hash_names_version_steps_arguments_and_target():
    past = given.facts(created())

    def plan(**more) -> str:
        (fact,) = past.when(execute(**more)).followed
        return fact.plan_hash

    assert plan() == plan(execution_id=OTHER)
    assert len({plan(), plan(target=CHECKOUT), plan(arguments={"a": "b"}), plan(arguments={"b": "a"})}) == 4


AUTOMATED: dict[str, Any] = {"title": "x", "automation_level": AutomationLevel.AUTOMATED}


def waiting(definition: RunbookDefinition) -> list[bool | None]:
    (fact,) = given.facts(created(definition)).when(execute()).followed
    assert fact.approval_required is any(step.requires_approval for step in fact.steps)
    return [step.requires_approval for step in fact.steps]


def test_where_it_waits_for_a_yes_is_decided_when_it_is_asked_for():
    again = RESTART.model_copy(update={"id": "again"})
    risky = RESTART.model_copy(update={"id": "risky", "risk": RiskTier.HIGH})
    steps = (LOOK, RESTART, again, risky)
    assert waiting(RunbookDefinition(**AUTOMATED, steps=steps)) == [False, True, False, True]
    assert waiting(RunbookDefinition(**AUTOMATED, steps=steps, approval_required=False)) == [False, False, False, True]
    asked = again.model_copy(update={"requires_approval": True})
    trusted = RESTART.model_copy(update={"requires_approval": False})
    assert waiting(RunbookDefinition(**AUTOMATED, steps=(trusted, asked))) == [False, True]


def test_with_assistance_somebody_says_yes_first_and_by_hand_nobody_has_to():
    steps: dict[str, Any] = {"title": "x", "steps": (RESTART,), "approval_required": False}
    assert waiting(RunbookDefinition(**steps, automation_level=AutomationLevel.ASSISTED)) == [True]
    by_hand = RunbookDefinition(**steps, automation_level=AutomationLevel.MANUAL)
    assert waiting(by_hand) == [False]
    (fact,) = given.facts(created(by_hand)).when(execute()).followed
    assert [step.is_by_hand for step in fact.steps] == [True]


def test_what_a_machine_has_a_name_for_is_not_done_by_hand():
    def by_hand(**step: Any) -> bool:
        return RunbookStep(id="s", title="s", **step).is_by_hand

    assert not by_hand(kind=StepKind.COMMAND, tool="k8s.scale")
    assert not by_hand(kind=StepKind.GITOPS, tool="git.revert")
    for tool in ("", "bash", "kubectl rollout restart deploy/web.v2", "K8s.scale", "k8s.scale; rm", "k8s."):
        assert by_hand(kind=StepKind.COMMAND, tool=tool)
    assert by_hand(kind=StepKind.MANUAL, tool="k8s.scale")
    assert by_hand(kind=StepKind.QUERY, tool="k8s.get_logs")


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
    for actor in (ANA, "agent:coder", "integration:ci"):
        asked = machine.when(complete(steps=BOTH, **approved), actor=actor, public_states=yes())
        asked.then_rejected("runbook.not_yours_to_complete")
    said = {"approved_by": "human:ben", "completed_by": PROCESS, **approved}
    machine.when(complete(steps=BOTH, **approved), actor=PROCESS, at=after(1), public_states=yes()).then(
        completed(ExecutionOutcome.SUCCEEDED, BOTH, at=after(1), seconds=60.0, **said)
    )
    machine.when(complete(ExecutionOutcome.CANCELLED, ()), at=after(1)).then(
        completed(ExecutionOutcome.CANCELLED, (), at=after(1), seconds=60.0)
    )


@pytest.mark.parametrize(
    ("approvals", "code"),
    [
        ({}, "runbook.other_approval"),
        (yes(execution_id=str(OTHER)), "runbook.other_approval"),
        (yes(granted_by="", status="requested"), "runbook.not_approved"),
        (yes(granted_by=ANA), "runbook.approved_by_requester"),
    ],
)
def test_what_a_machine_did_was_said_yes_to_by_another_and_for_this_execution(approvals, code):
    asked = machine.when(complete(steps=BOTH, **approved), actor=PROCESS, public_states=approvals)
    asked.then_rejected(code)


def test_a_yes_is_named_when_a_machine_has_done_something_and_consulted_when_it_is():
    machine.when(complete(steps=BOTH), actor=PROCESS).then_rejected("runbook.approval_required")
    failed = (*did("look"), *did("restart", status=StepStatus.FAILED))
    assert machine.when(complete(ExecutionOutcome.FAILED, failed), actor=PROCESS).followed[0].approved_by is None
    assert list(consults(complete(**approved), None, TENANT)) == [("approval", str(APPROVAL))]
    assert list(consults(execute(), None, TENANT)) == []


def report(step: str = "look", status: StepStatus = StepStatus.SUCCEEDED) -> CompleteRunbookStep:
    return CompleteRunbookStep(runbook_id=RUNBOOK, execution_id=EXECUTION, step_id=step, status=status, note="seen")


def test_a_person_says_once_how_a_step_went_that_people_do():
    (fact,) = machine.when(report(), actor="human:ben", at=after(3)).followed
    assert (fact.step_id, fact.status, fact.note) == ("look", StepStatus.SUCCEEDED, "seen")
    assert (fact.completed_by, fact.completed_at) == ("human:ben", after(3))
    told = machine.facts(fact)
    assert told.state.open_executions[0].reported == {"look": StepStatus.SUCCEEDED}
    told.when(report()).then_nothing()
    told.when(report(status=StepStatus.FAILED)).then_rejected("runbook.step_reported", saying="succeeded")


def test_nobody_says_how_a_step_went_that_is_not_theirs():
    machine.when(report("restart")).then_rejected("runbook.step_not_by_hand")
    machine.when(report("other")).then_rejected("runbook.not_the_plans_steps")
    for actor in ("agent:sre", PROCESS, "integration:ci"):
        machine.when(report(), actor=actor).then_rejected("runbook.not_a_person")
    given.facts(created()).when(report()).then_rejected("runbook.execution_not_found")
    over = machine.when(complete(ExecutionOutcome.CANCELLED, ())).followed
    machine.facts(*over).when(report()).then_rejected("runbook.execution_over")


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
