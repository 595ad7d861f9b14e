"""What a plan rests on, then and now, as people read it before they say yes."""

from datetime import timedelta

from shared.diagnosis.hypothesis import Diagnosis, FaultKind
from shared.diagnosis.snapshot import Observed
from shared.remediation.actions import Cordon, ResourceAction
from shared.remediation.case import World
from shared.remediation.ground import PlanGround, ground_of
from shared.remediation.proposal import RemediationPlan
from tests.support.coding import a_plan
from tests.support.remediation import (
    BAD,
    BROKE,
    GOOD,
    NOW,
    application,
    cause,
    deployment,
    planned,
    ref,
    snapshot,
    thing,
)

CRASH = cause(FaultKind.CRASH_LOOP, "exit_error")
PLAN = planned(CRASH, deployment(), application(automated={}))
LATER = ("c" * 40, NOW)


def ground(plan: RemediationPlan, *things: Observed) -> PlanGround:
    world = World(snapshot(*things), NOW)
    return ground_of(plan, world, Diagnosis(hypotheses=(CRASH,)), BROKE)


def present(found: PlanGround) -> dict[tuple[str, str], str]:
    return {(each.subject, each.what): each.value for each in found.present}


def test_in_the_world_that_the_plan_was_made_in_everything_holds():
    found = ground(PLAN, deployment(), application(automated={}))
    assert found.preconditions
    assert all(each.holds and each.seen == each.expected for each in found.preconditions)
    assert found.deployed_since == ()


def test_another_deployment_since_is_told_with_what_it_changed():
    deployed = ((GOOD, BROKE - timedelta(days=2)), (BAD, BROKE - timedelta(minutes=15)), LATER)
    found = ground(PLAN, deployment(), application(automated={}, deployed=deployed))
    (moved,) = [each for each in found.preconditions if not each.holds]
    assert (moved.what, moved.expected, moved.seen) == ("base_commit", BAD, LATER[0])
    assert [(each.application, each.revisions) for each in found.deployed_since] == [("shop", LATER[0])]
    assert present(found)["Application argocd/shop", "revision"] == LATER[0]


def test_what_the_targets_look_like_now_is_told():
    web, node = ref("Deployment", "web"), ref("Node", "n1", None)
    restart = ResourceAction(target=web, name="restart", parameters={})
    plan = a_plan(restart, Cordon(target=node)).model_copy(update={"preconditions": ()})
    cordoned = thing("Node", "n1", namespace="", spec={"unschedulable": True})
    told = present(ground(plan, deployment(replicas=3), cordoned))
    assert told == {
        ("Deployment shop/web", "generation"): "7",
        ("Deployment shop/web", "replicas"): "3",
        ("Deployment shop/web", "ready"): "0",
        ("Deployment shop/web", "image of web"): "web:2",
        ("Node n1", "cordoned"): "yes",
    }


def test_what_was_not_read_does_not_hold_and_is_not_made_up():
    found = ground(PLAN)
    unread = [each for each in found.preconditions if each.what != "condition"]
    assert unread
    assert not any(each.holds for each in unread)
    assert found.present == ()
