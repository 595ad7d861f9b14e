"""A runbook is carried out: filled in and checked, behind a yes to exactly that, step by step, and ended once."""

from typing import Any

import pytest

from shared.domain.runbook.values import AutomationLevel, StepKind
from shared.kernel.vocabulary import RiskTier
from shared.processes.runbook_execution.facts import (
    RunbookApprovalAwaited,
    RunbookApprovalReceived,
    RunbookExecutionConcluded,
)
from shared.remediation.plan_text import read_plan
from tests.support.runbook_plays import LOOK, RESTART, SYNC, WEB, a_runbook, asked_for, changed, outcome
from tests.support.runbook_world import ANA, BEN, EXECUTION, RunbookWorld

RESTARTED = "argocd.resource_action"
LOOK_AGAIN = changed(LOOK, id="look-again")


def test_two_actions_behind_one_yes_with_a_person_between_them():
    world = asked_for(a_runbook(RESTART, LOOK, SYNC))
    assert world.names() == [
        "RunbookExecutionStarted",
        "RunbookExecutionPlanned",
        "RunbookDryRunStarted",
        "RunbookApprovalAwaited",
    ]
    assert world.done() == []
    asked = world.approval()
    plan = read_plan(asked["definition"].plan)
    assert [action.action for action in plan.actions] == [RESTARTED, "argocd.sync"]
    assert (asked["definition"].dry_run, asked["definition"].proposed_by) == (
        f"would do {RESTARTED}\nwould do argocd.sync",
        ANA,
    )
    world.approve()
    assert world.done() == [(0, RESTARTED)]
    assert world.names()[-2:] == ["RunbookExecutionStepCompleted", "RunbookStepStarted"]
    world.report("look")
    assert world.done() == [(0, RESTARTED), (1, "argocd.sync")]
    assert world.steps() == [("restart", "succeeded"), ("look", "succeeded"), ("sync", "succeeded")]
    ended: Any = world.ended()
    assert (ended.outcome, ended.approved_by, ended.approval_ids) == ("succeeded", BEN, (asked["approval_id"],))
    assert ended.completed_by == f"process:runbook/{EXECUTION}"
    assert world.refused == []
    assert world.store.associations(world.log.facts[0].tenant_id) == set()


def test_delivered_again_from_the_beginning_nothing_is_done_twice():
    world = asked_for(a_runbook(RESTART, LOOK, SYNC)).approve().report("look")
    before = world.bytes_said()
    world.hear_again()
    assert world.bytes_said() == before
    assert world.done() == [(0, RESTARTED), (1, "argocd.sync")]


def test_what_a_person_says_before_its_turn_is_not_asked_again():
    world = asked_for(a_runbook(RESTART, LOOK)).report("look").approve()
    assert world.steps() == [("restart", "succeeded"), ("look", "succeeded")]
    assert outcome(world)[0] == "succeeded"


def test_by_hand_it_always_runs_and_asks_nobody():
    free = changed(RESTART, id="free", tool="kubectl rollout restart deploy/web")
    world = RunbookWorld(has_coder=False).define(a_runbook(LOOK, free)).execute()
    world.report("look").report("free")
    assert outcome(world)[0] == "succeeded"
    assert "RunbookApprovalAwaited" not in world.names()


def test_at_the_level_manual_a_person_does_what_a_machine_could():
    world = asked_for(a_runbook(RESTART, automation_level=AutomationLevel.MANUAL)).report("restart")
    assert (world.done(), outcome(world)[0]) == ([], "succeeded")


@pytest.mark.parametrize(
    ("step", "more", "reason"),
    [
        (changed(RESTART, tool="k8s.exec_command"), {}, "Step restart: k8s.exec_command is no tool that there is"),
        (SYNC, {"arguments": {}}, "Step sync: there is no arguments.app"),
        (SYNC, {"arguments": {"app": "--all"}}, "Step sync: application: String should match pattern"),
        (RESTART, {"target": None}, "Step restart: name: Field required; namespace: Field required"),
        (changed(RESTART, arguments={"name": "web", "shell": "rm"}), {}, "Step restart: namespace: Field required"),
        (changed(RESTART, kind=StepKind.COMMAND, tool="k8s.scale"), {}, "Step restart: replicas: Field required"),
    ],
)
def test_what_cannot_be_done_as_it_is_written_is_refused_before_anybody_is_asked(step, more, reason):
    world = asked_for(a_runbook(LOOK, step), **more)
    assert world.names() == ["RunbookExecutionStarted", "RunbookExecutionConcluded"]
    assert outcome(world)[0] == "rejected"
    assert outcome(world)[1].startswith(reason)


def test_without_anybody_who_carries_plans_out_nobody_is_asked():
    world = RunbookWorld(has_coder=False).define(a_runbook(LOOK, RESTART)).execute(target=WEB)
    assert outcome(world) == (
        "rejected",
        "Nobody carries plans out here: no coder is set up, and its steps are not all done by hand.",
    )


