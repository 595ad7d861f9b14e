"""A crash loop is over when the pods of the new template are Ready and nothing restarts from one look to the next."""

import pytest

from shared.diagnosis.hypothesis import FaultKind
from shared.remediation.outcome import VerificationReading
from tests.support import manifests as k8s
from tests.support.recoveries import ALONE, application, gap, outcome, plan, pod, read, seen, told, web

PLAN = plan((FaultKind.CRASH_LOOP, "Deployment shop/web"))
FLAT = "restartCount of the pods of Deployment shop/web does not rise for the hold time"
AGAIN = "crash_loop of Deployment shop/web is not diagnosed any more"
WELL = k8s.snapshot(*web(pod(0), pod(1)), application())
CRASHED = pod(0, restarts=1, last=k8s.ended(1))
LOOPING = k8s.pod(
    f"web-{k8s.TEMPLATE}-0",
    k8s.waiting("CrashLoopBackOff", "back-off 5m0s", restarts=7, last=k8s.ended(1)),
)


def test_it_is_over_when_everything_agrees():
    first = read(PLAN, outcome(), WELL)
    second = read(PLAN, outcome(), WELL, first)

    assert first.holds, seen(first)
    assert second.holds, seen(second)
    assert "2 of 2 pods Ready" in " ".join(check.seen for check in second.checks)
    assert "none since the look before" in " ".join(check.seen for check in second.checks)


def test_a_pod_that_waits_for_its_next_start_is_not_well():
    reading = read(PLAN, ALONE, k8s.snapshot(*web(LOOPING, pod(1), readyReplicas=1)))

    assert (told(reading)[FLAT], told(reading)[AGAIN]) == (False, False)
    assert "1 of 2 pods Ready: not web-5d8f9c7b6d-0 (CrashLoopBackOff)" in seen(reading)


def test_old_pods_beside_the_new_ones_are_not_the_end():
    reading = read(PLAN, ALONE, k8s.snapshot(*web(pod(0), updatedReplicas=0)))

    assert told(reading)[FLAT] is False
    assert "0 of 1 replicas updated" in seen(reading)


def test_a_rise_between_two_looks_is_a_relapse_although_the_pod_runs_again():
    first = read(PLAN, ALONE, k8s.snapshot(*web(pod(0))))
    second = read(PLAN, ALONE, k8s.snapshot(*web(CRASHED)), first)
    third = read(PLAN, ALONE, k8s.snapshot(*web(CRASHED)), second)

    assert (told(first)[FLAT], told(second)[FLAT], told(third)[FLAT]) == (True, False, True)
    assert "web-5d8f9c7b6d-0/web from 0 to 1" in seen(second)


def test_restarts_from_before_the_plan_was_carried_out_are_no_rise():
    kept = pod(0, restarts=7, last=k8s.ended(1) | {"finishedAt": k8s.ago(minutes=16)})
    first = read(PLAN, ALONE, k8s.snapshot(*web(kept)))
    second = read(PLAN, ALONE, k8s.snapshot(*web(kept)), first)

    assert (first.holds, second.holds) == (True, True), seen(second)
    assert first.baseline == {f"uid-Pod-web-{k8s.TEMPLATE}-0/web": 7}


def test_a_pod_that_was_replaced_counts_from_nothing():
    before = VerificationReading(checks=read(PLAN, ALONE, WELL).checks, baseline={"uid-of-the-old-pod/web": 9})

    assert told(read(PLAN, ALONE, k8s.snapshot(*web(CRASHED)), before))[FLAT] is False


def test_what_was_counted_is_remembered_over_a_look_that_saw_nothing():
    counted = read(PLAN, ALONE, k8s.snapshot(*web(CRASHED)))
    blind = read(PLAN, ALONE, k8s.snapshot(gap("everything of kubernetes c1")), counted)

    assert blind.baseline == counted.baseline


def test_no_pods_are_no_recovery():
    world = k8s.snapshot(*web(replicas=0), complete=[("Pod", "shop")])

    assert told(read(PLAN, ALONE, world))[FLAT] is False


@pytest.mark.parametrize("silent", ["everything of kubernetes c1", "pods in shop"])
def test_a_cluster_that_is_not_read_confirms_nothing(silent: str):
    reading = read(PLAN, ALONE, k8s.snapshot(gap(silent)))

    assert (told(reading)[FLAT], told(reading)[AGAIN]) == (None, None)
    assert f"{silent}: timeout" in seen(reading)


def test_a_deployment_that_was_deleted_is_no_recovery():
    reading = read(PLAN, ALONE, k8s.snapshot(absent=[k8s.key("Deployment", "web")], complete=[("Pod", "shop")]))

    assert not reading.holds
    assert told(reading)[FLAT] is False


def test_another_certain_fault_of_the_same_thing_is_no_recovery():
    absent = k8s.pod(
        f"web-{k8s.TEMPLATE}-0", k8s.waiting("ImagePullBackOff", 'Back-off pulling image "registry.example/web:2"')
    )
    event = k8s.event(absent, "Failed", 'Failed to pull image "registry.example/web:2": not found')
    reading = read(PLAN, ALONE, k8s.snapshot(*web(absent), event))

    assert told(reading)["No other fault that is certain is diagnosed for what is concerned"] is False
    assert "Deployment shop/web cannot pull" in seen(reading), seen(reading)
