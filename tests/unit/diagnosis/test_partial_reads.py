"""What a text says of an object is enough where it decides, and where it is not the diagnosis says what is missing."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from shared.diagnosis.diagnose import diagnose
from shared.diagnosis.hypothesis import Hypothesis
from shared.diagnosis.snapshot import EvidenceGap
from tests.support import manifests as k8s
from tests.support.fault_examples import NAME


def only(*things: Any, **parts: Any) -> Hypothesis:
    (hypothesis,) = diagnose(k8s.snapshot(*things, **parts)).hypotheses
    return hypothesis


def bare(kind: str, name: str, **parts: Any) -> dict[str, Any]:
    """An object of which a text says only this."""
    return {"kind": kind, "metadata": {"name": name, "namespace": "shop"}, **parts}


POD = bare("Pod", "web-0")


def waits(reason: str) -> dict[str, Any]:
    """A row of ``kubectl get pods``: the reason in its column of states, and nothing else."""
    return POD | {"status": {"containerStatuses": [{"state": {"waiting": {"reason": reason}}}]}}


def test_a_reason_alone_makes_a_crash_loop_likely_and_says_what_to_read():
    found = only(waits("CrashLoopBackOff"))
    assert (found.fault, found.variant, found.confidence) == ("crash_loop", "unknown", "likely")
    assert "lastState.terminated" in found.confirm[0]


def test_a_reason_alone_makes_an_image_fault_likely():
    found = only(waits("ImagePullBackOff"))
    assert (found.fault, found.variant, found.confidence) == ("image_pull", "unknown", "likely")


def test_a_kill_for_memory_without_the_limit_is_likely():
    status = {"containerStatuses": [{"name": "web", "state": {"terminated": {"reason": "OOMKilled"}}}]}
    found = only(POD | {"status": status})
    assert (found.fault, found.variant, found.confidence) == ("out_of_memory", "at_limit", "likely")
    assert "memory limit" in found.confirm[0]


def test_a_reason_alone_makes_missing_configuration_likely():
    found = only(waits("CreateContainerConfigError"))
    assert (found.fault, found.variant, found.confidence) == ("config_missing", "unknown", "likely")
    assert "events" in found.confirm[0]


def test_the_log_of_a_container_without_a_name_tells_why_it_crashes():
    assert only(waits("CrashLoopBackOff"), k8s.log(POD, "ERROR: no disk")).title.endswith("ERROR: no disk")


def test_the_dns_is_known_by_the_names_of_its_pods_in_a_table():
    row = waits("CrashLoopBackOff")["status"]["containerStatuses"][0] | {"ready": False}
    metadata = {"name": "coredns-6955765f44-tmr65", "namespace": "kube-system"}
    table = {"kind": "Pod", "metadata": metadata, "status": {"containerStatuses": [row]}}
    first = diagnose(k8s.snapshot(table)).hypotheses[0]
    assert (first.fault, first.variant) == ("dns", "servers_down")


def test_a_fatal_line_of_a_dns_pod_of_which_nothing_else_was_read_is_likely_to_stop_names():
    metadata = {"name": "coredns-1", "namespace": "kube-system", "labels": {"k8s-app": "kube-dns"}}
    described = {"kind": "Pod", "metadata": metadata, "status": {"phase": "Running"}}
    line = "[FATAL] plugin/loop: Loop (127.0.0.1:53) detected for zone"
    found = only(described, k8s.log(described, ".:53", line, container="coredns", previous=False))
    assert (found.fault, found.variant, found.confidence) == ("dns", "corefile_invalid", "likely")


def test_a_failed_pod_of_a_job_that_nobody_read_is_said():
    pod = k8s.pod("backup-x", k8s.terminated(code=1), owner=("Job", "backup"), phase="Failed")
    diagnosis = diagnose(k8s.snapshot(pod))
    assert (diagnosis.hypotheses, diagnosis.unexplained) == ((), ("Pod shop/backup-x: it is Failed.",))


def test_a_crash_loop_caught_while_it_runs_is_likely():
    status = k8s.running(restarts=19, last=k8s.ended(1), since=k8s.ago(seconds=40))
    found = only(k8s.pod(NAME, status))
    assert (found.fault, found.confidence) == ("crash_loop", "likely")


def told(reason: str, message: str) -> Hypothesis:
    """What a list of events says of a pod that nobody read."""
    return only(k8s.event(POD, reason, message))


def test_events_alone_tell_of_a_crash_loop():
    found = told("BackOff", "Back-off restarting failed container web in pod web-0_shop(5c9e)")
    assert (found.fault, found.confidence, found.subject.name) == ("crash_loop", "likely", "web-0")


def test_events_and_a_log_alone_tell_why_it_crashes():
    event = k8s.event(POD, "BackOff", "Back-off restarting failed container web in pod web-0_shop(5c9e)")
    found = only(event, k8s.log(POD, "panic: no configuration", "goroutine 1 [running]:"))
    assert found.title == "Pod shop/web-0 crash-loops: panic: no configuration"
    assert [citation.path for citation in found.citations] == ["event", "line 1"]


def test_events_alone_tell_of_an_image():
    found = told("Failed", 'Failed to pull image "nginx:nope": manifest unknown')
    assert (found.fault, found.variant, found.title) == (
        "image_pull",
        "not_found",
        "Pod shop/web-0 cannot pull nginx:nope: not found",
    )


def test_events_alone_tell_of_a_probe():
    found = told("Killing", "Container web failed liveness probe, will be restarted")
    assert (found.fault, found.variant) == ("probe", "liveness")


def test_events_alone_tell_of_a_missing_config_map():
    found = told("Failed", 'Error: configmap "web-config" not found')
    assert (found.fault, found.subject.kind, found.subject.name) == ("config_missing", "ConfigMap", "web-config")


def test_events_alone_tell_of_a_secret_that_cannot_be_mounted():
    found = told("FailedMount", 'MountVolume.SetUp failed for volume "tls" : secret "web-tls" not found')
    assert (found.fault, found.variant, found.subject.name) == ("config_missing", "secret_absent", "web-tls")


def test_events_alone_tell_that_a_pod_finds_no_node():
    found = told("FailedScheduling", "0/3 nodes are available: 3 Insufficient memory.")
    assert (found.fault, found.variant, found.confidence) == ("pending", "insufficient_memory", "likely")


def test_events_alone_tell_of_a_volume():
    found = told("FailedAttachVolume", 'Multi-Attach error for volume "pvc-1" Volume is already exclusively attached')
    assert (found.fault, found.variant, found.confidence) == ("volume", "multi_attach", "likely")


def test_events_alone_tell_of_a_quota():
    message = 'Error creating: pods "web-x" is forbidden: exceeded quota: compute, requested: pods=1, used: pods=2'
    found = only(k8s.event(bare("ReplicaSet", "web-5d8f9c7b6d"), "FailedCreate", message))
    assert (found.fault, found.subject.name, found.confidence) == ("quota", "compute", "likely")


def test_events_of_a_pod_that_is_gone_say_nothing_of_now():
    event = k8s.event(POD, "BackOff", "Back-off restarting failed container web in pod web-0_shop(5c9e)")
    assert diagnose(k8s.snapshot(event, complete=[("Pod", "shop")])).hypotheses == ()


def test_a_log_alone_is_said_and_not_explained():
    diagnosis = diagnose(k8s.snapshot(k8s.log(POD, "FATAL: password authentication failed", previous=False)))
    assert diagnosis.hypotheses == ()
    assert diagnosis.unexplained == (
        "The log of Pod shop/web-0, container web, says: FATAL: password authentication failed",
    )


def test_the_deployment_is_named_although_its_replica_set_was_not_read():
    pod = k8s.pod(NAME, k8s.waiting("CrashLoopBackOff", last=k8s.ended(1)))
    subject = only(pod).subject
    assert (subject.kind, subject.name) == ("Deployment", "web")


def test_a_static_pod_is_its_own_subject():
    pod = k8s.pod("etcd-n1", k8s.waiting("CrashLoopBackOff", last=k8s.ended(1)), owner=("Node", "n1"))
    assert only(pod).subject.kind == "Pod"


def test_owners_that_own_each_other_end_the_climb():
    first = k8s.made("Widget", "a", owner=("Widget", "b"))
    second = k8s.made("Widget", "b", owner=("Widget", "a"))
    pod = k8s.pod(NAME, k8s.waiting("CrashLoopBackOff", last=k8s.ended(1)), owner=("Widget", "a"))
    assert only(first, second, pod).subject.kind == "Widget"


def test_a_claim_that_a_complete_list_does_not_have_is_absent():
    spec = {"volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}]}
    pod = k8s.pod(NAME, phase="Pending", spec=spec | {"nodeName": None}, conditions=[])
    found = only(pod, complete=[("PersistentVolumeClaim", "")])
    assert (found.fault, found.variant, found.subject.name) == ("volume", "claim_absent", "data")


def test_an_absence_that_was_read_is_cited():
    pod = k8s.pod(NAME, k8s.waiting("CreateContainerConfigError", 'secret "web-db" not found'))
    found = only(pod, absent=[k8s.key("Secret", "web-db")])
    assert "absence of web-db" in [citation.evidence_id for citation in found.citations]


def test_what_is_there_by_now_is_only_likely_to_be_missing():
    pod = k8s.pod(NAME, k8s.waiting("CreateContainerConfigError", 'secret "web-db" not found'))
    found = only(pod, k8s.made("Secret", "web-db", data={"password": ""}))
    assert found.confidence == "likely"


def test_of_two_reads_of_one_pod_the_one_that_says_more_counts():
    full = k8s.pod("web-0", k8s.waiting("CrashLoopBackOff", last=k8s.ended(1)), owner=("StatefulSet", "web"))
    assert only(waits("CrashLoopBackOff"), full).variant == "exit_error"


def test_what_could_not_be_read_is_said():
    gaps = (
        EvidenceGap(wanted="The previous log of pod shop/web-0", problem="not_read"),
        EvidenceGap(wanted="The nodes", problem="forbidden"),
    )
    diagnosis = diagnose(k8s.snapshot(*gaps))
    assert diagnosis.missing == (
        "The nodes could not be read: forbidden.",
        "The previous log of pod shop/web-0 was not read.",
    )


def test_a_dump_that_is_read_much_later_shows_what_it_showed_then():
    last = k8s.ended(137, "OOMKilled")
    pod = k8s.pod(NAME, k8s.running(restarts=4, last=last, since=k8s.ago(seconds=50)))
    then = k8s.snapshot(pod)
    later = replace(then, at=then.at + timedelta(days=90))
    assert [found.fault for found in diagnose(later).hypotheses] == ["out_of_memory"]