def test_what_the_dry_run_finds_in_the_way_is_told_and_nobody_is_asked():
    world = RunbookWorld().define(a_runbook(RESTART))
    world.coder.problems = ("web is not there",)
    world.execute(target=WEB)
    assert outcome(world) == ("rejected", "What is there now stands in the way: web is not there")
    assert "RunbookApprovalAwaited" not in world.names()


def test_a_no_ends_it_and_nothing_was_done():
    world = asked_for(a_runbook(RESTART, LOOK)).reject()
    assert (world.done(), outcome(world)) == ([], ("rejected", "Somebody said no: not now"))
    (answer,) = world.facts_said(RunbookApprovalReceived)
    assert (answer.verdict, answer.answered_by) == ("rejected", BEN)


def test_a_question_that_is_taken_back_or_not_answered_ends_it():
    taken_back = asked_for(a_runbook(RESTART)).withdraw()
    assert outcome(taken_back) == ("cancelled", "The question was taken back: it is another fault")
    unanswered = asked_for(a_runbook(changed(RESTART, wait_s=60))).after(0.9)
    assert unanswered.ended() is None
    assert outcome(unanswered.after(0.2)) == ("cancelled", "Nobody answered in time.")
    assert unanswered.approval()["status"] == "withdrawn"


def test_a_yes_is_good_for_as_long_as_what_it_covers_may_take():
    world = asked_for(a_runbook(changed(RESTART, wait_s=600), changed(LOOK, wait_s=3_600), SYNC, LOOK_AGAIN))
    assert world.approval()["definition"].valid_for_s == 600 + 60 + 3_600 + 60


def test_who_asked_for_it_cannot_say_yes_to_it():
    world = asked_for(a_runbook(RESTART)).approve(by=ANA)
    assert (world.refused, world.done()) == (["approval.own_proposal"], [])


def test_a_workflow_may_ask_and_a_person_says_yes():
    world = RunbookWorld().define(a_runbook(RESTART)).execute(by="process:triage/x/1", target=WEB).approve()
    ended: Any = world.ended()
    assert (ended.outcome, ended.requested_by, ended.approved_by) == ("succeeded", "process:triage/x/1", BEN)


def test_each_step_that_waits_has_a_yes_of_its_own_for_itself_and_those_behind_it():
    risky = changed(RESTART, id="risky", risk=RiskTier.HIGH)
    world = asked_for(a_runbook(RESTART, SYNC, risky, changed(SYNC, id="again")))
    assert [each.step_ids for each in world.facts_said(RunbookApprovalAwaited)] == [("restart", "sync")]
    world.approve()
    assert world.done() == [(0, RESTARTED), (1, "argocd.sync")]
    assert [each.step_ids for each in world.facts_said(RunbookApprovalAwaited)][1:] == [("risky", "again")]
    world.approve()
    assert world.done()[2:] == [(0, RESTARTED), (1, "argocd.sync")]
    ended: Any = world.ended()
    assert len(set(ended.approval_ids)) == 2


def test_a_policy_says_yes_where_neither_the_runbook_nor_the_risk_wants_a_person():
    trusted = a_runbook(RESTART, automation_level=AutomationLevel.AUTOMATED, approval_required=False)
    world = asked_for(trusted)
    (awaited,) = world.facts_said(RunbookApprovalAwaited)
    assert awaited.policy == "runbook checkout-5xx version 1"
    ended: Any = world.ended()
    assert (ended.outcome, ended.approved_by) == ("succeeded", f"process:runbook/{EXECUTION}")
    scale = changed(RESTART, tool="k8s.scale", arguments={"replicas": "2"})
    waits = asked_for(a_runbook(scale, automation_level=AutomationLevel.AUTOMATED, approval_required=False))
    assert waits.names()[-1] == "RunbookApprovalAwaited"
    assert waits.facts_said(RunbookApprovalAwaited)[0].policy is None


def test_a_person_stops_it_while_it_waits_for_a_yes():
    world = asked_for(a_runbook(RESTART, LOOK)).cancel()
    assert outcome(world) == ("cancelled", "it cleared")
    assert world.approval()["status"] == "withdrawn"
    (concluded,) = world.facts_said(RunbookExecutionConcluded)
    assert concluded.concluded_by == BEN
    assert (world.done(), len(world.facts_said(RunbookExecutionConcluded))) == ([], 1)


def test_a_person_stops_it_between_two_actions_and_the_coder_hears_it():
    world = asked_for(a_runbook(RESTART, LOOK, SYNC)).approve().cancel().report("look")
    assert world.done() == [(0, RESTARTED)]
    assert world.coder.cancelled == [world.approval()["approval_id"]]
    assert world.refused[-1] == "runbook.execution_over"


def test_a_step_that_nobody_does_is_waited_for_so_long_and_then_cancelled():
    world = asked_for(a_runbook(changed(LOOK, wait_s=600), RESTART)).after(9)
    assert world.ended() is None
    assert outcome(world.after(2)) == ("cancelled", "Nobody said in time that step look is done.")
