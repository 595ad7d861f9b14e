"""Applications of Argo CD 2.x and 3.x over a real socket."""

import json
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest

from shared.adapters.argocd.evidence_reader import ArgoCDReader
from shared.adapters.evidence.http import HttpConnection
from shared.adapters.evidence.target import Target
from shared.adapters.evidence.targets import ArgoCDTarget
from shared.diagnosis.evidence import EvidenceProblem
from shared.kernel.vocabulary import ResourceRef
from shared.ports.clock import SystemClock
from shared.ports.evidence import AlertInQuestion, Collected, Inquiry
from tests.support.fake_api import FakeApi, fake_api
from tests.support.fake_cluster import NOW, ref

ALL = "/api/v1/applications"
DEPLOYMENT = {
    "group": "apps",
    "version": "v1",
    "kind": "Deployment",
    "namespace": "shop",
    "name": "web",
    "status": "Synced",
}
DEGRADED = {"status": "Degraded", "message": 'Deployment "web" exceeded its progress deadline'}
WINDOWS = {
    "canSync": False,
    "activeWindows": [{"kind": "deny", "schedule": "0 8 * * *", "duration": "2h", "manualSync": False}],
}


def application(**status: Any) -> dict[str, Any]:
    return {
        "metadata": {"name": "web", "namespace": "argocd", "resourceVersion": "4711"},
        "spec": {
            "project": "default",
            "destination": {"server": "https://kubernetes.default.svc", "namespace": "shop"},
            "source": {
                "repoURL": "https://robot:hunter2hunter2@git.example/shop.git",
                "targetRevision": "main",
                "helm": {
                    "parameters": [{"name": "dbPassword", "value": "hunter2hunter2"}, {"name": "tag", "value": "1.8"}]
                },
            },
            "syncPolicy": {"automated": {"prune": True, "selfHeal": True}},
        },
        "status": {
            "sync": {"status": "OutOfSync", "revision": "8e16b12"},
            "health": {"status": "Degraded"},
            "operationState": {
                "phase": "Failed",
                "message": "one or more objects failed to apply",
                "syncResult": {"revision": "8e16b12", "resources": [{"hookType": "PreSync", "hookPhase": "Failed"}]},
            },
            "history": [{"id": 3, "revision": "77aa10f", "deployedAt": "2026-11-30T10:00:00Z"}],
            "resources": [DEPLOYMENT],
            **status,
        },
    }


TREE = {
    "nodes": [
        {**DEPLOYMENT, "health": DEGRADED},
        {
            "kind": "Pod",
            "namespace": "shop",
            "name": "web-1",
            "health": {"status": "Progressing"},
            "parentRefs": [{"kind": "ReplicaSet", "name": "web-6d"}],
        },
        {"kind": "Service", "namespace": "shop", "name": "web", "health": {"status": "Healthy"}},
    ]
}


@contextmanager
def argocd(found: dict[str, Any]) -> Iterator[tuple[FakeApi, ArgoCDReader]]:
    with fake_api() as api:
        api.says(ALL, {"items": [found]})
        api.says(f"{ALL}/web", found)
        api.says(f"{ALL}/web/resource-tree", TREE)
        api.says(f"{ALL}/web/syncwindows", WINDOWS)
        connection = HttpConnection(ArgoCDTarget(name="main", url=api.url), Target(name="main", timeout_s=30))
        with closing(ArgoCDReader(connection, SystemClock())) as reader:
            yield api, reader


def read(reader: ArgoCDReader, *resources: ResourceRef, labels: dict[str, str] | None = None) -> Collected:
    alert = AlertInQuestion(name="Down", labels=labels or {})
    inquiry = Inquiry(resources=resources, alerts=(alert,), from_at=NOW, to_at=NOW)
    return reader.read(inquiry, time.monotonic() + 60)


def of_3x() -> dict[str, Any]:
    return application(resourceHealthSource="appTree")


def of_2x() -> dict[str, Any]:
    return application(resources=[{**DEPLOYMENT, "health": {"status": "Degraded", "message": "as 2.x says"}}])


