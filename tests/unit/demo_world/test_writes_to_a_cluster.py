"""The bundled cluster takes writes as a real server does: statuses, versions, generations, dry runs, a record."""

from datetime import UTC, datetime
from typing import Any

import pytest

from local.cluster.api import ClusterApi
from local.cluster.objects import ClusterObjects, Manifest
from local.world.access import LOOKING, WorldAccess, WorldUser
from local.world.audit import AuditEntry, AuditLog
from tests.support.demo_world import MovedClock, ask

DEPLOYMENTS = "/apis/apps/v1/namespaces/shop/deployments"
WEB = f"{DEPLOYMENTS}/web"
STRATEGIC, MERGE, JSON_PATCH = (f"application/{name}-patch+json" for name in ("strategic-merge", "merge", "json"))
TEMPLATE = {
    "metadata": {"labels": {"app": "web"}},
    "spec": {
        "containers": [
            {"name": "app", "image": "registry.example/web:1.0", "env": [{"name": "A", "value": "1"}]},
            {"name": "side", "image": "registry.example/side:1.0"},
        ]
    },
}


def deployment(name: str = "web", **spec: Any) -> Manifest:
    wanted = {"replicas": 2, "selector": {"matchLabels": {"app": "web"}}, "template": TEMPLATE, **spec}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name}, "spec": wanted}


@pytest.fixture
def record() -> list[AuditEntry]:
    return []


@pytest.fixture
def api(record: list[AuditEntry]) -> ClusterApi:
    users = {"w": WorldUser("coder", may_write=True), "r": WorldUser("reader", may_write=False)}
    clock = MovedClock(datetime(2026, 12, 1, 9, 0, tzinfo=UTC))
    made = ClusterApi(ClusterObjects(), WorldAccess(users, LOOKING), clock, AuditLog(record.append))
    assert ask(made, "POST", DEPLOYMENTS, deployment(), bearer="w")[0] == 201
    return made


def test_what_is_created_has_an_identity_and_is_there(api):
    status, found = ask(api, "GET", WEB, bearer="r")
    assert status == 200
    (writer,) = found["metadata"].pop("managedFields")
    assert found["metadata"] | {"uid": "-"} == {
        "name": "web",
        "namespace": "shop",
        "uid": "-",
        "creationTimestamp": "2026-12-01T09:00:00Z",
        "resourceVersion": "101",
        "generation": 1,
    }
    assert (writer["manager"], writer["time"]) == ("unknown", "2026-12-01T09:00:00Z")


def test_each_writer_has_one_entry_with_what_it_wrote_last(api):
    for replicas in (2, 3):
        patch = {"spec": {"replicas": replicas}}
        kind = "application/merge-patch+json"
        assert ask(api, "PATCH", f"{WEB}?fieldManager=kubectl-edit", patch, bearer="w", kind=kind)[0] == 200
    assert ask(api, "PATCH", f"{WEB}/scale?fieldManager=kubectl", patch, bearer="w", kind=kind)[0] == 200
    writers = ask(api, "GET", WEB, bearer="r")[1]["metadata"]["managedFields"]
    assert [(each["manager"], each.get("subresource", "")) for each in writers] == [
        ("unknown", ""),
        ("kubectl-edit", ""),
        ("kubectl", "scale"),
    ]


def test_what_is_there_is_not_created_again(api):
    status, said = ask(api, "POST", DEPLOYMENTS, deployment(), bearer="w")
    assert (status, said["reason"]) == (409, "AlreadyExists")
    assert said["message"] == 'deployments.apps "web" already exists'


def test_a_strategic_merge_changes_one_container_and_leaves_the_other(api):
    patch = {"spec": {"template": {"spec": {"containers": [{"name": "app", "image": "registry.example/web:2.0"}]}}}}
    status, found = ask(api, "PATCH", WEB, patch, bearer="w", kind=STRATEGIC)
    assert status == 200
    app, side = found["spec"]["template"]["spec"]["containers"]
    assert (app["image"], app["env"], side["image"]) == (
        "registry.example/web:2.0",
        [{"name": "A", "value": "1"}],
        "registry.example/side:1.0",
    )
    assert (found["metadata"]["generation"], found["metadata"]["resourceVersion"]) == (2, "102")


def test_a_strategic_merge_takes_an_item_away_by_its_key(api):
    variable = {"name": "A", "$patch": "delete"}
    patch = {"spec": {"template": {"spec": {"containers": [{"name": "app", "env": [variable]}]}}}}
    _, found = ask(api, "PATCH", WEB, patch, bearer="w", kind=STRATEGIC)
    assert found["spec"]["template"]["spec"]["containers"][0]["env"] == []


def test_a_merge_patch_replaces_lists_and_null_takes_a_field_away(api):
    patch = {"metadata": {"labels": {"tier": "front"}}, "spec": {"replicas": None}}
    _, found = ask(api, "PATCH", WEB, patch, bearer="w", kind=MERGE)
    assert found["metadata"]["labels"] == {"tier": "front"}
    assert "replicas" not in found["spec"]


def test_a_json_patch_tests_before_it_replaces(api):
    path = "/spec/template/spec/containers/0/image"
    replace = {"op": "replace", "path": path, "value": "registry.example/web:3.0"}
    right = [{"op": "test", "path": path, "value": "registry.example/web:1.0"}, replace]
    assert ask(api, "PATCH", WEB, right, bearer="w", kind=JSON_PATCH)[0] == 200
    status, said = ask(api, "PATCH", WEB, right, bearer="w", kind=JSON_PATCH)
    assert (status, said["message"]) == (400, f"testing value {path} failed")


