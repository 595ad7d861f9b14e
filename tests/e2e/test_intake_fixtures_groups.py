"""Intake conformance fixtures, from the webhook to what a person sees: who an alert is, and what a group tells."""

import json
import time
import tracemalloc

from tests.support.clockwork import Clockwork
from tests.support.intake import recorded
from tests.support.patience import at_this_load
from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert, resolved

GROUPED = recorded("alertmanager/grouped_firing.json")
PARTIALLY_RESOLVED = recorded("alertmanager/partially_resolved.json")
ONE, TWO, THREE = (alert["fingerprint"] for alert in GROUPED["alerts"])
_LIMIT_S, _MEMORY_LIMIT = 60.0, 256 * 1024 * 1024


def test_fixture_01_the_same_post_twice_is_one_fact_per_alert(site: Site, clock: Clockwork):
    first = site.tell(GROUPED)
    clock.move(seconds=15)
    second = site.tell(GROUPED)
    assert first["message_ids"] == second["message_ids"]
    assert [fact["fingerprint"] for fact in site.facts("alert-ingested")] == [ONE, TWO, THREE]
    (incident,) = site.incidents()
    assert incident["alert_count"] == 3


def test_fixture_03_of_a_mixed_group_under_firing_exactly_one_alert_resolves(site: Site):
    site.tell(GROUPED)
    assert PARTIALLY_RESOLVED["status"] == "firing"
    site.tell(PARTIALLY_RESOLVED)
    assert site.statuses() == {ONE: "firing", TWO: "resolved", THREE: "firing"}
    (group,) = site.all("/v1/alerts/groups")
    assert (group["firing"], group["resolved"], group["stale"]) == (2, 1, 0)
    assert [incident["status"] for incident in site.incidents()] == ["open"]


def test_fixture_04_truncated_alerts_become_a_request_to_reconcile_and_nothing_is_resolved(site: Site):
    site.tell(GROUPED)
    site.tell(GROUPED | {"alerts": GROUPED["alerts"][:1], "truncatedAlerts": 7})
    asked = "SELECT source_name, reason, group_key, truncated FROM intake.reconcile_request WHERE tenant_id = %s"
    assert site.world.rows(asked, site.tenant.id) == [("alertmanager", "truncated", GROUPED["groupKey"], 7)]
    site.tick()
    assert site.statuses() == {ONE: "firing", TWO: "firing", THREE: "firing"}
    assert [incident["status"] for incident in site.incidents()] == ["open"]


def test_fixture_10_under_a_group_key_changed_by_a_routing_edit_the_members_keep_their_identity(site: Site):
    site.tell(GROUPED)
    before = site.alerts()
    site.tell(GROUPED | {"groupKey": '{}/{team="payments"}:{service="checkout"}'})
    assert {alert["alert_id"] for alert in site.alerts().values()} == {alert["alert_id"] for alert in before.values()}
    assert len(site.facts("alert-ingested")) == 3
    rerouted = [resolved(alert) for alert in GROUPED["alerts"]]
    site.tell(GROUPED | {"groupKey": '{}/{team="payments"}:{service="checkout"}', "alerts": rerouted})
    assert site.statuses() == {ONE: "resolved", TWO: "resolved", THREE: "resolved"}
    assert len(site.incidents()) == 1


def test_fixture_11_two_tenants_with_the_same_fingerprint_do_not_cross(site: Site, other_site: Site):
    site.tell(GROUPED)
    other_site.tell(GROUPED)
    other_site.tell(GROUPED | {"alerts": [resolved(alert) for alert in GROUPED["alerts"]]})
    assert site.statuses() == {ONE: "firing", TWO: "firing", THREE: "firing"}
    assert other_site.statuses() == {ONE: "resolved", TWO: "resolved", THREE: "resolved"}
    mine, theirs = site.alerts(), other_site.alerts()
    assert not {each["alert_id"] for each in mine.values()} & {each["alert_id"] for each in theirs.values()}
    (my_incident,), (their_incident,) = site.incidents(), other_site.incidents()
    assert my_incident["incident_id"] != their_incident["incident_id"]
    assert my_incident["number"] == their_incident["number"] == 1


def test_fixture_14_five_hundred_alerts_in_one_post_stay_in_the_functions_limits_and_all_arrive(site: Site):
    """The limits of a function: a minute, and 256 MiB, of which the intake of one webhook gets what it allocates."""
    fingerprints = [f"14{number:014x}" for number in range(500)]
    labels = {"service": "storm"}
    alerts = [an_alert(each, labels=labels | {"pod": each, "note": "x" * 500}) for each in fingerprints]
    body = json.dumps(a_group(*alerts)).encode()
    tracemalloc.start()
    began = time.monotonic()
    try:
        answer = site.post(body)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (answer.status_code, answer.json["accepted"]) == (202, 500)
    assert time.monotonic() - began < at_this_load(_LIMIT_S)
    assert peak < _MEMORY_LIMIT
    site.world.settle()
    assert sorted(fact["fingerprint"] for fact in site.facts("alert-ingested")) == fingerprints
    assert sorted(site.alerts()) == fingerprints
    (incident,) = site.incidents()
    assert incident["alert_count"] == 500
