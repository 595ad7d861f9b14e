"""The official client against a cluster of our own, over a real socket."""

from shared.diagnosis.evidence import EvidenceProblem
from tests.support.fake_cluster import CRASHING, fake_cluster, forbids, ref, with_shop

ONE, OTHER = sorted(CRASHING.pods)


def test_from_a_pod_everything_that_belongs_to_it_is_found():
    with fake_cluster() as cluster:
        seen = with_shop(cluster).read(ref("Pod", ONE)).snapshot
    assert {(found.key.kind, found.key.name) for found in seen.objects} == {
        ("Pod", ONE),
        ("Pod", OTHER),
        ("ReplicaSet", "web-6d5f7c9b84"),
        ("Deployment", "web"),
        ("EndpointSlice", "web-s5v2c"),
        ("Node", "node-a"),
    }
    assert [(event.about.name, event.reason, event.count) for event in seen.events] == [
        (ONE, "BackOff", 61),
        (OTHER, "BackOff", 61),
    ]
    assert {(log.pod.name, log.previous, tuple(log.lines)) for log in seen.logs} == {
        (pod, previous, tuple(CRASHING.crash)) for pod in CRASHING.pods for previous in (False, True)
    }
    assert not seen.gaps


def test_from_its_deployment_the_same_is_found():
    with fake_cluster() as cluster:
        of_pod = with_shop(cluster).read(ref("Pod", ONE)).snapshot
        of_deployment = cluster.read(ref("Deployment", "web")).snapshot
    assert {found.key for found in of_deployment.objects} == {found.key for found in of_pod.objects}
    assert len(of_deployment.logs) == len(of_pod.logs)


def test_nothing_is_asked_twice():
    with fake_cluster() as cluster:
        with_shop(cluster).read(ref("Pod", ONE), ref("Pod", OTHER), ref("Deployment", "web"))
    assert len(cluster.api.asked) == len(set(cluster.api.asked))


def test_each_object_names_the_read_that_it_comes_from():
    with fake_cluster() as cluster:
        evidence, seen = with_shop(cluster).read(ref("Pod", ONE))
    by_id = {each.evidence_id: each for each in evidence}
    assert {by_id[found.evidence_id].title for found in seen.objects} == {
        f"{found.key.kind} {found.key.namespace}/{found.key.name}".replace(" /", " ") for found in seen.objects
    }
    assert by_id[next(found for found in seen.objects if found.key.name == "web").evidence_id].query == (
        "GET /apis/apps/v1/namespaces/shop/deployments/web"
    )


def test_no_secret_of_a_variable_is_kept():
    with fake_cluster() as cluster:
        collected = with_shop(cluster).read(ref("Deployment", "web"))
    assert "hunter2" not in repr(collected)
    assert "LOG_LEVEL" in repr(collected)


def test_what_does_not_exist_is_told_as_absent():
    with fake_cluster() as cluster:
        seen = cluster.read(ref("Deployment", "gone")).snapshot
    assert {(key.kind, key.name) for key in seen.absent} == {("Deployment", "gone")}


def test_what_may_not_be_read_is_a_gap_and_the_rest_is_read():
    with fake_cluster() as cluster:
        cluster.api.rules.append(forbids("nodes", "get"))
        evidence, seen = with_shop(cluster).read(ref("Pod", ONE))
    assert [(gap.wanted, gap.problem) for gap in seen.gaps] == [("Node node-a", EvidenceProblem.FORBIDDEN)]
    told = next(each for each in evidence if each.problem is EvidenceProblem.FORBIDDEN)
    assert (
        told.detail
        == '403: nodes is forbidden: User "sre" cannot get resource "nodes" in API group "" at the cluster scope'
    )
    assert len(seen.logs) == 4
