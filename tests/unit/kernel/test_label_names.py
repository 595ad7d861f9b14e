"""OpenTelemetry's names of services and resources are read like our own."""

import pytest

from shared.kernel.label_names import as_sent, in_our_words
from shared.kernel.subject import subject_of

COLLECTOR = {"job": "otel-collector", "service": "otel-collector", "namespace": "monitoring", "pod": "otel-collector-0"}


@pytest.mark.parametrize(("ours", "theirs"), [("k8s.{}.name", "k8s_{}_name"), ("k8s_{}_name", "k8s.{}.name")])
def test_attributes_count_with_dots_and_with_underscores(ours, theirs):
    labels = {ours.format("pod"): "web-0", theirs.format("namespace"): "shop"}
    assert in_our_words(labels) == labels | {"pod": "web-0", "namespace": "shop"}


def test_labels_without_such_names_are_left_as_they_are():
    labels = {"service": "checkout", "pod": ""}
    assert in_our_words(labels) is labels


def test_what_is_said_of_the_thing_stands_above_what_is_said_of_the_target():
    meant = in_our_words({"namespace": "monitoring", "k8s_namespace_name": "shop"})
    assert meant["namespace"] == "shop"


def test_a_service_of_ours_stands_above_a_service_name():
    assert in_our_words({"service": "checkout", "service_name": "ecs-7"})["service"] == "checkout"
    assert in_our_words({"service": "", "service_name": "checkout"})["service"] == "checkout"


@pytest.mark.parametrize("label", ["service_name", "service.name"])
def test_the_service_is_the_one_that_is_watched_and_not_the_collector(label):
    subject = subject_of(COLLECTOR | {label: "checkout", "k8s_namespace_name": "shop", "k8s_pod_name": "checkout-0"})
    assert (subject.service, subject.namespace, subject.workload) == ("checkout", "shop", "checkout")


def test_an_alert_about_the_collector_itself_is_the_collectors():
    assert subject_of(COLLECTOR).name == "otel-collector-0"


def test_a_thing_is_told_by_the_label_that_was_sent():
    labels = {"k8s_deployment_name": "web", "k8s.cluster.name": "eu-1"}
    assert subject_of(labels).label == "k8s_deployment_name"
    assert as_sent("cluster", labels) == "k8s.cluster.name"
    assert as_sent("pod", labels) == "pod"
