"""What a plan rests on, read again: each precondition with worlds in which it holds, and does not."""

from dataclasses import replace
from typing import Any

import pytest

from shared.diagnosis.hypothesis import Confidence, Diagnosis, FaultKind
from shared.diagnosis.snapshot import EvidenceGap, Observed
from shared.kernel.vocabulary import ResourceRef
from shared.remediation.actions import ArgoSync, RunRunbook
from shared.remediation.case import World
from shared.remediation.proposal import Precondition, RemediationPlan
from shared.remediation.still_holding import not_holding, resources_of
from tests.support.remediation import (
    BAD,
    BROKE,
    GOOD,
    NOW,
    application,
    cause,
    container,
    deployment,
    planned,
    ref,
    replaced,
    snapshot,
    thing,
)

CRASH = cause(FaultKind.CRASH_LOOP, "exit_error")
LATER = ("c" * 40, BROKE)


def seen(plan: RemediationPlan, *things: Observed, diagnosis: Any = CRASH, gaps: tuple[EvidenceGap, ...] = ()):
    """What does not hold any more, by its kind."""
    causes = (diagnosis,) if diagnosis else ()
    world = World(replace(snapshot(*things), gaps=gaps), NOW)
    return {each.precondition.what: each.seen for each in not_holding(plan, world, Diagnosis(hypotheses=causes))}


REVERT = planned(CRASH, deployment(), application(automated={}))
SYNC = planned(CRASH, deployment(), application())
PATCH = planned(CRASH, *replaced(container(image="web:2"), container(image="web:1")))
NODE = thing("Node", "n1", namespace="", metadata={"resourceVersion": "12"})
CORDON = planned(cause(FaultKind.NODE, "not_ready", ref("Node", "n1", None)), NODE)


def test_in_the_world_that_a_plan_was_made_in_it_holds():
    assert seen(REVERT, deployment(), application(automated={})) == {}
    assert seen(SYNC, deployment(), application()) == {}
    assert seen(PATCH, *replaced(container(image="web:2"), container(image="web:1"))) == {}
    assert seen(CORDON, NODE, diagnosis=cause(FaultKind.NODE, "not_ready", ref("Node", "n1", None))) == {}


def test_a_fault_that_is_gone_or_another_one_does_not_hold():
    world = (deployment(), application(automated={}))
    assert seen(REVERT, *world, diagnosis=None) == {"condition": "nothing of it was found"}
    other = cause(FaultKind.CRASH_LOOP, "killed")
    assert seen(REVERT, *world, diagnosis=other) == {"condition": "crash_loop: killed"}
    unsure = CRASH.model_copy(update={"confidence": Confidence.POSSIBLE})
    assert set(seen(REVERT, *world, diagnosis=unsure)) == {"condition"}
    elsewhere = cause(FaultKind.CRASH_LOOP, "exit_error", ref("Deployment", "cart"))
    assert set(seen(REVERT, *world, diagnosis=elsewhere)) == {"condition"}


def test_the_same_fault_of_another_thing_of_its_name_is_not_it():
    elsewhere = CRASH.model_copy(update={"hypothesis_id": "of-another-cluster"})
    assert set(seen(REVERT, deployment(), application(automated={}), diagnosis=elsewhere)) == {"condition"}


def test_a_revision_that_came_since_is_told():
    moved = application(automated={}, deployed=((GOOD, BROKE), (BAD, BROKE), LATER))
    assert seen(REVERT, deployment(), moved) == {"base_commit": LATER[0]}


def test_an_object_that_was_changed_since_is_told():
    changed = thing("Node", "n1", namespace="", metadata={"resourceVersion": "13"})
    broken = cause(FaultKind.NODE, "not_ready", ref("Node", "n1", None))
    assert seen(CORDON, changed, diagnosis=broken) == {"resource_version": "13"}
    assert set(seen(CORDON, diagnosis=broken)) == {"resource_version"}


SHUT = {"activeWindows": [{"kind": "deny", "schedule": "* * * * *", "duration": "1h"}], "canSync": False}


def with_windows(observed: Observed, windows: Any) -> Observed:
    return replace(observed, manifest={**observed.manifest, "syncWindows": windows})


def test_a_window_that_was_shut_since_is_told():
    automated = with_windows(application(automated={}), SHUT)
    assert "deny window" in seen(REVERT, deployment(), automated)["sync_window"]
    assert "deny window" in seen(SYNC, deployment(), with_windows(application(), SHUT))["sync_window"]


def test_auto_sync_that_was_switched_off_since_is_told():
    assert "auto-sync is off" in seen(REVERT, deployment(), application())["sync_window"]


def test_what_could_not_be_read_does_not_hold_and_says_why():
    gap = EvidenceGap(wanted="Application shop", problem="timeout")
    told = seen(REVERT, deployment(), gaps=(gap,))
    assert told == dict.fromkeys(("base_commit", "sync_window"), "it could not be read: Application shop (timeout)")


def test_a_version_of_a_runbook_is_not_read_here():
    action = RunRunbook(runbook_id="1", runbook_version=3, slug="restart")
    rests = Precondition(what="runbook_version", subject="runbook restart", expected="3")
    plan = REVERT.model_copy(update={"actions": (action,), "preconditions": (rests,)})
    assert set(seen(plan, deployment())) == {"runbook_version"}
    assert resources_of(plan) == ()


@pytest.mark.parametrize("what", ["generation", "revision of something", ""])
def test_a_kind_of_precondition_that_nobody_knows_does_not_hold(what):
    odd = Precondition(what=what, subject="Deployment shop/web", expected="1")
    assert seen(REVERT.model_copy(update={"preconditions": (odd,)}), deployment()) != {}


def test_what_is_read_are_targets_applications_and_what_has_the_fault():
    application_ref = ResourceRef(kind="Application", name="shop", namespace="argocd")
    web = ResourceRef(kind="Deployment", name="web", namespace="shop")
    assert resources_of(REVERT) == (web, application_ref)
    assert resources_of(PATCH) == (ref("Deployment", "web"),)
    several = ArgoSync(application="shop", resources=(ref("ConfigMap", "web"),))
    plan = REVERT.model_copy(update={"actions": (several,)})
    assert resources_of(plan) == (ref("ConfigMap", "web"), ref("Deployment", "web"), application_ref)


def test_where_no_target_names_a_cluster_all_of_them_are_looked_at():
    found = resources_of(REVERT, ("prod", "stage"))
    assert [each.cluster for each in found if each.kind == "Deployment"] == ["prod", "stage"]
    assert [each.cluster for each in found if each.kind == "Application"] == [None]
    assert resources_of(PATCH, ("prod", "stage")) == resources_of(PATCH)
