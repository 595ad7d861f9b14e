"""The bundled Argo CD: what it applies by itself, what it takes back, what may be asked of it and what it refuses."""

from dataclasses import replace
from typing import Any

import pytest

from local.cluster.objects import ObjectPlace
from local.fleet.breakages import GOOD
from local.fleet.history import FleetCommit
from local.fleet.manifests import FleetService, fleet
from tests.support.demo_world import READER, WorldUnderTest, a_world, ask

APP = "/api/v1/applications/pricing"
BY_HAND = "/api/v1/applications/payments"
MERGE = "application/merge-patch+json"


@pytest.fixture
def world(tmp_path) -> WorldUnderTest:
    return a_world(tmp_path, services=["pricing", "payments"])


def commit(world: WorldUnderTest, service: FleetService, **files: str) -> str:
    one = FleetCommit(at=world.clock.at, author="ana", subject="A change", files={**service.files(), **files})
    return world.world.repository.commit(one)


def argo(world: WorldUnderTest, method: str, path: str, body: Any = None, **more: str) -> tuple[int, Any]:
    return ask(world.world.argocd, method, path, body, **more)


def refused(answer: tuple[int, Any]) -> tuple[int, int, str]:
    status, said = answer
    assert said["error"] == said["message"]
    return status, said["code"], said["message"]


def status_of(world: WorldUnderTest, name: str = "pricing") -> dict[str, Any]:
    return dict(world.application(name)["status"])


def replicas(world: WorldUnderTest, name: str = "pricing", namespace: str = "booking") -> int:
    found = world.world.cluster.objects.one(ObjectPlace("apps", "deployments", namespace, name))
    assert found is not None
    return int(found["spec"]["replicas"])


def scale(world: WorldUnderTest, to: int, path: str = "booking/deployments/pricing") -> None:
    target = f"/apis/apps/v1/namespaces/{path}/scale"
    assert ask(world.world.cluster, "PATCH", target, {"spec": {"replicas": to}}, kind=MERGE)[0] == 200


def test_the_past_is_in_the_history_and_the_last_commit_broke_it(world):
    found = status_of(world)
    commits = [each.sha for each in world.world.repository.history()]
    assert [(each["id"], each["revision"]) for each in found["history"]] == [
        (0, commits[0]),
        (1, commits[2]),
        (2, commits[3]),
    ]
    assert (found["sync"]["status"], found["sync"]["revision"]) == ("Synced", commits[-1])
    assert found["history"][-1]["deployedAt"] == "2026-12-01T08:46:20Z"


def test_a_commit_is_applied_within_seconds_where_auto_sync_is_on(world):
    made = commit(world, replace(GOOD, replicas=3))
    world.passes(4)
    found = status_of(world)
    assert (found["sync"]["status"], found["sync"]["revision"], replicas(world)) == ("Synced", made, 3)
    assert found["operationState"]["phase"] == "Succeeded"
    assert found["operationState"]["operation"]["initiatedBy"] == {"automated": True}
    assert [each["message"] for each in found["operationState"]["syncResult"]["resources"]] == [
        "service/pricing configured",
        "deployment.apps/pricing configured",
    ]


def test_a_commit_waits_for_a_person_where_auto_sync_is_off(world):
    made = commit(world, replace(fleet()["payments"], version="2.14.0"))
    world.passes(10)
    found = status_of(world, "payments")
    assert (found["sync"]["status"], found["sync"]["revision"]) == ("OutOfSync", made)
    assert [each["status"] for each in found["resources"]] == ["Synced", "OutOfSync"]
    status, answered = argo(world, "POST", f"{BY_HAND}/sync", {"revision": made, "prune": True})
    assert (status, answered["operation"]["sync"]["revision"]) == (200, made)
    assert refused(argo(world, "POST", f"{BY_HAND}/sync", {})) == (400, 9, "another operation is already in progress")
    world.passes(2)
    found = status_of(world, "payments")
    assert (found["sync"]["status"], found["history"][-1]["revision"]) == ("Synced", made)
    assert found["history"][-1]["initiatedBy"] == {"username": "sre-coder"}


def test_a_commit_elsewhere_is_no_deployment(world):
    before = status_of(world)["history"]
    made = commit(world, replace(fleet()["payments"], version="2.14.0"))
    world.passes(4)
    found = status_of(world)
    assert (found["sync"]["status"], found["sync"]["revision"], found["history"]) == ("Synced", made, before)


