"""Alerts of services that need each other, from the webhook to what a person sees: one incident that says why."""

import json
from datetime import timedelta
from typing import Any

import pytest

from tests.support.clockwork import Clockwork
from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert, resolved

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("transport_name", ["postgres"], indirect=True)]


def catalog(site: Site, dependent: str, dependency: str) -> None:
    needed = site.command("POST", "/v1/services", {"slug": dependency, "definition": {"name": dependency}})
    definition = {"name": dependent, "dependencies": [needed["aggregate_id"]]}
    site.command("POST", "/v1/services", {"slug": dependent, "definition": definition})


def replayed(site: Site, definition: dict[str, Any]) -> Any:
    answer = site.world.api(site.tenant, "POST", "/v1/correlation-rules/replay", {"definition": definition})
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text.rpartition("data: ")[2])


def test_the_timeline_says_through_which_service_an_alert_joined(site: Site):
    catalog(site, "graph-shop", "graph-bank")
    site.tell(a_group(an_alert("g1", labels={"service": "graph-bank"})))
    named = {"service": "", "service_name": "graph-shop"}
    site.tell(a_group(an_alert("g2", labels=named)))
    (incident,) = site.incidents()
    timeline = site.get(f"/v1/incidents/{incident['incident_id']}/timeline")
    told = [entry["text"] for entry in timeline["entries"]["items"] if entry["kind"] == "alerts_correlated"]
    assert "1 alerts joined because graph-shop depends on graph-bank" in told
    alone = {"name": "alone", "priority": 0, "group_by": ["@service"]}
    assert replayed(site, alone)["counts"]["split"] == 1
    assert len(site.incidents()) == 1


def test_under_maintenance_everything_is_recorded_and_said_to_be_suppressed(site: Site, clock: Clockwork):
    """The cause is maintained: what needs it joins its incident, and counts as suppressed only where it is matched."""
    catalog(site, "window-shop", "window-bank")
    window = {
        "kind": "maintenance",
        "matchers": ['service="window-bank"'],
        "starts_at": (clock.now - timedelta(minutes=1)).isoformat(),
        "ends_at": (clock.now + timedelta(minutes=30)).isoformat(),
        "reason": "the disks are changed",
    }
    silence = site.command("POST", "/v1/silences", {"definition": window})["aggregate_id"]
    site.tell(a_group(an_alert("m1", labels={"service": "window-bank"})))
    site.tell(a_group(an_alert("m2", labels={"service": "window-shop"})))
    (incident,) = site.incidents()
    (told,) = site.get(f"/v1/incidents/{incident['incident_id']}")["suppressed_by"]
    assert (told["silence_id"], told["alerts"], told["alerts_firing"]) == (silence, 1, 2)
    assert {alert["fingerprint"]: len(alert["suppressed_by"]) for alert in site.all("/v1/alerts")} == {"m1": 1, "m2": 0}


def test_an_incident_that_flaps_stays_open_and_says_so(site: Site, clock: Clockwork):
    alert = an_alert("f1")
    for _ in range(4):
        at = clock.now.isoformat()
        site.tell(a_group(alert | {"startsAt": at}))
        clock.move(minutes=2)
        site.tell(a_group(resolved(alert | {"startsAt": at}, clock.now.isoformat())))
        clock.move(minutes=2)
    (incident,) = site.incidents()
    shown = site.get(f"/v1/incidents/{incident['incident_id']}")
    assert shown["flapping_since"] is not None
    clock.move(minutes=10)
    site.tick()
    assert site.incidents()[0]["status"] == "open"
    timeline = site.get(f"/v1/incidents/{incident['incident_id']}/timeline")
    (told,) = [entry for entry in timeline["entries"]["items"] if entry["kind"] == "flapping"]
    assert told["text"].startswith("flapping: cleared or fired again 6 times within 3600 s")
    clock.move(minutes=90)
    site.tick()
    assert site.incidents()[0]["status"] == "resolved"
    assert site.get(f"/v1/incidents/{incident['incident_id']}")["flapping_since"] is None


def test_what_joins_after_the_triage_is_looked_into_again_once_it_has_settled(site: Site, clock: Clockwork):
    catalog(site, "late-shop", "late-bank")
    site.tell(a_group(an_alert("l1", labels={"service": "late-bank"})))
    (incident,) = site.incidents()
    triage = f"/v1/incidents/{incident['incident_id']}/triage"
    first = site.get(triage)
    assert (first["run"], first["standing"]) == (1, "escalated")
    site.tell(a_group(an_alert("l2", labels={"service": "late-shop"})))
    clock.move(minutes=1)
    site.tick()
    assert (site.get(triage)["run"], site.get(triage)["reason"]) == (
        2,
        "New since it was looked into: alerts of late-shop",
    )


def test_a_hand_off_is_told_in_its_incidents_which_are_whoevers_takes_over(site: Site):
    site.tell(a_group(an_alert("h1", labels={"service": "handed-over"})))
    (incident,) = site.incidents()
    shift = {"person": "ana", "starts_at": "2026-01-01T00:00:00Z", "ends_at": "2036-01-01T00:00:00Z"}
    definition = {"name": "Nights", "zone": "UTC", "shifts": [shift]}
    made = site.command("POST", "/v1/on-call-schedules", {"slug": "nights", "definition": definition})
    handed = {"to_person": "ben", "incident_ids": [incident["incident_id"]], "note": "The queue drains."}
    site.command("POST", f"/v1/on-call-schedules/{made['aggregate_id']}/handoffs", handed)
    shown = site.get(f"/v1/incidents/{incident['incident_id']}")
    assert shown["assignee"] == "ben"
    timeline = site.get(f"/v1/incidents/{incident['incident_id']}/timeline")
    texts = [entry["text"] for entry in timeline["entries"]["items"]]
    assert "Handed over with being on call: from ana to ben.\nThe queue drains." in texts
