"""What real senders do with the times of an alert, from the webhook to what a person is shown."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.support.clockwork import Clockwork
from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert, resolved


def test_a_start_that_moves_earlier_is_one_episode_and_its_incident_resolves(site: Site, clock: Clockwork):
    alert = an_alert("a100000000000001", startsAt=_ago(clock, 40))
    site.tell(a_group(alert))
    clock.move(minutes=5)
    site.tell(a_group(alert | {"startsAt": _ago(clock, 60)}))
    (incident,) = site.incidents()
    assert (incident["alert_count"], incident["alerts_firing"]) == (1, 1)
    assert site.alerts()["a100000000000001"]["starts_at"] == _ago(clock, 60)
    clock.move(minutes=5)
    site.tell(a_group(resolved(alert | {"startsAt": _ago(clock, 65)}, _ago(clock, 1))))
    shown = site.alerts()["a100000000000001"]
    assert (shown["status"], shown["episode"], shown["ends_at"]) == ("resolved", 1, _ago(clock, 1))
    assert _resolves_after_its_hold_down(site, clock) == "resolved"
    assert [kind for kind in _kinds(site) if kind.startswith("alert_")] == [
        "alert_fired",
        "alert_changed",
        "alert_resolved",
    ]


def test_the_resolve_of_a_refire_that_was_never_heard_ends_the_alert_that_is_open(site: Site, clock: Clockwork):
    alert = an_alert("f800000000000001", startsAt=_ago(clock, 30))
    site.tell(a_group(alert))
    clock.move(minutes=20)
    site.tell(a_group(resolved(alert | {"startsAt": _ago(clock, 10)}, _ago(clock, 5))))
    shown = site.alerts()["f800000000000001"]
    assert (shown["status"], shown["episode"], shown["incident_id"]) == (
        "resolved",
        1,
        site.incidents()[0]["incident_id"],
    )
    assert "alert_resolved" in _kinds(site)
    assert _resolves_after_its_hold_down(site, clock) == "resolved"


def test_the_recovery_of_an_argo_cd_application_is_in_the_timeline_of_its_incident(site: Site, clock: Clockwork):
    site.tell(an_application("Degraded", _ago(clock, 10)), kind="argocd")
    assert [incident["alerts_firing"] for incident in site.incidents()] == [1]
    clock.move(minutes=4)
    site.tell(an_application("Healthy", _ago(clock, 1)), kind="argocd")
    (alert,) = site.alerts().values()
    assert (alert["status"], alert["episode"], alert["ends_at"]) == ("resolved", 1, _ago(clock, 1))
    assert "alert_resolved" in _kinds(site)
    assert [incident["alerts_firing"] for incident in site.incidents()] == [0]
    assert _resolves_after_its_hold_down(site, clock) == "resolved"


def test_a_sender_whose_clock_is_months_ahead_blocks_nothing_and_measures_nothing_negative(
    site: Site, clock: Clockwork
):
    ahead = an_alert("b100000000000001", startsAt=_text(clock.now + timedelta(days=150)))
    site.tell(a_group(ahead))
    heard_at = clock.now
    shown = site.alert("b100000000000001")
    assert datetime.fromisoformat(shown["starts_at"]) == heard_at
    assert datetime.fromisoformat(shown["claimed_starts_at"]) == heard_at + timedelta(days=150)
    clock.move(minutes=30)
    over = resolved(an_alert("b100000000000001", startsAt=_ago(clock, 29)), _ago(clock, 1))
    site.tell(a_group(over))
    assert site.statuses() == {"b100000000000001": "resolved"}
    assert _resolves_after_its_hold_down(site, clock) == "resolved"
    clock.move(minutes=40)
    site.tell(a_group(an_alert("b100000000000001", startsAt=_ago(clock, 1))))
    assert site.statuses() == {"b100000000000001": "firing"}
    window = {"declared_from": _ago(clock, 24 * 60), "declared_to": _text(clock.now + timedelta(days=1))}
    (every, *_) = site.get("/v1/metrics/mttr", **window)["rows"]
    assert (every["mttd"]["count"], every["mttd"]["mean"], every["mttd"]["left_out"]) == (1, 0, 0)


def test_a_late_retry_is_seen_by_people_and_the_sender_that_insists_is_believed(site: Site, clock: Clockwork):
    alert = an_alert("c100000000000001", startsAt=_ago(clock, 30))
    site.tell(a_group(alert))
    clock.move(minutes=10)
    site.tell(a_group(resolved(alert, _ago(clock, 1))))
    clock.move(seconds=20)
    (late,) = site.tell(a_group(alert))["message_ids"]
    assert (site.outcome(late)["status"], site.outcome(late)["problem"]["code"]) == ("ignored", "stale")
    shown = site.alert("c100000000000001")
    assert (shown["status"], shown["ignored_sightings"]) == ("resolved", 1)
    assert datetime.fromisoformat(shown["last_ignored_at"]) == clock.now
    assert "alert_sighting_ignored" in _kinds(site)
    clock.move(seconds=61)
    site.tell(a_group(alert))
    assert site.statuses() == {"c100000000000001": "firing"}
    assert [(each["status"], each["alerts_firing"]) for each in site.incidents()] == [("open", 1)]


def test_an_incident_resolved_by_hand_says_that_its_alert_still_fires_and_reopens_by_rule(site: Site, clock: Clockwork):
    rule = {
        "name": "critical ones come back",
        "priority": 1,
        "group_by": ["service"],
        "reopen_when_still_firing_after_s": 3_600,
    }
    answer = site.world.api(
        site.tenant, "PUT", f"/v1/correlation-rules/{uuid4()}", {"definition": rule}, Idempotency_Key="rule-1"
    )
    assert answer.status_code < 300, answer.text
    site.world.settle()
    alert = an_alert("d100000000000001", startsAt=_ago(clock, 5))
    site.tell(a_group(alert))
    clock.move(minutes=1)
    incident_id = site.incidents()[0]["incident_id"]
    answer = site.world.api(
        site.tenant, "POST", f"/v1/incidents/{incident_id}/resolve", {"summary": "gone"}, Idempotency_Key="resolve-1"
    )
    assert answer.status_code < 300, answer.text
    site.world.settle()
    clock.move(minutes=30)
    site.tell(a_group(alert))
    assert [(each["status"], each["alerts_firing"]) for each in site.incidents()] == [("resolved", 1)]
    told = site.get(f"/v1/incidents/{incident_id}/timeline")["incident"]
    assert (told["status"], told["alerts_firing"]) == ("resolved", 1)
    clock.move(minutes=40)
    site.tick()
    (incident,) = site.incidents()
    assert (incident["status"], incident["reopened"], incident["alerts_firing"]) == ("investigating", 1, 1)
    reasons = [entry["text"] for entry in _entries(site) if entry["kind"] == "status_changed"]
    assert "still fires" in reasons[-1]


def an_application(health: str, since: str) -> dict[str, Any]:
    return {
        "version": "sre.argocd.v1",
        "condition": "health",
        "argocdUrl": "https://argo.example",
        "name": "solo",
        "namespace": "argocd",
        "uid": "81111111-2222-3333-4444-555555555555",
        "project": "shop",
        "sources": [],
        "destination": {"server": "https://kubernetes.default.svc", "namespace": "solo"},
        "reconciledAt": since,
        "sync": {"status": "Synced", "revision": "aaa"},
        "health": {"status": health, "message": "", "lastTransitionTime": since},
        "conditions": [],
        "operation": {},
    }


def _resolves_after_its_hold_down(site: Site, clock: Clockwork) -> str:
    """The database's clock has not moved: deadlines set after a move are that much further away."""
    clock.move(hours=1)
    site.tick()
    (incident,) = site.incidents()
    status: str = incident["status"]
    return status


def _entries(site: Site) -> list[dict[str, Any]]:
    """Of the newest incident's timeline."""
    incident_id = site.incidents()[-1]["incident_id"]
    entries: list[dict[str, Any]] = site.get(f"/v1/incidents/{incident_id}/timeline", limit=100)["entries"]["items"]
    return entries


def _kinds(site: Site) -> list[str]:
    return [entry["kind"] for entry in _entries(site)]


def _ago(clock: Clockwork, minutes: float) -> str:
    return _text(clock.now - timedelta(minutes=minutes))


def _text(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
