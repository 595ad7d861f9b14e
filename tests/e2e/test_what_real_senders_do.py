"""From the webhook to what a person sees: details that are wrong, names that are an exporter's, ends that are none.

The letters name the kinds: A of Alertmanager, G of Grafana, P of kube-prometheus, R of Argo CD.
"""

from typing import Any

import pytest

from tests.support.clockwork import Clockwork
from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert, resolved

#: What is read and shown is the same whatever carries it; the fixtures of intake are run over every transport.
pytestmark = pytest.mark.parametrize("transport_name", ["postgres"], indirect=True)

EXPORTER = {
    "job": "kube-state-metrics",
    "service": "kps-kube-state-metrics",
    "instance": "10.0.0.5:8080",
    "endpoint": "http",
    "prometheus": "monitoring/k8s",
}


def unnamed(fingerprint: str, **labels: str) -> dict[str, Any]:
    """With these labels and no others."""
    return an_alert(fingerprint) | {"labels": {"severity": "critical"} | labels}


def grafana(fingerprint: str, labels: dict[str, str], annotations: dict[str, str] | None = None, **fields: Any) -> Any:
    alert = unnamed(fingerprint, **labels) | {
        "annotations": annotations or {},
        "values": None,
        "valueString": "",
        "silenceURL": "http://grafana/alerting/silence/new",
    }
    return a_group(alert | fields) | {"version": "1", "orgId": 1, "title": "t", "state": "alerting", "message": "m"}


def argocd(condition: str, **fields: Any) -> dict[str, Any]:
    """One application, well at commit ``good`` since half past eleven."""
    return {
        "version": "sre.argocd.v1",
        "condition": condition,
        "argocdUrl": "https://argo.example",
        "name": "cart",
        "namespace": "argocd",
        "uid": "11111111-2222-3333-4444-555555555555",
        "project": "shop",
        "destination": {"name": "eu-1", "namespace": "shop"},
        "reconciledAt": "2026-03-01T12:00:00Z",
        "sync": {"status": "Synced", "revision": "good"},
        "health": {"status": "Healthy", "lastTransitionTime": "2026-03-01T11:30:00Z"},
        "operation": {"phase": "Succeeded", "startedAt": "2026-03-01T11:20:00Z", "revision": "good"},
        "conditions": [],
    } | fields


def timeline(site: Site, incident: dict[str, Any]) -> list[tuple[str, str]]:
    """Oldest first: kind and text of what happened to its alerts."""
    return [(entry["kind"], entry["text"]) for entry in entries(site, incident)]


def entries(site: Site, incident: dict[str, Any]) -> list[dict[str, Any]]:
    page = site.get(f"/v1/incidents/{incident['incident_id']}/timeline", limit=100)["entries"]
    kinds = ("alert_fired", "alert_changed", "alert_resolved", "alert_ended", "alert_healed")
    return [entry for entry in page["items"] if entry["kind"] in kinds]


def titles(site: Site) -> list[str]:
    return [incident["title"] for incident in site.incidents()]


def affected(incident: dict[str, Any]) -> list[tuple[str, str]]:
    return [(resource["kind"], resource["name"]) for resource in incident["affected_resources"]]


def test_a4_a_description_of_75_kilobytes_is_cut_in_sight_and_its_alert_opens_an_incident(site: Site):
    alert = an_alert("a400000000000001", annotations={"summary": "it fails", "description": "d" * 75_000})
    answer = site.tell(a_group(alert))
    assert (answer["accepted"], answer["quarantined"]) == (1, 0)
    told = site.alert("a400000000000001")
    assert told["marks"] == ["annotation description was cut from 75000 to 65536 characters"]
    assert len(told["annotations"]["description"]) == 65_536
    (incident,) = site.incidents()
    assert [entry["details"]["marks"] for entry in entries(site, incident)] == [told["marks"]]


@pytest.mark.parametrize(
    "labels",
    [
        {"blob": "h" * 70_000},
        {f"l{number}": "x" for number in range(5_000)},
        {"n" * 3_000: "v"},
        {"replicas": 3, "paged": True, "owner": None, "zone": "a\ud800b\0"},
    ],
    ids=["long value", "many", "long name", "other types"],
)
def test_a4_labels_as_nobody_should_send_them_reach_a_person(site: Site, labels: dict[str, Any]):
    alert = unnamed("a400000000000002", alertname="Odd", service="odd")
    answer = site.tell(a_group(alert | {"labels": alert["labels"] | labels}))
    assert (answer["accepted"], answer["quarantined"]) == (1, 0)
    assert site.alert("a400000000000002")["marks"]
    assert titles(site) == ["Odd (odd): it fails"]


