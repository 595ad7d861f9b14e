"""Objects in JSON and YAML: lists, several documents, what is broken, and the layouts of dumps."""

import json
from typing import Any

from shared.adapters.case_files.case import CaseFile
from shared.adapters.case_files.read_case import read_case
from shared.diagnosis.snapshot import ObjectKey
from tests.support import manifests as k8s
from tests.support.cases import case_in, case_of, faults_of, listed
from tests.support.manifests import NOW

CRASHING = k8s.pod("web-0", k8s.waiting("CrashLoopBackOff", restarts=7, last=k8s.ended(1)))
POD = ObjectKey("", "Pod", "shop", "web-0")
TWO_DOCUMENTS = """apiVersion: v1
kind: ConfigMap
metadata:
  name: web
  namespace: shop
data:
  port: "8080"
---
apiVersion: v1
kind: Secret
metadata: {name: db, namespace: shop}
data:
  password: aHVudGVyMg==
"""
ALERT = {
    "labels": {"alertname": "KubePodCrashLooping", "pod": "web-0"},
    "annotations": {},
    "startsAt": "2026-11-23T03:00:00Z",
}


def test_each_item_of_a_list_is_cited_with_its_own_lines():
    case = case_in({"pods.json": listed(k8s.pod("db-0", k8s.running()), CRASHING)})
    first, second = case.evidence
    assert (first.title, second.title) == ("Pod shop/db-0", "Pod shop/web-0")
    assert int(first.query.split("-")[1]) < int(second.query.removeprefix("lines ").split("-")[0])
    assert faults_of(case) == ["crash_loop exit_error"]


def test_the_lines_of_a_yaml_document_are_those_of_the_file():
    case = case_in({"all.yaml": TWO_DOCUMENTS})
    assert [(each.title, each.query) for each in case.evidence] == [
        ("ConfigMap shop/web", "lines 1-7"),
        ("Secret shop/db", "lines 9-13"),
    ]


def test_numbers_and_flags_of_yaml_are_what_the_api_server_meant():
    head = "apiVersion: v1\nkind: Pod\nmetadata: {name: web-0}\nspec: {containers: []}\n"
    text = head + "status:\n  restarts: 7\n  on: true\n  version: '1.10'\n"
    (pod,) = case_in({"pod.yaml": text}).snapshot.objects
    assert pod.manifest["status"] == {"restarts": 7, "on": True, "version": "1.10"}


def test_a_broken_document_does_not_hide_the_next_one():
    case = case_in({"all.yaml": "kind: Pod\n  name: [\n---\n" + TWO_DOCUMENTS})
    assert [each.title for each in case.evidence] == ["ConfigMap shop/web", "Secret shop/db"]
    assert [(each.path, each.lines) for each in case.unread] == [("all.yaml", "1-2")]


def test_a_list_that_breaks_off_gives_what_stood_before():
    whole = listed(k8s.pod("db-0", k8s.running()), CRASHING)
    case = case_in({"pods.json": whole[: whole.index('"web-0"')]})
    assert [each.title for each in case.evidence] == ["Pod shop/db-0"]
    assert case.unread[0].why.startswith("not JSON")


def test_an_object_that_is_nested_too_deep_is_named_and_not_walked():
    spec: dict[str, Any] = {}
    for _ in range(80):
        spec = {"inner": spec}
    deep = json.dumps({"kind": "Pod", "metadata": {"name": "web-0"}, "spec": spec})
    case = case_in({"pod.json": deep, "deeper.json": '{"a":' * 100_000})
    assert [(each.path, each.why) for each in case.unread] == [
        ("pod.json", "it is nested too deep"),
        ("deeper.json", "not JSON: nested too deep"),
    ]


def test_events_say_what_they_are_about_in_both_groups():
    older = k8s.event(CRASHING, "BackOff", "Back-off restarting failed container web")
    newer = {
        "apiVersion": "events.k8s.io/v1", "kind": "Event", "type": "Warning", "reason": "Unhealthy",
        "note": "Readiness probe failed", "eventTime": "2026-11-23T03:00:00Z", "series": {"count": 4},
        "regarding": {"kind": "Pod", "name": "web-0", "namespace": "shop"},
    }  # fmt: skip
    case = case_in({"events.json": listed(older, newer, kind="EventList")})
    assert [(each.about, each.reason, each.count) for each in case.snapshot.events] == [
        (POD, "BackOff", 5),
        (POD, "Unhealthy", 4),
    ]


def test_alerts_of_alertmanager_its_webhook_and_prometheus_are_read():
    resolved = {**ALERT, "status": "resolved"}
    active = {**ALERT, "status": {"state": "active", "silencedBy": []}}
    case = case_in({
        "list.json": json.dumps([active]),
        "webhook.json": json.dumps({"receiver": "sre", "alerts": [{**ALERT, "status": "firing"}, resolved]}),
        "prometheus.json": json.dumps({"status": "success", "data": {"alerts": [{**ALERT, "state": "firing"}]}}),
    })  # fmt: skip
    assert [each.name for each in case.snapshot.alerts] == ["KubePodCrashLooping"] * 3
    assert case.unread == ()


