"""Alerts alone are signs: possible, of what nobody read, and silent where the rules have looked themselves."""

from dataclasses import replace
from typing import Any

from shared.diagnosis.diagnose import diagnose
from shared.diagnosis.hypothesis import Diagnosis
from shared.diagnosis.snapshot import ObservedAlert
from tests.support import manifests as k8s


def alerted(name: str, *things: Any, **labels: str) -> Diagnosis:
    labels = {"alertname": name, "cluster": "c1"} | labels
    alert = ObservedAlert(name=name, labels=labels, evidence_id="alert 1")
    return diagnose(replace(k8s.snapshot(*things), alerts=[alert]))


def test_an_alert_makes_a_fault_possible():
    (found,) = alerted("KubePodCrashLooping", namespace="shop", pod="web-0").hypotheses
    assert (found.fault, found.confidence, found.subject.name) == ("crash_loop", "possible", "web-0")
    assert [(each.path, each.says) for each in found.citations] == [
        ("$.labels.alertname", "KubePodCrashLooping"),
        ("$.labels.namespace", "shop"),
        ("$.labels.pod", "web-0"),
    ]


def test_the_reason_on_an_alert_says_more_than_its_name():
    (found,) = alerted("KubeContainerWaiting", namespace="shop", pod="web-0", reason="ImagePullBackOff").hypotheses
    assert found.fault == "image_pull"


def test_a_node_is_named_without_a_namespace():
    (found,) = alerted("KubeNodeNotReady", namespace="monitoring", node="n1").hypotheses
    assert (found.fault, found.subject.kind, found.subject.namespace) == ("node", "Node", None)


def test_an_alert_about_a_pod_that_was_read_adds_nothing():
    well = k8s.pod("web-0", k8s.running(), owner=("StatefulSet", "web"))
    assert alerted("KubePodCrashLooping", well, namespace="shop", pod="web-0").hypotheses == ()


def test_an_alert_that_calls_the_cluster_otherwise_is_about_the_one_that_was_read():
    well = k8s.pod("web-0", k8s.running(), owner=("StatefulSet", "web"))
    assert alerted("KubePodCrashLooping", well, namespace="shop", pod="web-0", cluster="prod-eu").hypotheses == ()


def test_an_alert_and_an_event_about_the_same_pod_are_one_fault():
    pod = {"kind": "Pod", "metadata": {"name": "web-0", "namespace": "shop"}}
    event = k8s.event(pod, "BackOff", "Back-off restarting failed container web in pod web-0_shop(5c9e)")
    (found,) = alerted("KubePodCrashLooping", event, namespace="shop", pod="web-0").hypotheses
    assert found.confidence == "likely"


def test_an_alert_that_nobody_knows_is_no_sign():
    assert alerted("CheckoutErrors", namespace="shop", pod="web-0").hypotheses == ()
