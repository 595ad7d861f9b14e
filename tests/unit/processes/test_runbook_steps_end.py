"""How steps end and what follows: looked at again, given up, tried again, for the case of a failure, passed over."""

import pytest

from shared.domain.runbook.values import AutomationLevel
from shared.processes.runbook_execution.facts import (
    RunbookApprovalAwaited,
)
from shared.remediation.outcome import EffectStatus
from shared.remediation.plan_text import read_plan
from tests.support.fake_coder import AWAY, UNDER_WAY
from tests.support.runbook_plays import LOOK, RESTART, SYNC, WEB, WITH_APP, a_runbook, asked_for, changed, outcome
from tests.support.runbook_world import RunbookWorld

RESTARTED = "argocd.resource_action"
LOOK_AGAIN = changed(LOOK, id="look-again")


def test_what_is_under_way_is_looked_at_again_ever_more_rarely():
    world = RunbookWorld().define(a_runbook(changed(RESTART, timeout_s=300)))
    world.coder.says[RESTARTED] = [UNDER_WAY, AWAY, UNDER_WAY]
    world.execute(target=WEB).approve()
    assert world.names()[-1] == "RunbookStepStarted"
    for minutes in (0.04, 0.08, 0.15):
        world.after(minutes)
    assert (world.done(), outcome(world)[0]) == ([(0, RESTARTED)], "succeeded")
    assert world.names().count("RunbookStepStarted") == 4


def test_what_nobody_can_tell_in_its_time_is_unknown_and_nothing_more_is_done():
    world = RunbookWorld().define(a_runbook(RESTART, SYNC))
    world.coder.says[RESTARTED] = [EffectStatus.UNKNOWN] * 50
    world.execute(**WITH_APP).approve()
    for _ in range(8):
        world.after(0.2)
    assert world.steps() == [("restart", "unknown")]
    assert outcome(world) == ("unknown", "What step restart did is not known.")
    assert world.done() == [(0, RESTARTED)]
    assert world.coder.cancelled == [world.approval()["approval_id"]]


def test_what_waits_for_somebody_at_its_target_has_a_persons_time():
    world = RunbookWorld().define(a_runbook(changed(SYNC, timeout_s=30, wait_s=7_200)))
    world.coder.says["argocd.sync"] = [EffectStatus.PENDING] * 9
    world.execute(**WITH_APP).approve()
    for _ in range(9):
        world.after(10)
    assert outcome(world)[0] == "succeeded"
    assert world.done() == [(0, "argocd.sync")]


@pytest.mark.parametrize("status", [EffectStatus.FAILED, EffectStatus.REFUSED])
def test_after_a_failure_what_is_left_is_not_done(status):
    world = RunbookWorld().define(a_runbook(RESTART, LOOK, SYNC))
    world.coder.says[RESTARTED] = [status]
    world.execute(**WITH_APP).approve()
    assert world.steps() == [("restart", "failed"), ("look", "skipped"), ("sync", "skipped")]
    assert outcome(world) == ("failed", "Step restart failed.")
    assert world.done() == [(0, RESTARTED)]


def test_a_step_for_the_case_of_a_failure_is_done_then_and_only_then():
    rescue = changed(SYNC, id="rescue", when=[{"subject": "steps.restart", "test": "has_failed"}])
    definition = a_runbook(RESTART, rescue)
    failing = RunbookWorld().define(definition)
    failing.coder.says[RESTARTED] = [EffectStatus.FAILED]
    failing.execute(**WITH_APP).approve()
    assert failing.steps() == [("restart", "failed"), ("rescue", "succeeded")]
    assert outcome(failing)[0] == "failed"
    working = asked_for(definition).approve()
    assert working.steps() == [("restart", "succeeded"), ("rescue", "skipped")]
    assert outcome(working)[0] == "succeeded"


@pytest.mark.parametrize(
    ("condition", "is_done"),
    [
        ({"subject": "steps.look", "values": ["succeeded"]}, True),
        ({"subject": "steps.look", "values": ["skipped"]}, False),
        ({"subject": "steps.look", "test": "in", "values": ["skipped", "succeeded"]}, True),
        ({"subject": "arguments.app", "values": ["shop-web"]}, True),
        ({"subject": "arguments.app", "test": "in", "values": ["a", "b"]}, False),
        ({"subject": "labels.env", "values": ["prod"]}, False),
    ],
)
def test_conditions_look_at_steps_labels_and_arguments(condition, is_done):
    world = asked_for(a_runbook(LOOK, changed(SYNC, when=[condition]))).report("look")
    if is_done:
        world.approve()
    assert world.steps() == [("look", "succeeded"), ("sync", "succeeded" if is_done else "skipped")]
    assert outcome(world)[0] == "succeeded"


def test_a_step_that_waits_and_is_passed_over_does_not_open_the_way_for_others():
    """Automated, and no step but the first asks: when that one is passed over, a person says yes all the same."""
    first = changed(RESTART, requires_approval=True, when=[{"subject": "arguments.app", "values": ["other"]}])
    definition = a_runbook(first, SYNC, automation_level=AutomationLevel.AUTOMATED, approval_required=False)
    world = asked_for(definition)
    assert world.steps() == [("restart", "skipped")]
    assert world.facts_said(RunbookApprovalAwaited)[0].policy is None
    assert world.done() == []


def test_only_what_is_the_same_when_done_twice_is_tried_again_and_each_attempt_was_said_yes_to():
    world = RunbookWorld().define(a_runbook(changed(RESTART, idempotent=True, attempts=3), SYNC))
    world.coder.says[RESTARTED] = [EffectStatus.FAILED, EffectStatus.FAILED]
    world.execute(**WITH_APP).approve()
    plan = read_plan(world.approval()["definition"].plan)
    assert [action.action for action in plan.actions] == [RESTARTED] * 3 + ["argocd.sync"]
    assert "Restart web (up to 3 times)" in plan.summary
    assert world.done() == [(0, RESTARTED), (1, RESTARTED), (2, RESTARTED), (3, "argocd.sync")]
    assert outcome(world)[0] == "succeeded"


def test_what_a_rule_forbids_is_not_tried_again():
    world = RunbookWorld().define(a_runbook(changed(RESTART, idempotent=True, attempts=3)))
    world.coder.says[RESTARTED] = [EffectStatus.REFUSED]
    world.execute(target=WEB).approve()
    assert world.done() == [(0, RESTARTED)]
    assert outcome(world)[0] == "failed"


def test_secrets_in_what_people_write_are_not_said_on():
    world = asked_for(a_runbook(LOOK))
    world.report("look", note="export DB_PASSWORD=hunter2hunter2")
    assert "hunter2" not in world.bytes_said()