def test_a_live_change_is_taken_back_after_some_seconds(world):
    scale(world, 5)
    world.passes(3)
    assert (status_of(world)["sync"]["status"], replicas(world)) == ("OutOfSync", 5)
    world.passes(6)
    assert (status_of(world)["sync"]["status"], replicas(world)) == ("Synced", 2)


def test_a_live_change_stays_where_nothing_heals_it(world):
    scale(world, 5, "money/deployments/payments")
    world.passes(20)
    assert (status_of(world, "payments")["sync"]["status"], replicas(world, "payments", "money")) == ("OutOfSync", 5)


def test_what_git_does_not_state_is_left_alone(world):
    restart = {"spec": {"template": {"metadata": {"annotations": {"kubectl.kubernetes.io/restartedAt": "now"}}}}}
    target = "/apis/apps/v1/namespaces/booking/deployments/pricing"
    assert ask(world.world.cluster, "PATCH", target, restart, kind=MERGE)[0] == 200
    world.passes(12)
    assert status_of(world)["sync"]["status"] == "Synced"
    commit(world, replace(GOOD, replicas=3))
    world.passes(5)
    _, found = ask(world.world.cluster, "GET", target)
    assert found["spec"]["template"]["metadata"]["annotations"] == {"kubectl.kubernetes.io/restartedAt": "now"}


def test_what_is_gone_from_git_is_pruned(world):
    more = 'kind: ConfigMap\napiVersion: v1\nmetadata: {name: extra}\ndata: {a: "1"}\n'
    commit(world, GOOD, **{"apps/pricing/extra.yaml": more})
    world.passes(5)
    place = ObjectPlace("", "configmaps", "booking", "extra")
    assert world.world.cluster.objects.one(place) is not None
    commit(world, GOOD, **{"apps/pricing/extra.yaml": "# nothing any more\n"})
    world.passes(5)
    assert world.world.cluster.objects.one(place) is None
    assert status_of(world)["sync"]["status"] == "Synced"


def test_what_cannot_be_read_is_said_and_what_runs_stays(world):
    commit(world, GOOD, **{"apps/pricing/deployment.yaml": "kind: [\n"})
    world.passes(5)
    found = status_of(world)
    assert found["sync"]["status"] == "Unknown"
    assert found["conditions"][0]["type"] == "ComparisonError"
    assert replicas(world) == 2


def test_what_the_cluster_refuses_is_a_failed_operation_that_is_not_tried_again(world):
    commit(world, replace(GOOD, memory="much"))
    world.passes(5)
    state = status_of(world)["operationState"]
    assert (state["phase"], state["syncResult"]["resources"][1]["status"]) == ("Failed", "SyncFailed")
    assert state["message"].startswith("one or more objects failed to apply, reason:")
    world.passes(30)
    assert status_of(world)["operationState"]["startedAt"] == state["startedAt"]


def test_auto_sync_refuses_another_revision_and_a_rollback(world):
    first = world.world.repository.history()[0].sha
    assert refused(argo(world, "POST", f"{APP}/sync", {"revision": first})) == (
        400,
        9,
        f"Cannot sync to {first}: auto-sync currently set to main",
    )
    assert argo(world, "POST", f"{APP}/sync", {"revision": first, "dryRun": True})[0] == 200
    assert refused(argo(world, "POST", f"{APP}/rollback", {"id": 0})) == (
        400,
        9,
        "rollback cannot be initiated when auto-sync is enabled",
    )


def test_a_rollback_deploys_an_earlier_revision_and_leaves_git_ahead(world):
    first = world.application("payments")["status"]["history"][0]
    assert argo(world, "POST", f"{BY_HAND}/rollback", {"id": first["id"], "prune": True})[0] == 200
    world.passes(3)
    found = status_of(world, "payments")
    assert (found["sync"]["status"], found["history"][-1]["revision"]) == ("OutOfSync", first["revision"])
    assert refused(argo(world, "POST", f"{BY_HAND}/rollback", {"id": 99})) == (
        400,
        3,
        "application payments does not have deployment with id 99",
    )


def test_a_dry_run_changes_nothing_and_is_no_deployment(world):
    made = commit(world, replace(fleet()["payments"], replicas=7))
    world.passes(3)
    before = status_of(world, "payments")["history"]
    argo(world, "POST", f"{BY_HAND}/sync", {"revision": made, "dryRun": True})
    world.passes(2)
    assert (status_of(world, "payments")["history"], replicas(world, "payments", "money")) == (before, 2)
    assert [each["dry_run"] for each in world.audited() if each["api"] == "argocd"] == [True]