def test_a6_two_jobs_without_alertname_are_two_incidents_named_after_what_they_carry(site: Site):
    site.tell(a_group(unnamed("a600000000000006", job="backup-a"), unnamed("a600000000000007", job="backup-b")))
    assert sorted(titles(site)) == ["job=backup-a: it fails", "job=backup-b: it fails"]


def test_a8_words_of_severity_are_mapped_and_one_that_is_not_known_is_high_and_marked(site: Site):
    words = {"P0": "critical", "SEV-2": "high", "average": "medium", "urgent": "critical", "mauve": "high"}
    alerts = [an_alert(f"a8{word}", labels={"severity": word}) for word in words]
    answer = site.tell(a_group(*alerts))
    assert (answer["accepted"], answer["quarantined"]) == (5, 0)
    shown = site.alerts()
    assert {word: shown[f"a8{word}"]["severity"] for word in words} == words
    assert {word for word in words if site.alert(f"a8{word}")["marks"]} == {"mauve"}


def test_p1_an_exporters_labels_are_not_what_is_wrong(site: Site):
    pod = EXPORTER | {"alertname": "KubePodCrashLooping", "namespace": "blog", "pod": "db-0", "container": "db"}
    mismatch = EXPORTER | {"alertname": "KubeDeploymentReplicasMismatch", "namespace": "blog", "deployment": "web"}
    another = EXPORTER | {"alertname": "KubePodNotReady", "namespace": "blog", "pod": "web-7d9c5b6f4-x2x9k"}
    for fingerprint, labels in (("p1a", pod), ("p1b", mismatch), ("p1c", another)):
        site.tell(a_group(unnamed(fingerprint, **labels)))
    first, second = site.incidents()
    assert first["title"] == "KubePodCrashLooping (blog, db): it fails"
    assert second["title"] == "KubeDeploymentReplicasMismatch (blog, web): it fails"
    assert (affected(first), affected(second)) == ([("Pod", "db-0")], [("Deployment", "web")])
    assert (first["alert_count"], second["alert_count"]) == (1, 2)


def test_an_incident_that_was_opened_by_a_service_label_takes_in_what_names_the_service_otherwise(site: Site):
    moved_aside = {"alertname": "Slow", "exported_service": "cart", "exported_namespace": "shop"}
    site.tell(a_group(unnamed("p2a", alertname="Errors", service="cart", namespace="shop")))
    site.tell(a_group(unnamed("p2b", **EXPORTER, **moved_aside, namespace="monitoring")))
    (incident,) = site.incidents()
    assert (incident["title"], incident["alert_count"]) == ("Errors (shop, cart): it fails", 2)


def test_g2_the_title_names_the_rule_that_has_no_data(site: Site):
    labels = {"alertname": "DatasourceNoData", "rulename": "Checkout latency", "service": "checkout", "ref_id": "A"}
    site.tell(grafana("g2a", labels), kind="grafana")
    (incident,) = site.incidents()
    assert incident["title"] == "Checkout latency: no data (checkout)"
    assert affected(incident) == [("AlertRule", "Checkout latency"), ("Service", "checkout")]


def test_g3_errors_of_two_rules_are_two_incidents_each_with_its_error(site: Site):
    for fingerprint, rule, error in (("g3a", "Payments 5xx", "connection refused"), ("g3b", "Backup age", "timeout")):
        labels = {"alertname": "DatasourceError", "rulename": rule, "datasource_uid": "ds1", "ref_id": "A"}
        site.tell(grafana(fingerprint, labels, {"Error": error}), kind="grafana")
    assert titles(site) == ["Payments 5xx: error: connection refused", "Backup age: error: timeout"]
    assert [incident["description"] for incident in site.incidents()] == ["connection refused", "timeout"]


def test_g4_a_value_that_moves_with_every_repeat_is_one_quiet_alert_whose_first_and_latest_value_are_seen(site: Site):
    for value in (95, 96.5, 91, 99, 93, 97.25):
        told = {"values": {"A": value}, "valueString": f"[ var='A' labels={{}} value={value} ]"}
        annotations = {"summary": f"cpu is at {value} %"}
        site.tell(grafana("g4a", {"alertname": "CPU", "service": "cpu"}, annotations, **told), kind="grafana")
    (incident,) = site.incidents()
    assert timeline(site, incident) == [("alert_fired", "CPU")]
    alert = site.alert("g4a")
    assert (alert["annotations"]["summary"], alert["latest"]["summary"]) == ("cpu is at 95 %", "cpu is at 97.25 %")
    assert alert["latest"]["grafana_values"] == '{"A":97.25}'


def test_a_change_that_matters_says_what_changed(site: Site):
    alert = an_alert("g4b", annotations={"summary": "disk at 80 %"})
    site.tell(a_group(alert | {"labels": alert["labels"] | {"severity": "warning"}}))
    site.tell(a_group(alert | {"annotations": {"summary": "disk is full", "note": "call ops"}}))
    (incident,) = site.incidents()
    assert timeline(site, incident)[-1] == (
        "alert_changed",
        "Errors: severity medium → critical; label severity “warning” → “critical”;"
        " annotation note nothing → “call ops”; annotation summary “disk at 80 %” → “disk is full”",
    )


