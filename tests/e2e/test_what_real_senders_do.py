"""From Alertmanager's webhook to what a person sees: details that are wrong, names that are an exporter's.

The letters name the kinds: A of Alertmanager, P of kube-prometheus.
"""

from typing import Any

import pytest

from tests.support.clockwork import Clockwork
from tests.support.senders import EXPORTER, affected, entries, timeline, titles, unnamed
from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert, resolved

#: What is read and shown is the same whatever carries it; the fixtures of intake are run over every transport.
pytestmark = pytest.mark.parametrize("transport_name", ["postgres"], indirect=True)


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


def test_a_change_that_matters_says_what_changed(site: Site):
    alert = an_alert("g4b", annotations={"summary": "disk at 80 %"})
    site.tell(a_group(alert | {"labels": alert["labels"] | {"severity": "warning"}}))
    site.tell(a_group(alert | {"annotations": {"summary": "disk is full", "note": "call ops"}}))
    (incident,) = site.incidents()
    kind, text = timeline(site, incident)[-1]
    assert (kind, text.split("; ")) == (
        "alert_changed",
        [
            "Errors: severity medium → critical",
            "label severity “warning” → “critical”",
            "annotation note nothing → “call ops”",
            "annotation summary “disk at 80 %” → “disk is full”",
        ],
    )


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
