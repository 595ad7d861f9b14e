"""Intake conformance fixtures about bodies: what is understood, what is refused, and what is kept and tried again."""

import json
import subprocess
import sys
from typing import Any

import psycopg
import pytest

from shared.bootstrap.redriving import open_redrive
from tests.support.intake import changed, recorded
from tests.support.patience import PATIENCE_S
from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert

FIRING = recorded("alertmanager/firing.json")
GROUPED = recorded("alertmanager/grouped_firing.json")
GRAFANA = recorded("grafana/firing.json")
MORE_THAN_IS_PARSED = 11 * 1024 * 1024


def test_fixture_12_zero_ends_nanoseconds_and_offsets_are_understood(site: Site):
    nanoseconds = an_alert("1200000000000001", startsAt="2026-11-23T03:16:13.123456789Z")
    offset = an_alert("1200000000000002", startsAt="2026-11-23T05:16:13+02:00")
    site.tell(a_group(nanoseconds, offset))
    alerts = site.alerts()
    assert alerts["1200000000000001"]["starts_at"] == "2026-11-23T03:16:13.123456Z"
    assert alerts["1200000000000002"]["starts_at"] == "2026-11-23T03:16:13Z"
    assert {alert["ends_at"] for alert in alerts.values()} == {None}


def test_fixture_13_an_unknown_severity_counts_as_high_in_sight_unless_the_source_says_what_it_means(
    site: Site, other_site: Site
):
    payload = json.loads(json.dumps(GROUPED))
    payload["alerts"][1]["labels"]["severity"] = "purple"
    purple = payload["alerts"][1]["fingerprint"]
    answer = site.tell(payload)
    assert (answer["accepted"], answer["quarantined"]) == (3, 0)
    assert site.alerts()[purple]["severity"] == "high"
    (mark,) = site.alert(purple)["marks"]
    assert mark.startswith("severity 'purple' is not a word we know: taken as high")
    _configure(other_site, severity_map={"purple": "low"})
    other_site.tell(payload)
    assert (other_site.alert(purple)["severity"], other_site.alert(purple)["marks"]) == ("low", [])


def test_fixture_13_an_unknown_status_is_quarantined_and_no_alert(site: Site):
    answer = site.tell(changed(FIRING, status="suppressed"))
    assert (answer["accepted"], answer["quarantined"]) == (0, 1)
    assert [entry["reason"] for entry in site.quarantine()] == ["alerts[0]: unknown status 'suppressed'"]
    assert site.alerts() == {}


def test_fixture_15_unknown_fields_are_accepted(site: Site):
    payload = changed(FIRING, newField={"a": [1]}) | {
        "notification_reason": "repeat interval elapsed",
        "routeLabels": {},
    }
    assert site.tell(payload)["quarantined"] == 0
    assert list(site.statuses().values()) == ["firing"]
    assert len(site.incidents()) == 1


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"text": "alert!"}, "version is 'None', not '4': another sender, or a custom payload"),
        ({"version": "4", "alerts": []}, "groupKey is missing: a custom payload"),
        ([1, 2], "the body is JSON but not an object"),
    ],
)
def test_fixture_16_a_custom_payload_is_refused_with_a_reason_and_on_record(site: Site, body: Any, reason: str):
    answer = site.post(body)
    assert (answer.status_code, answer.json["code"], answer.json["detail"]) == (422, "body.not-ours", reason)
    (entry,) = site.quarantine()
    assert (entry["reason"], json.loads(entry["excerpt"])) == (reason, body)
    site.world.settle()
    assert site.alerts() == {}


def test_fixture_17_grafana_and_alertmanager_are_told_apart(site: Site):
    assert site.post(GRAFANA, kind="alertmanager").json["detail"].startswith("this is Grafana's webhook")
    assert site.post(FIRING, kind="grafana").json["detail"].startswith("this is Alertmanager's webhook")
    assert len(site.quarantine()) == 2
    site.tell(GRAFANA, kind="grafana")
    site.tell(FIRING)
    sources = {fingerprint: alert["source"] for fingerprint, alert in site.alerts().items()}
    assert sources == {
        "9f1b5d3a7c2e4f60": "grafana",
        "1c1f0e9d8b7a6c5d": "grafana",
        FIRING["alerts"][0]["fingerprint"]: "prometheus",
    }


def test_an_unreadable_body_is_accepted_kept_whole_and_seen_until_somebody_makes_sense_of_it(site: Site):
    body = b'{"version": "4", "alerts": [\xff'
    assert site.post(body).status_code == 202
    assert site.post(body).status_code == 202
    (entry,) = site.quarantine()
    assert (entry["reason"], entry["size"], entry["times"]) == ("the body is not UTF-8", len(body), 2)
    assert _kept(site) == [body]
    assert _redriven(site) == (0, 1)
    assert [(again["attempts"], again["status"]) for again in site.quarantine()] == [(1, "waiting")]
    assert _kept(site) == [body]


def test_a_body_too_large_to_be_parsed_at_the_door_is_kept_whole_and_read_when_driven_again(site: Site):
    body = json.dumps(FIRING | {"padding": "x" * MORE_THAN_IS_PARSED}).encode()
    answer = site.post(body)
    assert (answer.status_code, answer.json["quarantined"]) == (202, 1)
    assert [entry["size"] for entry in site.quarantine()] == [len(body)]
    assert _kept(site) == [body]
    assert site.alerts() == {}
    assert _redriven(site) == (1, 0)
    assert list(site.statuses().values()) == ["firing"]
    assert len(site.incidents()) == 1


def test_an_unknown_token_is_401_and_nothing_is_kept(site: Site):
    headers = {"Authorization": "Bearer nobody-knows-this"}
    answer = site.world.front.post("/webhooks/alertmanager", json=FIRING, headers=headers)
    assert (answer.status_code, answer.get_json()["code"]) == (401, "identity.unknown")
    answer = site.world.front.post("/webhooks/alertmanager", data=b"\xff", headers=headers)
    assert answer.status_code == 401
    site.world.settle()
    assert (site.alerts(), site.quarantine()) == ({}, [])


def _configure(site: Site, **settings: Any) -> None:
    with psycopg.connect(site.world.database_url, autocommit=True) as connection:
        connection.execute(
            "UPDATE access.source SET settings = %s WHERE tenant_id = %s", (json.dumps(settings), site.tenant.id)
        )


def _redriven(site: Site) -> tuple[int, int]:
    """Settled and still waiting, of this tenant's entries."""
    with open_redrive(site.world.database_url) as redrive:
        result = redrive("quarantine", [str(entry["quarantine_id"]) for entry in site.quarantine()])
    site.world.settle()
    return result.settled, result.still_waiting


def _dlq(site: Site) -> list[dict[str, Any]]:
    """What the operator's command line lists of this tenant."""
    command = [sys.executable, "-m", "cli.main", "dlq", "list", "--kind", "quarantine", "--json"]
    listed = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S, check=True).stdout
    return [item for item in json.loads(listed) if item["tenant_id"] == str(site.tenant.id)]


def _kept(site: Site) -> list[bytes]:
    bodies = site.world.rows("SELECT body FROM intake.quarantine WHERE tenant_id = %s", site.tenant.id)
    return [bytes(body) for (body,) in bodies]
