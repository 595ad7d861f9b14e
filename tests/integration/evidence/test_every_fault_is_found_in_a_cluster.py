"""What is read of a cluster is enough: each example of a fault is named from a reader's evidence alone."""

from collections.abc import Mapping
from typing import Any

import pytest

from local.cluster.objects import LogOf
from shared.diagnosis.diagnose import diagnose
from shared.diagnosis.snapshot import LogTail
from shared.kernel.vocabulary import ResourceRef
from tests.support.fake_cluster import FakeCluster, fake_cluster, ref
from tests.support.fault_examples import EXAMPLES, Example


def kind_of(thing: Any) -> str:
    return str(thing["kind"]) if isinstance(thing, Mapping) else ""


#: Applications are Argo CD's to tell.
OF_CLUSTERS = [example for example in EXAMPLES if not any(kind_of(thing) == "Application" for thing in example.things)]
PODS = {"app": "web"}


@pytest.mark.parametrize("example", OF_CLUSTERS, ids=lambda each: f"{each.fault}-{each.variant}")
def test_the_fault_is_named_from_what_is_read(example: Example):
    with fake_cluster() as cluster:
        for thing in example.things:
            put(cluster, thing)
        seen = cluster.read(named_by_the_alert(example)).snapshot
    first = diagnose(seen).hypotheses[0]
    assert (first.fault, first.variant) == (example.fault, example.variant)
    assert (
        f"{first.subject.kind} {first.subject.namespace or ''}/{first.subject.name}".replace(" /", " ")
        == example.subject
    )


def named_by_the_alert(example: Example) -> ResourceRef:
    """An alert names the pod, where there is one; else whatever the example begins with."""
    manifests = [thing for thing in example.things if kind_of(thing) not in ("", "Event")]
    about = next((each for each in manifests if each["kind"] == "Pod"), manifests[0])
    return ref(about["kind"], about["metadata"]["name"], about["metadata"].get("namespace"))


def put(cluster: FakeCluster, thing: Any) -> None:
    if isinstance(thing, LogTail):
        text = "".join(f"{line}\n" for line in thing.lines).encode()
        cluster.objects.logs[LogOf(thing.pod.namespace, thing.pod.name, thing.container, thing.previous)] = (text,)
    elif kind_of(thing) == "Event":
        about = thing["involvedObject"]
        namespace = about["namespace"] or "default"
        name = f"{about['name']}.{cluster.objects.version}"
        cluster.objects.add({**thing, "metadata": {"namespace": namespace, "name": name}})
    elif thing["kind"] in ("Deployment", "StatefulSet"):
        selector = {"matchLabels": thing["metadata"].get("labels", PODS)}
        cluster.objects.add({**thing, "spec": {"selector": selector, **thing.get("spec", {})}})
    elif thing["kind"] == "ReplicaSet":
        cluster.objects.add({**thing, "metadata": {"labels": PODS, **thing["metadata"]}})
    else:
        cluster.objects.add(thing)
