"""kubectl, a client that is not ours, changes what is in the bundled cluster and believes its answers."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from local.cluster.api import ClusterApi
from local.world.access import OPEN
from local.world.serving import serving
from tests.support.demo_world import WorldUnderTest, a_world

KUBECTL = shutil.which("kubectl")
pytestmark = pytest.mark.skipif(KUBECTL is None, reason="kubectl is not installed")


@dataclass(frozen=True)
class Kubectl:
    world: WorldUnderTest
    url: str

    def __call__(self, *arguments: str, given: str = "") -> str:
        command = [str(KUBECTL), "--server", self.url, "--kubeconfig", "/dev/null", *arguments]
        done = subprocess.run(command, check=False, capture_output=True, text=True, input=given, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def json(self, *arguments: str) -> dict[str, Any]:
        return json.loads(self("get", *arguments, "-o", "json"))


@pytest.fixture(scope="module")
def kubectl(tmp_path_factory) -> Iterator[Kubectl]:
    """As its owner, who is let in without a token: kubectl sends none where there is no TLS."""
    world = a_world(tmp_path_factory.mktemp("kubectl"), services=["pricing", "payments"])
    world.world.cluster.access = replace(OPEN, users=world.world.cluster.access.users)
    with serving(world.world.cluster) as server:
        yield Kubectl(world, server.url)


def test_it_shows_tables_as_people_know_them(kubectl):
    header, one, other = kubectl("get", "po", "-n", "booking").splitlines()
    assert header.split() == ["NAME", "READY", "STATUS", "RESTARTS", "AGE"]
    assert one.split()[1:] == other.split()[1:] == ["0/1", "CrashLoopBackOff", "6", "13m"]
    _, row = kubectl("get", "deploy", "-n", "booking").splitlines()
    assert row.split() == ["pricing", "0/2", "2", "0", "20d"]
    assert "BackOff" in kubectl("get", "events", "-n", "booking")


def test_it_scales_and_sees_the_rollout_end(kubectl):
    kubectl("scale", "-n", "money", "deployment/payments", "--replicas", "3")
    kubectl.world.passes(10)
    assert "successfully rolled out" in kubectl("rollout", "status", "-n", "money", "deployment/payments")
    assert len(kubectl.json("pods", "-n", "money")["items"]) == 3


def test_it_restarts_and_undoes(kubectl):
    before = kubectl.json("deployment", "-n", "money", "payments")["metadata"]["generation"]
    kubectl("rollout", "restart", "-n", "money", "deployment/payments")
    kubectl.world.passes(30)
    assert kubectl.json("deployment", "-n", "money", "payments")["metadata"]["generation"] == before + 1
    kubectl("rollout", "undo", "-n", "money", "deployment/payments")
    template = kubectl.json("deployment", "-n", "money", "payments")["spec"]["template"]
    assert "annotations" not in template["metadata"]


def test_it_sets_an_image_and_takes_a_dry_run_for_one(kubectl):
    image = "payments=registry.tidewater.example/payments:2.14.0"
    kubectl("set", "image", "-n", "money", "deployment/payments", image, "--dry-run=server")
    [container] = kubectl.json("deployment", "-n", "money", "payments")["spec"]["template"]["spec"]["containers"]
    assert container["image"].endswith(":2.13.1")
    kubectl("set", "image", "-n", "money", "deployment/payments", image)
    [container] = kubectl.json("deployment", "-n", "money", "payments")["spec"]["template"]["spec"]["containers"]
    assert container["image"].endswith(":2.14.0")


def test_it_cordons_a_node(kubectl):
    kubectl("cordon", "pier-c")
    assert "Ready,SchedulingDisabled" in kubectl("get", "nodes", "pier-c")
    kubectl("uncordon", "pier-c")
    assert "SchedulingDisabled" not in kubectl("get", "nodes", "pier-c")


def test_it_deletes_a_pod_and_waits_until_it_is_gone(kubectl):
    name = kubectl.json("pods", "-n", "booking")["items"][0]["metadata"]["name"]
    assert "deleted" in kubectl("delete", "pod", "-n", "booking", name)
    kubectl.world.passes(3)
    names = [pod["metadata"]["name"] for pod in kubectl.json("pods", "-n", "booking")["items"]]
    assert (len(names), name in names) == (2, False)


def test_it_creates_changes_and_deletes_an_object_of_its_own(kubectl, tmp_path: Path):
    manifest = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "note"}, "data": {"a": "1"}}
    kubectl("create", "-n", "booking", "-f", "-", "--validate=false", given=json.dumps(manifest))
    patch = '{"data": {"b": "2"}}'
    kubectl("patch", "configmap", "note", "-n", "booking", "--type", "merge", "-p", patch)
    assert kubectl.json("configmap", "note", "-n", "booking")["data"] == {"a": "1", "b": "2"}
    kubectl("delete", "configmap", "note", "-n", "booking")
    assert kubectl.json("configmaps", "-n", "booking")["items"] == []


def test_it_watches_until_something_is_as_it_waits_for(kubectl):
    watch = ["wait", "-n", "money", "deployment/payments", "--for", "jsonpath={.spec.replicas}=5", "--timeout=60s"]
    command = [str(KUBECTL), "--server", kubectl.url, "--kubeconfig", "/dev/null", *watch]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as waiting:
        kubectl("scale", "-n", "money", "deployment/payments", "--replicas", "5")
        told, _ = waiting.communicate(timeout=120)
    assert (waiting.returncode, told) == (0, "deployment.apps/payments condition met\n")


def test_every_write_was_recorded(kubectl):
    api: ClusterApi = kubectl.world.world.cluster
    assert api.asked
    verbs = {entry[1] for entry in kubectl.world.did()}
    assert verbs >= {"patch", "delete", "create"}