def test_g5_a_series_that_is_missing_is_no_recovery_and_its_incident_stays_open(site: Site, clock: Clockwork):
    labels = {"alertname": "EdgeOffline", "service": "edge"}
    site.tell(grafana("g5a", labels), kind="grafana")
    gone = {"status": "resolved", "endsAt": "2026-03-01T12:10:00Z"}
    site.tell(grafana("g5a", labels, {"grafana_state_reason": "MissingSeries"}, **gone), kind="grafana")
    (incident,) = site.incidents()
    assert timeline(site, incident) == [
        ("alert_fired", "EdgeOffline"),
        ("alert_ended", "EdgeOffline: no longer watched (MissingSeries); not known to have recovered"),
    ]
    alert = site.alert("g5a")
    assert (alert["status"], alert["end_reason"], alert["unwatched"]) == ("resolved", "MissingSeries", True)
    clock.move(minutes=20)
    site.tick()
    assert [incident["status"] for incident in site.incidents()] == ["open"]


def test_g5_an_edited_rule_ends_its_alert_and_its_incident_after_the_hold_down(site: Site, clock: Clockwork):
    labels = {"alertname": "EdgeOffline", "service": "edge"}
    site.tell(grafana("g5b", labels), kind="grafana")
    gone = {"status": "resolved", "endsAt": "2026-03-01T12:10:00Z"}
    site.tell(grafana("g5b", labels, {"grafana_state_reason": "Updated"}, **gone), kind="grafana")
    (incident,) = site.incidents()
    assert timeline(site, incident)[-1] == ("alert_resolved", "EdgeOffline: Updated")
    clock.move(minutes=6)
    site.tick()
    assert [incident["status"] for incident in site.incidents()] == ["resolved"]


def test_r1_a_failed_operation_ends_when_another_commit_is_synced_and_healthy(site: Site, clock: Clockwork):
    failed = {"phase": "Failed", "message": "failed to apply", "startedAt": "2026-03-01T11:55:00Z", "revision": "bad"}
    site.tell(argocd("operation", operation=failed, sync={"status": "OutOfSync", "revision": "bad"}), kind="argocd")
    assert [alert["status"] for alert in site.alerts().values()] == ["firing"]
    site.tell(argocd("sync", operation=failed, reconciledAt="2026-03-01T12:05:00Z"), kind="argocd")
    (alert,) = site.alerts().values()
    assert (alert["name"], alert["status"]) == ("ArgoCDApplicationOperation", "resolved")
    clock.move(minutes=6)
    site.tick()
    assert [incident["status"] for incident in site.incidents()] == ["resolved"]


def test_r2_missing_before_the_first_sync_opens_nothing(site: Site):
    for status in ("Missing", "Progressing", "Healthy"):
        health = {"status": status, "lastTransitionTime": "2026-03-01T12:00:00Z"}
        site.tell(argocd("health", health=health, operation={"phase": ""}), kind="argocd")
    assert (site.alerts(), site.incidents()) == ({}, [])


def test_r6_an_application_that_is_deleted_while_degraded_ends_its_alert(site: Site, clock: Clockwork):
    degraded = {"status": "Degraded", "lastTransitionTime": "2026-03-01T11:50:00Z"}
    site.tell(argocd("health", health=degraded), kind="argocd")
    (incident,) = site.incidents()
    assert (incident["title"], affected(incident)) == (
        "ArgoCDApplicationHealth (eu-1, shop, cart): cart: Degraded",
        [("Application", "cart")],
    )
    site.tell(argocd("deleted", health=degraded, deletionTimestamp="2026-03-01T12:10:00Z"), kind="argocd")
    assert timeline(site, incident)[-1] == ("alert_resolved", "ArgoCDApplicationHealth: the application was deleted")
    clock.move(minutes=6)
    site.tick()
    assert [incident["status"] for incident in site.incidents()] == ["resolved"]


def test_a_sender_that_does_not_say_since_when_opens_one_incident_that_can_end(site: Site, clock: Clockwork):
    alert = an_alert("a900000000000009", startsAt="yesterday")
    for _ in range(3):
        site.tell(a_group(alert))
        clock.move(minutes=2)
    assert site.alert("a900000000000009")["episode"] == 1
    site.tell(a_group(resolved(alert, ends_at="soon")))
    assert site.statuses() == {"a900000000000009": "resolved"}
    (incident,) = site.incidents()
    assert timeline(site, incident) == [("alert_fired", "Errors"), ("alert_resolved", "Errors")]
