"""Which rules there are, and why an alert has no incident, from the webhook to what a person sees."""

import pytest

from shared.kernel.ids import derive
from shared.processes.alert_correlation.rules import DEFAULT_RULES
from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("transport_name", ["postgres"], indirect=True)]

PAYMENTS = f"/v1/correlation-rules/{derive('payments')}"
NAMES = [rule.definition.name for rule in DEFAULT_RULES]


def rules(site: Site):
    return [(rule["definition"]["name"], rule["default"], rule["definition"]["enabled"]) for rule in listed(site)]


def listed(site: Site):
    return site.all("/v1/correlation-rules")


def own_rule(site: Site, **definition):
    site.command("PUT", PAYMENTS, {"definition": {"name": "payments", "group_by": ["team"]} | definition})


def turn_off(site: Site, rule) -> None:
    definition = rule["definition"] | {"enabled": False}
    site.command("PUT", f"/v1/correlation-rules/{rule['rule_id']}", {"definition": definition})


def test_after_one_own_rule_the_alert_that_it_does_not_take_still_opens_an_incident(site: Site):
    """K0: an own rule with team="payments", an alert without a team."""
    own_rule(site, matchers=['team="payments"'])
    site.tell(a_group(an_alert("a1"), an_alert("a2", labels={"team": "payments"})))
    assert sorted(incident["alert_count"] for incident in site.incidents()) == [1, 1]
    by_default, by_ours = site.alert("a1")["belonging"], site.alert("a2")["belonging"]
    assert (by_default["why"], by_default["rule"]["name"], by_default["rule"]["default"]) == ("held", NAMES[0], True)
    assert (by_ours["rule"]["name"], by_ours["rule"]["default"]) == ("payments", False)
    assert by_default["text"] == f"Rule {NAMES[0]} put it into INC-1."
    assert site.get("/v1/alerts/active/count")["without_incident"] == 0


def test_rules_are_listed_as_they_are_tried_a_page_at_a_time_the_default_ones_last(site: Site):
    assert rules(site) == [(name, True, True) for name in NAMES]
    own_rule(site, priority=10_000)
    first = site.get("/v1/correlation-rules", limit=2)
    rest = site.get("/v1/correlation-rules", limit=50, cursor=first["next_cursor"])
    names = [rule["definition"]["name"] for rule in (*first["items"], *rest["items"])]
    assert (names, rest["next_cursor"]) == (["payments", *NAMES], None)
    default = site.get(f"/v1/correlation-rules/{DEFAULT_RULES[0].rule_id}")
    assert (default["default"], default["version"], default["updated_at"]) == (True, 0, None)


def test_a_default_rule_can_be_turned_off_in_sight_and_on_again_and_cannot_be_changed(site: Site):
    for rule in listed(site):
        turn_off(site, rule)
    assert rules(site) == [(name, True, False) for name in NAMES]
    site.tell(a_group(an_alert("b1")))
    assert site.incidents() == []
    why = site.alert("b1")["belonging"]
    assert (why["incident_id"], why["rule"], why["why"]) == (None, None, "no_rule")

    site.command("DELETE", f"/v1/correlation-rules/{DEFAULT_RULES[0].rule_id}")
    assert rules(site)[0] == (NAMES[0], True, True)
    site.tell(a_group(an_alert("b2")))
    assert len(site.incidents()) == 1

    changed = {"definition": {"name": "mine", "group_by": ["pod"]}}
    refused = site.world.api(site.tenant, "PUT", f"/v1/correlation-rules/{DEFAULT_RULES[1].rule_id}", changed)
    assert (refused.status_code, refused.json["code"]) == (422, "correlation_rule.default")


def test_an_alert_that_no_incident_holds_is_counted_found_and_explained(site: Site):
    own_rule(site, matchers=['service=~"service-c.*"'], minimum_severity="critical", group_by=["service"])
    low = an_alert("c1", labels={"severity": "warning"})
    site.tell(a_group(low, an_alert("c2"), an_alert("c3", labels={"severity": "warning"})))
    assert site.get("/v1/alerts/active/count") | {"as_of": None} == {
        "firing": 3,
        "without_incident": 2,
        "all_counted": True,
        "as_of": None,
    }
    for path in ("/v1/alerts/active", "/v1/alerts"):
        found = site.all(path, without_incident="true")
        assert {alert["fingerprint"] for alert in found} == {"c1", "c3"}
    assert {a["fingerprint"] for a in site.all("/v1/alerts", without_incident="true", text="service c1")} == {"c1"}
    why = site.alert("c1")["belonging"]
    assert (why["why"], why["rule"]["name"]) == ("below_minimum_severity", "payments")
    assert why["text"] == "Rule payments takes it, but opens incidents from severity critical up, and this is medium."


def test_an_alert_that_a_person_took_out_of_its_incident_says_so(site: Site):
    site.tell(a_group(an_alert("d1")))
    (incident,) = site.incidents()
    alert = site.alert("d1")
    body = {"incident_id": incident["incident_id"], "reason": "another cluster"}
    site.command("POST", f"/v1/alerts/{alert['alert_id']}/uncorrelate", body)
    why = site.alert("d1")["belonging"]
    assert (why["incident_id"], why["why"]) == (None, "taken_out")
    assert [a["fingerprint"] for a in site.all("/v1/alerts/active", without_incident="true")] == ["d1"]
    assert site.all("/v1/alerts/active", without_incident="true", as_of=incident["declared_at"]) == []
