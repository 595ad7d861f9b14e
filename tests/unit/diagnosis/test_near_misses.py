"""What looks like a fault and is none, or is another one; and what is well."""

from typing import Any

import pytest

from shared.diagnosis.diagnose import diagnose
from shared.diagnosis.hypothesis import Diagnosis, FaultKind
from tests.support import manifests as k8s
from tests.support.fault_examples import BACK_OFF, DATA, NAME, pending, probe, stuck, web
from tests.support.fault_objects import argocd, autoscaler, claim, coredns, issuance, job, node, refused_surge


def faults(*things: Any, complete: Any = ()) -> list[FaultKind]:
    return [hypothesis.fault for hypothesis in diagnose(k8s.snapshot(*things, complete=complete)).hypotheses]


def nothing(*things: Any) -> bool:
    """Nothing is broken, and nothing is left to be explained."""
    return diagnose(k8s.snapshot(*things)) == Diagnosis()


def running_web(**parts: Any) -> tuple[Any, ...]:
    return web(k8s.pod(NAME, k8s.running(**parts)))


def test_a_container_that_once_exited_with_an_error_and_runs_is_no_crash_loop():
    assert nothing(*running_web(restarts=1, last=k8s.ended(1)))


def test_a_container_that_completes_now_and_then_and_runs_is_no_crash_loop():
    assert nothing(*running_web(restarts=5, last=k8s.ended(0, "Completed")))


def test_an_init_container_that_completed_is_no_crash_loop():
    pod = k8s.pod(NAME, k8s.running(), status={"initContainerStatuses": [k8s.terminated(name="init", code=0)]})
    assert nothing(*web(pod))


def test_an_image_that_is_being_pulled_is_no_fault():
    pod = k8s.pod(NAME, k8s.waiting("ContainerCreating"), created=k8s.ago(minutes=1))
    assert nothing(*web(pod, k8s.event(pod, "Pulling", 'Pulling image "registry.example/web:1.4.2"')))


def test_an_image_that_could_be_pulled_at_last_is_no_fault():
    pod = k8s.pod(NAME, k8s.running())
    assert nothing(*web(pod, k8s.event(pod, "Failed", 'Failed to pull image "registry.example/web:1.4.2": timeout')))


@pytest.mark.parametrize("kind", ["liveness", "startup"])
def test_a_kill_by_a_probe_is_neither_a_memory_fault_nor_a_crash_loop(kind: str):
    assert faults(*probe(kind, 137)) == [FaultKind.PROBE]


def test_exit_137_without_a_word_of_memory_is_no_memory_fault():
    pod = k8s.pod(NAME, k8s.waiting("CrashLoopBackOff", BACK_OFF, restarts=4, last=k8s.ended(137)))
    assert FaultKind.OUT_OF_MEMORY not in faults(*web(pod))


def test_a_kill_for_memory_long_ago_is_no_fault_now():
    last = k8s.ended(137, "OOMKilled") | {"startedAt": k8s.ago(hours=40), "finishedAt": k8s.ago(hours=30)}
    things = running_web(restarts=1, last=last, since=k8s.ago(hours=30))
    assert nothing(*things, node())


def test_a_scheduled_pod_that_is_being_made_is_not_pending():
    pod = k8s.pod(NAME, k8s.waiting("ContainerCreating"), phase="Pending", created=k8s.ago(minutes=1))
    assert nothing(*web(pod, k8s.event(pod, "FailedScheduling", "0/3 nodes are available: 3 Insufficient cpu.")))


def test_a_claim_that_waits_for_its_first_consumer_is_no_fault():
    data = claim("Pending")
    message = "waiting for first consumer to be created before binding"
    assert nothing(data, k8s.event(data, "WaitForFirstConsumer", message))


def test_a_volume_that_was_mounted_at_the_second_try_is_no_fault():
    pod = k8s.pod(NAME, k8s.running(), spec=DATA)
    event = k8s.event(pod, "FailedMount", 'MountVolume.SetUp failed for volume "data" : rpc error')
    assert nothing(*web(pod, claim("Bound"), event))


