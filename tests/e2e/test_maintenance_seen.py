"""An incident under maintenance says so, from the webhook to what a person sees."""

from datetime import timedelta

import pytest

from tests.support.clockwork import Clockwork
from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("transport_name", ["postgres"], indirect=True)]


def maintenance(site: Site, clock: Clockwork, service: str, **definition) -> str:
    given = {
        "kind": "maintenance",
        "matchers": [f'service="{service}"'],
        "starts_at": (clock.now - timedelta(minutes=1)).isoformat(),
        "ends_at": (clock.now + timedelta(minutes=30)).isoformat(),
        "reason": "the disks are changed",
    }
    return site.command("POST", "/v1/silences", {"definition": given | definition})["aggregate_id"]


def everywhere(site: Site, incident_id: str):
    """What each place says of the incident."""
    (listed,) = (each for each in site.incidents() if each["incident_id"] == incident_id)
    (open_,) = (each for each in site.get("/v1/incidents/open")["items"] if each["incident_id"] == incident_id)
    shown = (listed, open_, site.get(f"/v1/incidents/{incident_id}"))
    timeline = site.get(f"/v1/incidents/{incident_id}/timeline")["incident"]
    said = [each["suppressed_by"] for each in (*shown, timeline)]
    assert said.count(said[0]) == len(said), said
    return said[0]


def test_an_incident_of_what_is_maintained_says_which_window_until_when_and_by_whom(site: Site, clock: Clockwork):
    silence = maintenance(site, clock, "mw")
    site.tell(a_group(an_alert("a1", labels={"service": "mw"}), an_alert("a2")))
    under, other = sorted(site.incidents(), key=lambda incident: "mw" not in incident["title"])
    (told,) = everywhere(site, under["incident_id"])
    assert (told["silence_id"], told["kind"], told["created_by"]) == (silence, "maintenance", "human:test")
    assert (told["reason"], told["alerts"], told["alerts_firing"]) == ("the disks are changed", 1, 1)
    assert told["until"] == (clock.now + timedelta(minutes=30)).isoformat().replace("+00:00", "Z")
    assert everywhere(site, other["incident_id"]) == []
    for path in ("/v1/alerts", "/v1/alerts/active"):
        said = {alert["fingerprint"]: [why["silence_id"] for why in alert["suppressed_by"]] for alert in site.all(path)}
        assert said == {"a1": [silence], "a2": []}

    clock.move(minutes=31)
    assert everywhere(site, under["incident_id"]) == []
    assert {tuple(alert["suppressed_by"]) for alert in site.all("/v1/alerts/active")} == {()}


def test_a_window_that_is_opened_after_the_incident_counts_as_well_and_ends_by_hand(site: Site, clock: Clockwork):
    other = an_alert("b2", labels={"service": "db", "alertname": "DiskFull", "zone": "b"})
    site.tell(a_group(an_alert("b1", labels={"service": "db", "zone": "a"}), other))
    (incident,) = site.incidents()
    assert everywhere(site, incident["incident_id"]) == []
    silence = maintenance(site, clock, "db", matchers=['service="db"', 'zone="a"'])
    (told,) = everywhere(site, incident["incident_id"])
    assert (told["alerts"], told["alerts_firing"]) == (1, 2)
    site.command("POST", f"/v1/silences/{silence}/expire", {"reason": "done"})
    assert everywhere(site, incident["incident_id"]) == []


def test_of_the_past_it_is_not_known_who_was_told(site: Site, clock: Clockwork):
    maintenance(site, clock, "past")
    site.tell(a_group(an_alert("c1", labels={"service": "past"})))
    recorded = site.get("/v1/incidents")["as_of"]["at"]
    then = site.get("/v1/incidents", as_of=recorded)
    assert [each["suppressed_by"] for each in then["items"]] == [None]
