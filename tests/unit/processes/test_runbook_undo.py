"""What was done half-way can be taken back: offered, by a yes of its own, and never by itself."""

from typing import Any

from shared.processes.runbook_execution.facts import RunbookUndoEnded
from shared.remediation.actions import ArgoSync
from shared.remediation.outcome import EffectStatus
from shared.remediation.plan_text import read_plan
from tests.support.runbook_plays import RESTART, SYNC, WITH_APP, a_runbook
from tests.support.runbook_world import RunbookWorld

BACK = ArgoSync(application="shop-web", revision="0123abc")
RESTARTED = "argocd.resource_action"


def half_way() -> RunbookWorld:
    """Restarted, which can be taken back; then the sync failed."""
    world = RunbookWorld().define(a_runbook(RESTART, SYNC))
    world.coder.undo = BACK
    world.coder.says["argocd.sync"] = [EffectStatus.FAILED]
    return world.execute(**WITH_APP).approve()


def test_it_is_offered_with_its_own_plan_and_nothing_is_done():
    world = half_way()
    ended: Any = world.ended()
    assert ended.outcome == "failed"
    assert world.names()[-2:] == ["RunbookDryRunStarted", "RunbookApprovalAwaited"]
    asked = world.approval()
    assert (asked["status"], read_plan(asked["definition"].plan).actions) == ("requested", (BACK,))
    assert asked["approval_id"] not in ended.approval_ids
    assert world.done() == [(0, RESTARTED), (1, "argocd.sync")]


def test_with_a_yes_it_is_taken_back_once():
    world = half_way().approve()
    assert world.done()[2:] == [(0, "argocd.sync")]
    (over,) = world.facts_said(RunbookUndoEnded)
    assert over.status == "succeeded"
    world.hear_again()
    assert len(world.done()) == 3
    assert world.store.associations(world.log.facts[0].tenant_id) == set()


def test_with_a_no_or_without_an_answer_it_stays_as_it_is():
    for world in (half_way().reject(), half_way().after(300)):
        (over,) = world.facts_said(RunbookUndoEnded)
        assert over.status == "skipped"
        assert len(world.done()) == 2


def test_what_succeeded_is_not_offered_to_be_taken_back():
    world = RunbookWorld().define(a_runbook(RESTART))
    world.coder.undo = BACK
    world.execute(**WITH_APP).approve()
    assert world.names()[-1] == "RunbookExecutionConcluded"


def test_a_person_who_stops_it_is_offered_it_too():
    world = RunbookWorld().define(a_runbook(RESTART, SYNC.model_copy(update={"requires_approval": True})))
    world.coder.undo = BACK
    world.execute(**WITH_APP).approve().cancel()
    assert world.approval()["definition"].title.endswith("Take back with argocd.sync")
    world.approve()
    assert world.done()[1:] == [(0, "argocd.sync")]
