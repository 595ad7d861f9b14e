"""From a deployment come replica sets and pods, and a pod lives as its template lets it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import yaml

from local.cluster.api import ClusterApi
from local.cluster.controllers import Controllers
from local.cluster.nodes import node
from local.cluster.objects import ClusterObjects, LogOf, Manifest
from local.cluster.rollouts import REVISION
from local.fleet.breakages import BREAKAGES, GOOD
from local.fleet.manifests import FleetService
from local.world.programs import software
from shared.adapters.kubernetes.kinds import SERVED
from tests.support.demo_world import MovedClock, ask

PRICING = "/apis/apps/v1/namespaces/booking/deployments/pricing"
ROLLING = FleetService(name="search", team="web", replicas=4)


class OneCluster:
    def __init__(self) -> None:
        self.clock = MovedClock()
        self.objects = ClusterObjects()
        self.objects.add(node("pier-a"), node("pier-b"))
        self.api = ClusterApi(self.objects, clock=self.clock)
        self.controllers = Controllers(self.objects, software(stubborn=False))

    def apply(self, service: FleetService) -> None:
        """Creates what is not there, and gives the deployment that is another spec."""
        for text in service.files().values():
            manifest = yaml.safe_load(text)
            path = SERVED[manifest["kind"]].path(service.team)
            status, _ = ask(self.api, "POST", path, manifest, bearer="")
            if status == 409:
                assert ask(self.api, "PUT", f"{path}/{service.name}", manifest, bearer="")[0] == 200

    def passes(self, seconds: int) -> None:
        for _ in range(seconds):
            self.clock.at += timedelta(seconds=1)
            self.controllers.step(self.clock.at)

    def pods(self) -> list[Manifest]:
        return self.objects.every("", "pods", "")

    def container(self) -> dict[str, Any]:
        one, other = (pod["status"]["containerStatuses"][0] for pod in self.pods())
        assert one["restartCount"] == other["restartCount"]
        return dict(one)

    def sets(self) -> list[tuple[str, int]]:
        """Revision and replicas of each replica set."""
        found = self.objects.every("apps", "replicasets", "")
        return sorted((each["metadata"]["annotations"][REVISION], each["spec"]["replicas"]) for each in found)

    def conditions(self) -> dict[str, tuple[str, str]]:
        [deployment] = self.objects.every("apps", "deployments", "")
        return {each["type"]: (each["status"], each["reason"]) for each in deployment["status"]["conditions"]}

    def endpoints(self) -> Sequence[bool]:
        [found] = self.objects.every("discovery.k8s.io", "endpointslices", "")
        return [each["conditions"]["ready"] for each in found["endpoints"]]


@pytest.fixture
def cluster() -> OneCluster:
    made = OneCluster()
    made.apply(GOOD)
    made.passes(8)
    return made


def test_what_has_all_it_needs_is_ready_within_seconds(cluster):
    assert cluster.container() | {"imageID": "-", "image": "-", "state": "-"} == {
        "name": "pricing",
        "image": "-",
        "imageID": "-",
        "ready": True,
        "started": True,
        "restartCount": 0,
        "state": "-",
        "lastState": {},
    }
    assert cluster.conditions() == {
        "Available": ("True", "MinimumReplicasAvailable"),
        "Progressing": ("True", "NewReplicaSetAvailable"),
    }
    assert cluster.endpoints() == [True, True]


def test_what_lacks_a_setting_crashes_and_its_restarts_rise_with_time(cluster):
    cluster.apply(BREAKAGES["crash-loop"].after)
    restarts = []
    for _ in range(6):
        cluster.passes(60)
        restarts.append(cluster.container()["restartCount"])
    assert restarts == [2, 3, 4, 4, 4, 5]
    state = cluster.container()
    assert state["state"]["waiting"]["reason"] == "CrashLoopBackOff"
    assert state["state"]["waiting"]["message"].startswith(
        "back-off 5m0s restarting failed container=pricing pod=pricing-"
    )
    assert (state["lastState"]["terminated"]["exitCode"], state["lastState"]["terminated"]["reason"]) == (1, "Error")
    assert cluster.endpoints() == [False, False]
    assert cluster.conditions()["Available"] == ("False", "MinimumReplicasUnavailable")
    of = LogOf("booking", cluster.pods()[0]["metadata"]["name"], "pricing", previous=True)
    assert b"".join(cluster.objects.log(of) or ()).splitlines()[-1] == (
        b'level=fatal msg="required setting SURCHARGE_TABLE is not set"'
    )


def test_a_rollout_that_makes_no_progress_is_said_to_be_late_after_its_deadline(cluster):
    cluster.apply(BREAKAGES["crash-loop"].after)
    cluster.passes(590)
    assert cluster.conditions()["Progressing"] == ("True", "ReplicaSetUpdated")
    cluster.passes(20)
    assert cluster.conditions()["Progressing"] == ("False", "ProgressDeadlineExceeded")


def test_it_is_ready_again_some_seconds_after_its_template_is_right(cluster):
    cluster.apply(BREAKAGES["crash-loop"].after)
    cluster.passes(700)
    cluster.apply(GOOD)
    cluster.passes(8)
    assert cluster.endpoints() == [True, True]
    assert cluster.container()["restartCount"] == 0
    assert cluster.sets() == [("2", 0), ("3", 2)]
    assert cluster.conditions()["Progressing"] == ("True", "NewReplicaSetAvailable")


def test_an_image_that_nobody_pushed_is_not_pulled(cluster):
    cluster.apply(BREAKAGES["image-pull"].after)
    cluster.passes(5)
    assert cluster.container()["state"]["waiting"]["reason"] == "ErrImagePull"
    cluster.passes(20)
    waiting = cluster.container()["state"]["waiting"]
    assert waiting["reason"] == "ImagePullBackOff"
    assert waiting["message"].endswith("pricing:2.14.1: not found")
    assert [pod["status"]["phase"] for pod in cluster.pods()] == ["Pending", "Pending"]


def test_what_has_too_little_memory_is_killed(cluster):
    cluster.apply(BREAKAGES["out-of-memory"].after)
    cluster.passes(30)
    ended = cluster.container()["lastState"]["terminated"]
    assert (ended["exitCode"], ended["reason"]) == (137, "OOMKilled")


def test_more_memory_given_in_place_lets_it_run_at_its_next_start(cluster):
    cluster.apply(BREAKAGES["out-of-memory"].after)
    cluster.passes(60)
    name = cluster.pods()[0]["metadata"]["name"]
    resources = {"limits": {"memory": "256Mi"}, "requests": {"memory": "128Mi"}}
    patch = {"spec": {"containers": [{"name": "pricing", "resources": resources}]}}
    path = f"/api/v1/namespaces/booking/pods/{name}/resize"
    kind = "application/strategic-merge-patch+json"
    status, resized = ask(cluster.api, "PATCH", path, patch, bearer="", kind=kind)
    assert (status, resized["status"]["containerStatuses"][0]["resources"]["limits"]) == (200, {"memory": "256Mi"})
    before = resized["status"]["containerStatuses"][0]["restartCount"]
    cluster.passes(60)
    one, other = (pod["status"]["containerStatuses"][0] for pod in cluster.pods())
    assert (one["ready"], other["ready"]) == (True, False)
    assert one["restartCount"] == before + 1


def test_a_pod_that_is_deleted_is_replaced(cluster):
    gone = cluster.pods()[0]["metadata"]["name"]
    assert ask(cluster.api, "DELETE", f"/api/v1/namespaces/booking/pods/{gone}", bearer="")[0] == 200
    cluster.passes(8)
    names = [pod["metadata"]["name"] for pod in cluster.pods()]
    assert (len(names), gone in names) == (2, False)
    assert cluster.endpoints() == [True, True]
    assert [of for of in cluster.objects.logs if of.pod == gone] == []


def test_an_evicted_pod_goes_and_comes_elsewhere(cluster):
    gone = cluster.pods()[0]["metadata"]["name"]
    path = f"/api/v1/namespaces/booking/pods/{gone}/eviction"
    assert ask(cluster.api, "POST", path, {"kind": "Eviction", "metadata": {"name": gone}}, bearer="")[0] == 201
    cluster.passes(1)
    assert gone not in [pod["metadata"]["name"] for pod in cluster.pods()]


def test_no_pod_comes_to_a_node_that_is_cordoned(cluster):
    kind = "application/strategic-merge-patch+json"
    body = {"spec": {"unschedulable": True}}
    assert ask(cluster.api, "PATCH", "/api/v1/nodes/pier-a", body, bearer="", kind=kind)[0] == 200
    ask(
        cluster.api,
        "PATCH",
        f"{PRICING}/scale",
        {"spec": {"replicas": 6}},
        bearer="",
        kind="application/merge-patch+json",
    )
    before = {pod["metadata"]["name"] for pod in cluster.pods()}
    cluster.passes(3)
    new = [pod for pod in cluster.pods() if pod["metadata"]["name"] not in before]
    assert [pod["spec"]["nodeName"] for pod in new] == ["pier-b"] * 4


def test_fewer_replicas_are_fewer_pods(cluster):
    patch = {"spec": {"replicas": 1}}
    ask(cluster.api, "PATCH", f"{PRICING}/scale", patch, bearer="", kind="application/merge-patch+json")
    cluster.passes(3)
    assert len(cluster.pods()) == 1
    assert cluster.endpoints() == [True]


def test_versions_change_one_after_the_other_and_enough_of_them_serve():
    cluster = OneCluster()
    cluster.apply(ROLLING)
    cluster.passes(8)
    cluster.apply(replace(ROLLING, version="2.14.0"))
    least, images = 4, set[str]()
    for _ in range(40):
        cluster.passes(1)
        least = min(least, sum(cluster.endpoints()))
        assert len(cluster.pods()) <= 5
    images = {pod["spec"]["containers"][0]["image"].rpartition(":")[2] for pod in cluster.pods()}
    assert (least, images) == (3, {"2.14.0"})
    assert cluster.sets() == [("1", 0), ("2", 4)]


def test_a_broken_version_does_not_take_the_place_of_one_that_serves():
    cluster = OneCluster()
    rolling = replace(GOOD, at_once=False, replicas=4)
    cluster.apply(rolling)
    cluster.passes(8)
    cluster.apply(replace(BREAKAGES["crash-loop"].after, at_once=False, replicas=4))
    cluster.passes(60)
    assert sum(cluster.endpoints()) == 3
    assert cluster.conditions()["Available"] == ("True", "MinimumReplicasAvailable")


def test_nothing_is_written_while_nothing_happens(cluster):
    version = cluster.objects.version
    cluster.passes(30)
    assert cluster.objects.version == version
