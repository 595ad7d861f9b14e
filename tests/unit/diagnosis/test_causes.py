"""Two faults at once: the cause stands above its consequence, and what is independent stays apart."""

from dataclasses import replace
from typing import Any

from shared.diagnosis.diagnose import diagnose
from shared.diagnosis.hypothesis import FaultKind, Hypothesis
from shared.diagnosis.snapshot import LogTail
from tests.support import manifests as k8s
from tests.support.fault_examples import (
    BACK_OFF,
    EXAMPLES,
    NAME,
    config,
    crash,
    out_of_memory,
    pending,
    probe,
    pull,
    unbound,
    web,
)
from tests.support.fault_objects import argocd, autoscaler, coredns, issuance, job, node, refused_surge

NODE_WORDS = {"ready": "False", "reason": "KubeletNotReady", "message": "cni plugin not initialized"}
STUCK = [k8s.said("Progressing", "False", "ProgressDeadlineExceeded", "has timed out progressing")]


def chains(*things: Any) -> list[str]:
    """``crash_loop <- dns``: each hypothesis in its order, with its cause."""
    hypotheses = diagnose(k8s.snapshot(*things)).hypotheses
    by_id = {hypothesis.hypothesis_id: hypothesis for hypothesis in hypotheses}
    return [_chain(hypothesis, by_id) for hypothesis in hypotheses]


def _chain(hypothesis: Hypothesis, by_id: dict[str, Hypothesis]) -> str:
    cause = by_id.get(hypothesis.consequence_of or "")
    return f"{hypothesis.fault} <- {cause.fault}" if cause else str(hypothesis.fault)