def test_a_container_that_has_just_started_fails_no_probe():
    pod = k8s.pod(NAME, k8s.running(ready=False, since=k8s.ago(seconds=20)), created=k8s.ago(minutes=1))
    assert nothing(*web(pod, k8s.event(pod, "Unhealthy", "Readiness probe failed: connection refused", count=1)))


def test_a_probe_that_fails_because_the_process_ends_is_no_probe_fault():
    pod = k8s.pod(NAME, k8s.waiting("CrashLoopBackOff", BACK_OFF, restarts=7, last=k8s.ended(1)))
    event = k8s.event(pod, "Unhealthy", 'Readiness probe failed: Get "http://10.1.1.1:80/": connection refused')
    assert faults(*web(pod, event)) == [FaultKind.CRASH_LOOP]


def test_a_readiness_gate_that_is_not_met_is_no_probe_fault():
    gate = k8s.said("Ready", "False", "ReadinessGatesNotReady", "corresponding condition of pod readiness gate")
    pod = k8s.pod(NAME, k8s.running(), conditions=[gate])
    assert faults(*web(pod)) == []


def test_a_user_that_may_not_run_is_no_missing_configuration():
    message = "container has runAsNonRoot and image will run as root"
    diagnosis = diagnose(k8s.snapshot(*web(k8s.pod(NAME, k8s.waiting("CreateContainerConfigError", message)))))
    assert diagnosis.hypotheses == ()
    assert diagnosis.unexplained == (
        f"Pod shop/{NAME}: container web waits with CreateContainerConfigError: {message}.",
    )


def test_a_cordoned_node_is_no_broken_node():
    assert nothing(node() | {"spec": {"unschedulable": True}})


def test_a_node_that_was_not_ready_once_is_well_now():
    well = node()
    assert nothing(well, k8s.event(well, "NodeNotReady", "Node n1 status is now: NodeNotReady"))


def test_a_pod_evicted_from_a_node_that_is_well_again_is_no_broken_node():
    message = "The node was low on resource: memory. Threshold quantity: 100Mi, available: 80Mi."
    evicted = k8s.pod(NAME, phase="Failed", status={"reason": "Evicted", "message": message})
    assert FaultKind.NODE not in faults(*web(evicted), node())


def test_one_dns_pod_of_two_that_is_not_ready_does_not_stop_names():
    deployment, replica_set, first, *_ = coredns()
    well = coredns(ready=True)[3]
    assert FaultKind.DNS not in faults(deployment, replica_set, first, well)


def test_a_name_that_does_not_exist_is_no_dns_fault():
    pod = k8s.pod(NAME, k8s.waiting("CrashLoopBackOff", BACK_OFF, restarts=7, last=k8s.ended(1)))
    line = "dial tcp: lookup payment.shop.svc on 10.96.0.10:53: no such host"
    assert faults(*web(pod, k8s.log(pod, line)), *coredns(ready=True)) == [FaultKind.CRASH_LOOP]


def test_a_certificate_that_was_asked_for_a_minute_ago_is_no_fault():
    made = issuance(request=("Pending", "Waiting on certificate issuance"), since=k8s.ago(minutes=1))
    assert nothing(*made)


def test_a_certificate_that_is_renewed_while_it_holds_is_no_fault():
    conditions = [k8s.said("Ready", "True", "Ready"), k8s.said("Issuing", "True", "Renewing")]
    status = {"conditions": conditions, "notAfter": "2026-12-20T00:00:00Z"}
    assert nothing(k8s.made("Certificate", "web-tls", spec={"secretName": "web-tls"}, status=status))


def test_a_quota_that_is_used_up_and_refuses_nobody_is_no_fault():
    used = {"hard": {"pods": "3"}, "used": {"pods": "3"}}
    assert nothing(k8s.made("ResourceQuota", "compute", status=used), k8s.deployment())


