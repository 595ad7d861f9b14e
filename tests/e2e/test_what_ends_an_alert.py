"""From Grafana's and Argo CD's webhooks to what a person sees: rules without data, ends that are no recovery.

The letters name the kinds: G of Grafana, R of Argo CD.
"""

import pytest

from tests.support.clockwork import Clockwork
from tests.support.senders import affected, argocd, grafana, timeline, titles
from tests.support.site import Site

#: What is read and shown is the same whatever carries it; the fixtures of intake are run over every transport.
pytestmark = pytest.mark.parametrize("transport_name", ["postgres"], indirect=True)


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
