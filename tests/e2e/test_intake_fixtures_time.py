"""Intake conformance fixtures in which time passes, and the life of an incident that follows from them."""

from datetime import datetime

from tests.support.clockwork import Clockwork
from tests.support.intake import changed, recorded
from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert, resolved

FIRING = recorded("alertmanager/firing.json")
FINGERPRINT = FIRING["alerts"][0]["fingerprint"]
RESOLVED = changed(FIRING, **resolved({}, "2026-11-23T03:30:00Z"))
#: Twice the defaults of repeat and group interval.
STALE_AFTER_S = 2 * (4 * 3600 + 300)


def test_fixture_02_a_repeat_after_four_hours_is_no_fact_but_moves_last_seen(site: Site, clock: Clockwork):
    site.tell(FIRING)
    assert _moment(site.alert(FINGERPRINT)["last_seen_at"]) == clock.now
    clock.move(hours=4)
    site.tell(FIRING)
    assert _moment(site.alert(FINGERPRINT)["last_seen_at"]) == clock.now
    assert len(site.facts("alert-ingested")) == 1
    assert len(site.incidents()) == 1


def test_fixture_05_an_alert_whose_resolve_is_lost_goes_stale_and_the_next_sight_heals_it(site: Site, clock: Clockwork):
    site.tell(FIRING)
    seen = clock.now
    clock.move(seconds=STALE_AFTER_S - 120)
    site.tick()
    assert site.statuses() == {FINGERPRINT: "firing"}
    clock.move(seconds=121)
    site.tick()
    alert = site.alerts()[FINGERPRINT]
    assert (alert["status"], _moment(alert["last_seen_at"])) == ("stale", seen)
    assert site.all("/v1/alerts/active") == []
    asked = "SELECT reason FROM intake.reconcile_request WHERE tenant_id = %s"
    assert site.world.rows(asked, site.tenant.id) == [("stale",)]
    assert [incident["status"] for incident in site.incidents()] == ["open"]
    site.tell(FIRING)
    assert site.statuses() == {FINGERPRINT: "firing"}
    assert [fact["change"] for fact in site.facts("alert-ingested")] == ["new", "healed"]
    assert site.alerts()[FINGERPRINT]["episode"] == 1


def test_fixture_06_a_firing_retry_that_comes_after_its_resolve_is_ignored(site: Site, clock: Clockwork):
    (first,) = site.tell(FIRING)["message_ids"]
    clock.move(seconds=50)
    site.tell(RESOLVED)
    (repeated,) = site.tell(FIRING)["message_ids"]
    assert repeated == first
    clock.move(seconds=20)
    (late,) = site.tell(FIRING)["message_ids"]
    assert late != first
    outcome = site.outcome(late)
    assert (outcome["status"], outcome["problem"]["code"]) == ("ignored", "stale")
    assert site.statuses() == {FINGERPRINT: "resolved"}
    assert [fact["change"] for fact in site.facts("alert-ingested")] == ["new", "resolved"]


def test_fixture_07_a_refire_with_a_new_start_is_a_new_episode_of_the_same_alert(site: Site):
    site.tell(FIRING)
    before = site.alerts()[FINGERPRINT]
    site.tell(RESOLVED)
    site.tell(changed(FIRING, startsAt="2026-11-23T04:00:00Z"))
    after = site.alerts()[FINGERPRINT]
    assert after["alert_id"] == before["alert_id"]
    assert (before["episode"], after["episode"], after["status"]) == (1, 2, "firing")
    assert after["starts_at"].startswith("2026-11-23T04:00:00")
    assert [fact["change"] for fact in site.facts("alert-ingested")] == ["new", "resolved", "refired"]


def test_fixture_08_a_refire_with_an_unchanged_start_still_reopens(site: Site, clock: Clockwork):
    site.tell(FIRING)
    site.tell(RESOLVED)
    clock.move(minutes=5)
    site.tick()
    assert [incident["status"] for incident in site.incidents()] == ["resolved"]
    clock.move(seconds=61)
    site.tell(FIRING)
    alert = site.alerts()[FINGERPRINT]
    assert (alert["status"], alert["episode"]) == ("firing", 2)
    (incident,) = site.incidents()
    assert incident["status"] not in ("resolved", "closed")
    assert incident["reopened"] == 1


def test_fixture_09_an_alert_relabelled_into_another_goes_stale_and_its_successor_is_suggested(
    site: Site, clock: Clockwork
):
    old = an_alert("0900000000000001", labels={"service": "checkout"}, startsAt=_text(clock.now))
    site.tell(a_group(old))
    clock.move(hours=1)
    labels = {"service": "checkout", "replica": "b"}
    site.tell(a_group(an_alert("0900000000000002", labels=labels, startsAt=_text(clock.now))))
    assert site.alerts()["0900000000000001"]["suggested_successor"] is None
    clock.move(seconds=STALE_AFTER_S - 3600 + 1)
    site.tick()
    alerts = site.alerts()
    assert site.statuses() == {"0900000000000001": "stale", "0900000000000002": "firing"}
    assert alerts["0900000000000001"]["suggested_successor"] == alerts["0900000000000002"]["alert_id"]
    assert alerts["0900000000000002"]["suggested_successor"] is None


def test_an_incident_whose_alerts_stay_clear_for_the_hold_down_resolves_by_itself(site: Site, clock: Clockwork):
    site.tell(FIRING)
    site.tell(RESOLVED)
    clock.move(minutes=3)
    site.tick()
    assert [incident["status"] for incident in site.incidents()] == ["open"]
    clock.move(minutes=2)
    site.tick()
    (incident,) = site.incidents()
    assert incident["status"] == "resolved"
    assert incident["resolved_at"] is not None
    assert site.get("/v1/incidents/open")["items"] == []


def test_a_refire_during_the_hold_down_keeps_the_incident_open(site: Site, clock: Clockwork):
    site.tell(FIRING)
    site.tell(RESOLVED)
    clock.move(minutes=3)
    site.tell(changed(FIRING, startsAt="2026-11-23T04:00:00Z"))
    clock.move(minutes=10)
    site.tick()
    (incident,) = site.incidents()
    assert (incident["status"], incident["reopened"]) == ("open", 0)


def test_a_refire_after_the_reopen_window_is_a_new_incident_that_follows_the_old_one(site: Site, clock: Clockwork):
    site.tell(FIRING)
    site.tell(RESOLVED)
    clock.move(minutes=5)
    site.tick()
    clock.move(minutes=32)
    site.tell(changed(FIRING, startsAt="2026-11-23T05:00:00Z"))
    old, new = site.incidents()
    assert (old["status"], new["status"]) == ("resolved", "open")
    assert (old["follows"], new["follows"]) == (None, old["incident_id"])
    assert new["correlation_key"] == old["correlation_key"]
    assert site.alerts()[FINGERPRINT]["incident_id"] == new["incident_id"]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _text(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