def stuck(things: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same things with a deployment whose rollout has passed its deadline."""
    return (k8s.deployment(conditions=STUCK), *(each for each in things if not _is_deployment(each)))


def _is_deployment(thing: Any) -> bool:
    return isinstance(thing, dict) and thing["kind"] == "Deployment"


def test_a_rollout_is_stuck_because_its_image_cannot_be_pulled():
    assert chains(*stuck(pull("ErrImagePull", "not found"))) == ["image_pull", "rollout_stuck <- image_pull"]


def test_a_rollout_is_stuck_because_a_quota_refuses_its_pods():
    things = stuck(refused_surge('pods "web" is forbidden: exceeded quota: compute, requested: pods=1', old=3))
    assert chains(*things) == ["quota", "rollout_stuck <- quota"]


def test_a_rollout_is_stuck_because_its_pods_fail_a_probe():
    assert chains(*stuck(probe("readiness"))) == ["probe", "rollout_stuck <- probe"]


def test_a_rollout_is_stuck_because_a_secret_is_missing():
    assert chains(*stuck(config('secret "web-db" not found'))) == ["config_missing", "rollout_stuck <- config_missing"]


def test_a_pod_is_pending_because_its_claim_is_not_provisioned():
    things = stuck(unbound("Pending", [("ProvisioningFailed", "no such class")]))
    assert chains(*things) == ["volume", "pending <- volume", "rollout_stuck <- volume"]


def test_a_pod_that_has_no_memory_has_no_crash_loop_beside_it():
    assert chains(*out_of_memory(ran=20)) == ["out_of_memory"]


def test_a_pod_that_ends_because_an_optional_key_is_missing_has_that_one_cause():
    reference = {"configMapKeyRef": {"name": "web-config", "key": "DB_URL", "optional": True}}
    spec = {"containers": [k8s.container(env=[{"name": "DB_URL", "valueFrom": reference}])]}
    pod = k8s.pod(NAME, k8s.waiting("CrashLoopBackOff", BACK_OFF, restarts=7, last=k8s.ended(1)), spec=spec)
    holds = k8s.made("ConfigMap", "web-config", data={"LOG_LEVEL": "info"})
    things = web(pod, holds, k8s.log(pod, "KeyError: 'DB_URL'"))
    assert chains(*things) == ["config_missing", "crash_loop <- config_missing"]


def test_a_container_that_ran_before_its_key_went_missing_has_that_one_fault():
    message = "couldn't find key DB_URL in ConfigMap shop/web-config"
    status = k8s.waiting("CreateContainerConfigError", message, restarts=3, last=k8s.ended(1))
    pod = k8s.pod(NAME, status)
    assert chains(*web(pod, k8s.event(pod, "BackOff", "Back-off restarting failed container"))) == ["config_missing"]


def test_pods_are_not_ready_because_their_node_is_not():
    lost = k8s.pod(NAME, k8s.running(), conditions=[k8s.said("Ready", "False")])
    assert chains(node(**NODE_WORDS), *stuck(web(lost))) == ["node", "rollout_stuck <- node"]


def test_a_pod_is_pending_because_no_node_is_ready():
    words = "0/1 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/not-ready: }."
    assert chains(node(**NODE_WORDS), *pending(words)) == ["node", "pending <- node"]


def test_an_image_is_not_pulled_because_the_disk_of_its_node_is_full():
    things = pull("ErrImagePull", "write /var/lib/containerd: no space left on device")
    assert chains(node(pressure="DiskPressure"), *things) == ["node", "image_pull <- node"]


def test_an_image_that_does_not_exist_is_not_the_fault_of_a_full_disk():
    things = pull("ErrImagePull", "manifest unknown")
    assert chains(node(pressure="DiskPressure"), *things) == ["node", "image_pull"]


def test_a_sync_failed_because_its_hook_job_did():
    things = (*argocd(hook="Job has reached the specified backoff limit"), *job("BackoffLimitExceeded", pod=True))
    assert chains(*things) == ["job_failed", "sync_failed <- job_failed"]


def test_a_hook_job_failed_for_want_of_memory_and_the_sync_with_it():
    failed = k8s.pod(
        "migrate-x", k8s.terminated(name="migrate", code=137, reason="OOMKilled"), owner=("Job", "migrate")
    )
    hook = (*job("BackoffLimitExceeded"), failed)
    assert chains(*argocd(hook="Job has reached the specified backoff limit"), *hook) == [
        "out_of_memory",
        "job_failed <- out_of_memory",
        "sync_failed <- job_failed",
    ]


def test_a_sync_does_not_end_because_its_deployment_crashes():
    (application,) = argocd(phase="Running", message="waiting for healthy state of apps/Deployment/web")
    application["status"]["resources"][0]["health"] = {"status": "Progressing"}
    assert chains(application, *crash(1)) == ["crash_loop", "sync_failed <- crash_loop"]


def test_a_secret_is_missing_because_its_certificate_is_not_issued():
    things = issuance(challenge="wrong status code '404', expected '200'")
    assert chains(*config('secret "web-tls" not found'), *things) == ["certificate", "config_missing <- certificate"]


def test_a_config_map_is_missing_because_its_application_was_not_synchronised():
    (application,) = argocd("field is immutable")
    missing = {"kind": "ConfigMap", "namespace": "shop", "name": "web-config", "status": "OutOfSync"}
    application["status"]["resources"].append(missing)
    things = config('configmap "web-config" not found')
    assert chains(application, *things) == ["sync_failed", "config_missing <- sync_failed"]


def test_workloads_crash_because_no_name_is_resolved():
    things = crash(1, ["getaddrinfo: Temporary failure in name resolution"])
    assert chains(*coredns(["Corefile:5 - Error during parsing"]), *things) == [
        "dns",
        "crash_loop <- dns",
        "crash_loop <- dns",
    ]


def test_names_are_not_resolved_because_the_image_of_the_dns_cannot_be_pulled():
    deployment, replica_set, *_ = coredns()
    parts = {"namespace": "kube-system", "owner": ("ReplicaSet", "coredns-7c65d6cfc9")}
    status = k8s.waiting("ErrImagePull", "not found", name="coredns")
    pod = k8s.pod("coredns-7c65d6cfc9-a", status, labels={"k8s-app": "kube-dns"}, **parts)
    assert chains(deployment, replica_set, pod) == ["image_pull", "dns <- image_pull"]


def test_an_autoscaler_at_its_maximum_is_a_cause_of_its_own():
    things = (autoscaler("TooManyReplicas", limited="True"), *crash(1))
    assert sorted(chains(*things)) == ["crash_loop", "hpa_at_maximum"]


def test_an_autoscaler_is_at_its_maximum_because_its_pods_are_pending():
    things = pending("0/3 nodes are available: 3 Insufficient cpu.")
    few = k8s.deployment(readyReplicas=1)
    rest = (each for each in things if not _is_deployment(each))
    assert chains(autoscaler("TooManyReplicas", limited="True"), few, *rest) == ["pending", "hpa_at_maximum <- pending"]


def test_two_faults_of_two_workloads_are_two_causes():
    other = k8s.pod("api-0", k8s.waiting("ErrImagePull", "not found", name="api"), owner=("StatefulSet", "api"))
    assert sorted(chains(*crash(1), other)) == ["crash_loop", "image_pull"]


def test_ten_pods_of_a_deployment_are_one_fault():
    pods = [
        k8s.pod(f"{NAME}{number}", k8s.waiting("CrashLoopBackOff", BACK_OFF, restarts=7, last=k8s.ended(1)))
        for number in range(10)
    ]
    (hypothesis,) = diagnose(k8s.snapshot(k8s.deployment(), k8s.replica_set(), *pods)).hypotheses
    assert len(hypothesis.affected) == 10


def test_what_hurts_more_stands_first():
    broken = [
        k8s.pod(f"api-{number}", k8s.waiting("ErrImagePull", "not found", name="api"), owner=("StatefulSet", "api"))
        for number in range(3)
    ]
    assert chains(*crash(1), *broken) == ["image_pull", "crash_loop"]


def test_any_two_examples_together_name_both_faults():
    """What is only a consequence beside its cause is still named."""
    for first in EXAMPLES[::3]:
        for second in EXAMPLES[1::7]:
            renamed = _elsewhere(second.things)
            found = {each.fault for each in diagnose(k8s.snapshot(*first.things, *renamed)).hypotheses}
            assert {first.fault, second.fault} <= found


def _elsewhere(things: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same things in a namespace of their own; what has none, or is the cluster's, stays."""
    return tuple(_moved(thing) for thing in things)


def _moved(thing: Any) -> Any:
    if isinstance(thing, LogTail):
        inside = thing.pod.namespace == "shop"
        return replace(thing, pod=thing.pod._replace(namespace="other")) if inside else thing
    where = "involvedObject" if thing["kind"] == "Event" else "metadata"
    return thing | {where: thing[where] | {"namespace": "other"}} if thing[where].get("namespace") == "shop" else thing


def test_every_consequence_has_its_cause_above_it():
    faults = [FaultKind.NODE, FaultKind.VOLUME, FaultKind.DNS, FaultKind.QUOTA]
    things = [thing for example in EXAMPLES if example.fault in faults for thing in example.things]
    hypotheses = diagnose(k8s.snapshot(*things)).hypotheses
    places = {hypothesis.hypothesis_id: number for number, hypothesis in enumerate(hypotheses)}
    for number, hypothesis in enumerate(hypotheses):
        if hypothesis.consequence_of:
            assert places[hypothesis.consequence_of] < number