def test_an_application_of_3x_has_its_resources_health_from_the_tree():
    with argocd(of_3x()) as (_, reader):
        [observed] = read(reader, ref("Application", "web", None)).snapshot.objects
    assert observed.key[:4] == ("main", "Application", "", "web")
    assert observed.manifest["status"]["resources"] == [{**DEPLOYMENT, "health": DEGRADED}]
    assert observed.manifest["syncWindows"] == WINDOWS


def test_an_application_of_2x_says_it_itself():
    with argocd(of_2x()) as (_, reader):
        [observed] = read(reader, ref("Application", "web", None)).snapshot.objects
    [resource] = observed.manifest["status"]["resources"]
    assert resource["health"]["message"] == "as 2.x says"


def test_operation_history_and_policy_are_kept_and_secrets_are_not():
    with argocd(of_3x()) as (_, reader):
        collected = read(reader, ref("Application", "web", None))
    [observed] = collected.snapshot.objects
    assert observed.manifest["status"]["operationState"]["syncResult"]["resources"][0]["hookPhase"] == "Failed"
    assert observed.manifest["spec"]["syncPolicy"]["automated"]["selfHeal"] is True
    assert observed.manifest["status"]["history"][0]["revision"] == "77aa10f"
    assert observed.manifest["spec"]["source"]["helm"]["parameters"][1] == {"name": "tag", "value": "1.8"}
    assert "hunter2" not in repr(collected)


def test_what_is_not_healthy_is_told_with_its_message():
    with argocd(of_3x()) as (_, reader):
        evidence, _ = read(reader, ref("Application", "web", None))
    told = json.loads(next(each.text for each in evidence if each.title == "Resources of web that are not healthy"))
    assert [(each["kind"], each["message"], each["parents"]) for each in told["resources"]] == [
        ("Deployment", DEGRADED["message"], []),
        ("Pod", "", ["ReplicaSet/web-6d"]),
    ]


@pytest.mark.parametrize(
    ("resource", "labels"),
    [
        (ref("Deployment", "web"), {}),
        (ref("Pod", "web-6d5f7c9b84-x7k2p"), {}),
        (ref("Service", "web"), {}),
        (ref("PersistentVolumeClaim", "data"), {}),
        (ref("Pod", "other", "elsewhere"), {"argocd_argoproj_io_instance": "web"}),
    ],
)
def test_the_application_of_a_resource_is_found(resource, labels):
    with argocd(of_3x()) as (_, reader):
        objects = read(reader, resource, labels=labels).snapshot.objects
    assert [(observed.key.namespace, observed.key.name) for observed in objects] == [("argocd", "web")]


def test_a_resource_of_nobody_has_no_application():
    with argocd(of_3x()) as (_, reader):
        assert read(reader, ref("Pod", "db-0", "data")).snapshot.objects == ()


def test_many_incidents_list_the_applications_once():
    with argocd(of_3x()) as (api, reader):
        for _ in range(5):
            read(reader, ref("Deployment", "web"))
    assert [path for path, _, _ in api.asked].count(ALL) == 1


def test_an_application_that_does_not_exist_is_absent():
    with argocd(of_3x()) as (_, reader):
        seen = read(reader, ref("Application", "gone", None)).snapshot
    assert [key.name for key in seen.absent] == ["gone"]


def test_without_its_tree_and_windows_an_application_is_read_all_the_same():
    with argocd(of_3x()) as (api, reader):
        for part in ("resource-tree", "syncwindows"):
            api.says(f"{ALL}/web/{part}", {"error": "permission denied", "code": 7}, 403)
        seen = read(reader, ref("Application", "web", None)).snapshot
    assert [observed.key.name for observed in seen.objects] == ["web"]
    assert [(gap.wanted, gap.problem) for gap in seen.gaps] == [
        ("resource tree of web", EvidenceProblem.FORBIDDEN),
        ("sync windows of web", EvidenceProblem.FORBIDDEN),
    ]


@pytest.mark.parametrize("odd", [{"items": None}, {"items": [3, {"status": {"resources": 7}}]}, {}])
def test_a_list_of_an_odd_form_does_no_harm(odd):
    with argocd(of_3x()) as (api, reader):
        api.says(ALL, odd)
        assert read(reader, ref("Deployment", "web")).snapshot.objects == ()