def test_a_refusal_of_long_ago_is_no_fault_when_all_replicas_exist():
    well = k8s.replica_set(spec={"replicas": 3}, status={"replicas": 3, "readyReplicas": 3})
    event = k8s.event(well, "FailedCreate", 'Error creating: pods "web" is forbidden: exceeded quota: compute')
    assert nothing(k8s.deployment(), well, event)


def test_a_refusal_by_a_service_account_is_no_quota():
    assert FaultKind.QUOTA not in faults(*refused_surge('serviceaccount "web" not found'))


def test_a_degraded_application_that_is_synchronised_did_not_fail_to_synchronise():
    (application,) = argocd(phase="Succeeded")
    application["status"] |= {"sync": {"status": "Synced"}, "health": {"status": "Degraded"}}
    diagnosis = diagnose(k8s.snapshot(application))
    assert diagnosis.hypotheses == ()
    assert diagnosis.unexplained == ("Application argocd/shop is Degraded.",)


def test_a_failure_of_a_revision_that_git_has_left_behind_is_no_fault():
    (application,) = argocd("field is immutable")
    application["status"]["sync"] = {"status": "Synced", "revision": "a later one"}
    assert nothing(application)


def test_an_autoscaler_at_its_minimum_is_no_fault():
    assert nothing(autoscaler("TooFewReplicas", limited="True"), k8s.deployment())


def test_an_autoscaler_at_its_maximum_that_wants_no_more_is_no_fault():
    assert nothing(autoscaler("DesiredWithinRange", limited="False"), k8s.deployment())


def test_an_autoscaler_on_its_way_to_its_maximum_is_only_likely_to_want_more():
    scaler = autoscaler("TooManyReplicas", limited="True")
    scaler["status"]["currentReplicas"] = 8
    (hypothesis,) = diagnose(k8s.snapshot(scaler, k8s.deployment())).hypotheses
    assert hypothesis.confidence == "likely"


def test_an_autoscaler_without_metrics_is_another_fault():
    broken = autoscaler("DesiredWithinRange", limited="False", active=("False", "FailedGetResourceMetric"))
    diagnosis = diagnose(k8s.snapshot(broken, k8s.deployment()))
    assert diagnosis.hypotheses == ()
    assert "FailedGetResourceMetric" in diagnosis.unexplained[0]


def test_a_rollout_on_its_way_is_not_stuck():
    assert nothing(*stuck("ReplicaSetUpdated", available="False"))


def test_a_paused_deployment_is_not_stuck():
    (paused,) = stuck("DeploymentPaused", available="False")
    paused["spec"]["paused"] = True
    assert nothing(paused)


def test_a_completed_job_with_failures_did_not_fail():
    assert nothing(*job())


def test_a_job_that_tries_again_has_not_failed():
    assert nothing(k8s.made("Job", "migrate", status={"active": 1, "failed": 2}))


def test_a_failed_run_of_a_schedule_that_succeeded_since_is_no_fault():
    schedule = k8s.made("CronJob", "nightly", status={"lastSuccessfulTime": k8s.ago(minutes=5)})
    assert nothing(schedule, *job("BackoffLimitExceeded", owner=("CronJob", "nightly")))


def test_a_pod_that_is_being_deleted_has_no_fault():
    pod = k8s.pod(NAME, k8s.waiting("CrashLoopBackOff", BACK_OFF, restarts=7, last=k8s.ended(1)))
    pod["metadata"]["deletionTimestamp"] = k8s.ago(minutes=1)
    assert nothing(*web(pod))


def test_a_pod_that_waits_for_a_growing_cluster_is_only_likely_to_be_stuck():
    things = pending("0/3 nodes are available: 3 Insufficient cpu.")
    grows = k8s.event(things[2], "TriggeredScaleUp", "pod triggered scale-up: [{group-1 3->4 (max: 10)}]")
    (hypothesis,) = diagnose(k8s.snapshot(*things, grows)).hypotheses
    assert hypothesis.confidence == "likely"


def test_a_cluster_that_is_well_has_no_fault():
    assert nothing(
        *running_web(),
        node(),
        claim("Bound"),
        *coredns(ready=True),
        *job(),
        autoscaler("DesiredWithinRange", limited="False"),
    )
