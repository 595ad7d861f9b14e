"""What was committed has to be what runs; an application's own word for its health is not enough."""

from typing import Any

import pytest

from shared.remediation.actions import GitPatch
from shared.remediation.outcome import EffectStatus
from tests.support import manifests as k8s
from tests.support.recoveries import (
    ALONE,
    BAD,
    FIX,
    LATER,
    application,
    gap,
    outcome,
    plan,
    read,
    seen,
    told,
    web,
)

SYNCED = "Application shop is Synced at ffffffffffff, its operation Succeeded, and it is Healthy"


def test_the_commit_itself_is_deployed_and_healthy():
    reading = read(plan(), outcome(), k8s.snapshot(application()))

    assert told(reading)[SYNCED] is True


def test_a_later_commit_that_was_deployed_after_it_contains_it():
    app = application(revision=LATER, deployed=(BAD, FIX, LATER))

    assert told(read(plan(), outcome(), k8s.snapshot(app)))[SYNCED] is True


def test_a_later_commit_that_changed_nothing_of_it_is_compared_with_and_not_deployed():
    app = application(revision=LATER, operated=FIX)

    assert told(read(plan(), outcome(), k8s.snapshot(app)))[SYNCED] is True


@pytest.mark.parametrize(
    ("told_by_argocd", "why"),
    [
        ({"sync": "OutOfSync"}, "OutOfSync at ffffffffffff"),
        ({"phase": "Running"}, "operation Running"),
        ({"phase": "Failed"}, "operation Failed"),
        ({"health": "Progressing"}, "Progressing"),
        ({"revision": BAD, "deployed": (BAD,)}, "from before ffffffffffff"),
        ({"revision": BAD, "deployed": (BAD, FIX, BAD)}, "from before ffffffffffff"),
        ({"operated": BAD}, "the operation's revision is bbbbbbbbbbbb, from before ffffffffffff"),
        (
            {"parts": ({"kind": "ConfigMap", "name": "web", "status": "OutOfSync", "health": {"status": "Missing"}},)},
            "Healthy, but not so: ConfigMap web (OutOfSync, Missing)",
        ),
    ],
)
def test_what_is_not_yet_so_is_told(told_by_argocd: dict[str, Any], why: str):
    reading = read(plan(), outcome(), k8s.snapshot(application(**told_by_argocd)))

    assert told(reading)[SYNCED] is False
    assert why in seen(reading)


def test_a_commit_that_the_history_does_not_place_is_not_believed():
    app = application(revision=LATER, deployed=(BAD, LATER))
    app["status"]["history"][-1]["deployedAt"] = k8s.ago(minutes=5)
    reading = read(plan(), outcome(), k8s.snapshot(app))

    assert told(reading)[SYNCED] is None
    assert "is not told by its history" in seen(reading)


def test_an_application_that_cannot_be_read_confirms_nothing():
    reading = read(plan(), outcome(), k8s.snapshot(gap("Application shop", "forbidden")))

    assert told(reading)[SYNCED] is None
    assert "Application shop: forbidden" in seen(reading)


def test_an_application_that_was_deleted_confirms_nothing():
    reading = read(plan(), outcome(), k8s.snapshot(absent=[k8s.key("Application", "shop", "")]))

    assert told(reading)[SYNCED] is False


@pytest.mark.parametrize(
    ("status", "holds"),
    [(EffectStatus.PENDING, False), (EffectStatus.FAILED, False), (EffectStatus.UNKNOWN, None)],
)
def test_an_action_that_is_not_through_is_a_check_of_its_own(status: EffectStatus, holds: bool | None):
    reading = read(plan(), outcome(status=status), k8s.snapshot(application()))

    assert told(reading)["Action 1, git.revert, was carried out"] is holds
    assert not reading.holds


def test_what_a_person_was_asked_for_is_no_action_that_has_to_be_through():
    escalated = outcome(application=None, status=EffectStatus.SKIPPED, action="escalate")

    assert "Action 1" not in " ".join(told(read(plan(), escalated, k8s.snapshot(application()))))


PATCH = GitPatch(
    target={"kind": "Deployment", "name": "web", "namespace": "shop"}, pointer="/spec", before="1", after="2"
)
OBSERVED = "The controller of Deployment shop/web has seen its present specification"


@pytest.mark.parametrize(("generation", "holds"), [(4, True), (3, False)])
def test_without_argocd_the_controller_must_have_seen_the_change(generation: int, holds: bool):
    world = k8s.snapshot(*web(observedGeneration=generation))

    assert told(read(plan(actions=(PATCH,)), ALONE, world))[OBSERVED] is holds


def test_a_target_that_cannot_be_read_confirms_nothing():
    reading = read(plan(actions=(PATCH,)), ALONE, k8s.snapshot(gap("everything of kubernetes c1")))

    assert told(reading)[OBSERVED] is None
    assert "everything of kubernetes c1: timeout" in seen(reading)


@pytest.mark.parametrize(("problem", "holds"), [("timeout", None), ("forbidden", None), ("not_configured", True)])
def test_a_cluster_that_should_have_answered_and_did_not_may_hide_a_fault(problem: str, holds: bool | None):
    reading = read(plan(), outcome(), k8s.snapshot(application(), gap("everything of kubernetes c1", problem)))

    assert told(reading)["No other fault that is certain is diagnosed for what is concerned"] is holds