def test_an_application_is_known_without_its_kind():
    application = {
        "metadata": {"name": "shop", "namespace": "argocd"},
        "spec": {"destination": {"namespace": "shop"}, "source": {"repoURL": "https://git.example/shop"}},
        "status": {"sync": {"status": "OutOfSync"}},
    }
    case = case_in(
        {"apps.json": json.dumps({"metadata": {}, "items": [application]}), "app.json": json.dumps(application)}
    )
    assert [seen.key[1:] for seen in case.snapshot.objects] == [("Application", "argocd", "shop", "argoproj.io")]


def test_what_a_dump_lists_whole_and_does_not_hold_is_not_there():
    case = case_in({
        "dump/shop/pods.json": listed(CRASHING, kind="PodList"),
        "dump/nodes.json": listed(kind="NodeList"),
        "mg/namespaces/shop/core/configmaps.yaml": "apiVersion: v1\nkind: ConfigMapList\nitems: []\n",
        "mine/shop/secrets.json": listed(),
    })  # fmt: skip
    assert case.snapshot.complete == {("Pod", "shop"), ("Node", ""), ("ConfigMap", "shop")}
    assert case.unread == ()


def test_logs_of_must_gather_and_of_a_dump_are_of_their_containers():
    logs = "namespaces/shop/pods/web-0/web/web/logs"
    marks = [f"==== {each} logs for container web of pod shop/web-0 ====" for each in ("START", "END")]
    dumped = f"{marks[0]}\nd\n{marks[1]}\n"
    node = f"containers/web-0_shop_web-{'0' * 64}.log"
    case = case_in({
        f"{logs}/current.log": "a\n", f"{logs}/previous.log": "b\n", node: "c\n", "dump/shop/web-0/logs.txt": dumped,
    })  # fmt: skip
    assert [(each.pod, each.container, each.previous, each.lines[0]) for each in case.snapshot.logs] == [
        (POD, "web", False, "a"),
        (POD, "web", True, "b"),
        (POD, "web", False, "c"),
        (POD, "web", False, "d"),
    ]


def test_a_log_named_after_its_pod_is_that_pods():
    case = case_in({"pods.json": listed(CRASHING), "web-0-previous.log": "boom\n", "other.log": "quiet\n"})
    assert [(each.pod, each.container, each.previous) for each in case.snapshot.logs] == [(POD, "web", True)]
    assert [each.path for each in case.unread] == ["other.log"]


def test_a_citation_of_a_long_log_names_the_line_of_the_file():
    lines = [f"line {number}" for number in range(1, 1_001)]
    case = case_in({"namespaces/shop/pods/web-0/web/web/logs/current.log": "\n".join(lines)})
    (log,) = case.evidence
    assert (log.query, log.detail) == ("lines 801-1000", "the last 200 of 1000 lines")
    assert case.snapshot.logs[0].lines[0] == "line 801"


def test_the_newer_of_two_readings_stays_whatever_their_order():
    older, newer = {**CRASHING}, k8s.pod("web-0", k8s.running())
    older["metadata"] = {**older["metadata"], "resourceVersion": "99"}
    for files in (
        {"a.json": listed(older), "b.json": listed(newer)},
        {"a.json": listed(newer), "b.json": listed(older)},
    ):
        assert faults_of(case_in(files)) == []


def test_a_description_does_not_stand_against_the_object_itself():
    case = case_of(
        **{"a.json": listed(CRASHING), "text": "Name: web-0\nNamespace: shop\nNode: n1/10.0.0.1\nStart Time: now\n"}
    )
    assert faults_of(case) == ["crash_loop exit_error"]


def test_a_file_that_was_cut_says_so_and_gives_its_whole_items():
    text = "items:\n- apiVersion: v1\n  kind: Node\n  metadata:\n    name: n1\n- apiVersion: v1\n  kind: No"
    case = read_case([CaseFile("nodes.yaml", text, 20_000_000, cut=True)], NOW)
    assert [each.title for each in case.evidence] == ["Node n1"]
    assert "20,000,000 bytes" in case.unread[0].why


def test_not_found_in_the_api_servers_words_is_an_absence():
    details = {"kind": "configmaps", "name": "web"}
    status = {"kind": "Status", "reason": "NotFound", "message": 'configmaps "web" not found', "details": details}
    case = case_in({"a.json": listed(CRASHING), "b.json": json.dumps(status)})
    assert list(case.snapshot.absent) == [ObjectKey("", "ConfigMap", "", "web")]