def test_only_a_changed_spec_is_a_new_generation(api):
    _, found = ask(api, "PATCH", WEB, {"metadata": {"annotations": {"a": "b"}}}, bearer="w", kind=MERGE)
    assert found["metadata"]["generation"] == 1


def test_a_stale_version_is_a_conflict(api):
    _, found = ask(api, "GET", WEB, bearer="r")
    assert ask(api, "PUT", WEB, found, bearer="w")[0] == 200
    status, said = ask(api, "PUT", WEB, found, bearer="w")
    assert (status, said["reason"], said["details"]) == (
        409,
        "Conflict",
        {"name": "web", "group": "apps", "kind": "deployments"},
    )
    stale = {"metadata": {"resourceVersion": "101"}, "spec": {"replicas": 5}}
    assert ask(api, "PATCH", WEB, stale, bearer="w", kind=MERGE)[0] == 409


def test_a_dry_run_answers_with_what_would_be_and_changes_nothing(api, record):
    patch = {"spec": {"replicas": 9}}
    status, found = ask(api, "PATCH", f"{WEB}?dryRun=All", patch, bearer="w", kind=STRATEGIC)
    assert (status, found["spec"]["replicas"], found["metadata"]["generation"]) == (200, 9, 2)
    assert ask(api, "GET", WEB, bearer="r")[1]["spec"]["replicas"] == 2
    assert ask(api, "POST", f"{DEPLOYMENTS}?dryRun=All", deployment("other"), bearer="w")[0] == 201
    assert ask(api, "GET", f"{DEPLOYMENTS}/other", bearer="r")[0] == 404
    assert ask(api, "DELETE", f"{WEB}?dryRun=All", bearer="w")[0] == 200
    assert ask(api, "GET", WEB, bearer="r")[0] == 200
    assert [entry.dry_run for entry in record] == [False, True, True, True]


def test_scale_is_an_object_of_its_own(api):
    assert ask(api, "GET", f"{WEB}/scale", bearer="r")[1]["status"] == {"replicas": 0, "selector": "app=web"}
    status, found = ask(api, "PATCH", f"{WEB}/scale", {"spec": {"replicas": 4}}, bearer="w", kind=MERGE)
    assert (status, found["kind"], found["spec"]) == (200, "Scale", {"replicas": 4})
    assert ask(api, "GET", WEB, bearer="r")[1]["spec"]["replicas"] == 4
    status, said = ask(api, "PATCH", f"{WEB}/scale", {"spec": {"replicas": -1}}, bearer="w", kind=MERGE)
    assert (status, said["reason"]) == (422, "Invalid")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (deployment("Bad_Name"), "metadata.name"),
        (deployment("x", selector={"matchLabels": {"app": "else"}}), "spec.template.metadata.labels"),
        (deployment("x", template={"metadata": {"labels": {"app": "web"}}}), "spec.template.spec.containers"),
        (
            deployment(
                "x",
                template={
                    **TEMPLATE,
                    "spec": {"containers": [{"name": "a", "image": "b", "resources": {"limits": {"memory": "much"}}}]},
                },
            ),
            "spec.template.spec.containers[0].resources.limits[memory]",
        ),
    ],
)
def test_what_is_no_object_is_refused_by_its_fields(api, body, field):
    status, said = ask(api, "POST", DEPLOYMENTS, body, bearer="w")
    assert (status, said["reason"]) == (422, "Invalid")
    assert [cause["field"] for cause in said["details"]["causes"]] == [field]


def test_a_selector_does_not_change(api):
    changed = deployment(selector={"matchLabels": {"app": "web", "more": "x"}})
    changed["spec"]["template"] = {**TEMPLATE, "metadata": {"labels": {"app": "web", "more": "x"}}}
    status, said = ask(api, "PUT", WEB, changed, bearer="w")
    assert (status, said["details"]["causes"][0]["message"].endswith("field is immutable")) == (422, True)


def test_who_only_reads_may_not_write_and_an_unknown_token_may_nothing(api, record):
    status, said = ask(api, "PATCH", WEB, {}, bearer="r", kind=MERGE)
    assert (status, said["reason"]) == (403, "Forbidden")
    assert said["message"] == (
        'deployments is forbidden: User "reader" cannot patch resource "deployments" in API group "apps" in the '
        'namespace "shop"'
    )
    assert ask(api, "GET", WEB, bearer="")[0] == 200
    assert ask(api, "DELETE", WEB, bearer="")[0] == 403
    assert ask(api, "GET", WEB, bearer="stolen")[0] == 401
    assert [(entry.user, entry.verb, entry.resource, entry.code) for entry in record] == [
        ("coder", "create", "deployments/shop", 201),
        ("reader", "patch", "deployments/shop/web", 403),
        ("system:anonymous", "delete", "deployments/shop/web", 403),
    ]


def test_a_patch_of_no_known_kind_is_refused(api):
    status, said = ask(api, "PATCH", WEB, {}, bearer="w", kind="text/plain")
    assert (status, said["reason"]) == (415, "UnsupportedMediaType")


def test_an_apply_makes_what_is_not_there_and_changes_what_is(api):
    kind = "application/apply-patch+yaml"
    body = deployment("new")
    assert ask(api, "PATCH", f"{DEPLOYMENTS}/new?fieldManager=sre", body, bearer="w", kind=kind)[0] == 201
    body["spec"]["replicas"] = 7
    status, found = ask(api, "PATCH", f"{DEPLOYMENTS}/new?fieldManager=sre", body, bearer="w", kind=kind)
    assert (status, found["spec"]["replicas"]) == (200, 7)