def test_a_part_is_synchronised_alone_and_is_no_deployment(world):
    before = status_of(world, "payments")["history"]
    scale(world, 5, "money/deployments/payments")
    chosen = {"group": "apps", "kind": "Deployment", "name": "payments", "namespace": "money"}
    argo(world, "POST", f"{BY_HAND}/sync", {"resources": [chosen]})
    world.passes(2)
    found = status_of(world, "payments")
    assert [each["name"] for each in found["operationState"]["syncResult"]["resources"]] == ["payments"]
    assert (replicas(world, "payments", "money"), found["history"]) == (2, before)


def test_an_operation_is_terminated_while_it_runs_and_not_after(world):
    argo(world, "POST", f"{BY_HAND}/sync", {})
    assert argo(world, "DELETE", f"{BY_HAND}/operation")[0] == 200
    state = status_of(world, "payments")["operationState"]
    assert (state["phase"], state["message"]) == ("Failed", "Operation terminated")
    assert refused(argo(world, "DELETE", f"{BY_HAND}/operation")) == (
        400,
        3,
        "Unable to terminate operation. No operation is in progress",
    )


def test_a_sync_window_denies(world):
    world.world.argocd.controller.denied = True
    assert refused(argo(world, "POST", f"{BY_HAND}/sync", {})) == (403, 7, "Cannot sync: Blocked by sync window")
    assert argo(world, "GET", f"{BY_HAND}/syncwindows")[1]["canSync"] is False
    commit(world, GOOD)
    world.passes(10)
    assert status_of(world)["sync"]["status"] == "OutOfSync"


def test_a_restart_is_one_of_its_own_actions(world):
    of = "namespace=booking&resourceName=pricing&version=v1&group=apps&kind=Deployment"
    _, listed = argo(world, "GET", f"{APP}/resource/actions?{of}", bearer=READER)
    assert [each["name"] for each in listed["actions"]] == ["pause", "restart", "resume", "scale"]
    before = {pod["metadata"]["name"] for pod in world.pods()}
    body = {"namespace": "booking", "resourceName": "pricing", "version": "v1", "group": "apps", "kind": "Deployment"}
    assert argo(world, "POST", f"{APP}/resource/actions/v2", {**body, "action": "restart"})[0] == 200
    world.passes(4)
    assert before.isdisjoint({pod["metadata"]["name"] for pod in world.pods()})
    assert refused(argo(world, "POST", f"{APP}/resource/actions/v2", {**body, "action": "explode"}))[:2] == (400, 3)
    other = {**body, "resourceName": "payments", "namespace": "money", "action": "restart"}
    assert refused(argo(world, "POST", f"{APP}/resource/actions/v2", other))[:2] == (400, 3)


def test_refresh_looks_at_once(world):
    made = commit(world, GOOD)
    _, found = argo(world, "GET", f"{APP}?refresh=normal", bearer=READER)
    assert (found["status"]["sync"]["revision"], found["status"]["sync"]["status"]) == (made, "OutOfSync")


def test_the_tree_says_what_came_of_it_and_how_that_is(world):
    _, tree = argo(world, "GET", f"{APP}/resource-tree", bearer=READER)
    healths = {(node["kind"], (node.get("health") or {}).get("status")) for node in tree["nodes"]}
    assert healths == {
        ("Deployment", "Degraded"),
        ("ReplicaSet", "Healthy"),
        ("Pod", "Degraded"),
        ("Service", "Healthy"),
        ("EndpointSlice", None),
    }
    assert {node["parentRefs"][0]["kind"] for node in tree["nodes"] if node["kind"] == "Pod"} == {"ReplicaSet"}


def test_a_revision_says_who_made_it_and_why(world):
    head = world.world.repository.head()
    status, said = argo(world, "GET", f"{APP}/revisions/{head}/metadata", bearer=READER)
    assert (status, said["author"]) == (200, "Jonas <jonas@tidewater.example>")
    assert said["message"].startswith("pricing 2.14.0: names of files end in _FILE")


def test_who_only_reads_may_not_synchronise_and_an_unknown_token_may_nothing(world):
    status, code, message = refused(argo(world, "POST", f"{BY_HAND}/sync", {}, bearer=READER))
    assert (status, code, message) == (
        403,
        7,
        "permission denied: applications, sync, default/payments, sub: sre-reader",
    )
    assert refused(argo(world, "GET", APP, bearer="stolen")) == (401, 16, "no session information")
    assert refused(argo(world, "GET", "/api/v1/applications/none")) == (403, 7, "permission denied")
    assert refused(argo(world, "GET", "/api/v1/applications/none?project=default"))[:2] == (404, 5)
    assert [entry[1:] for entry in world.did()] == [("sync", "applications/payments", 403)]
