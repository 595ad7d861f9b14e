"""On every transport alike: a webhook becomes an incident that a person sees, and its resolve is shown."""

from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert, resolved


def test_an_alert_opens_an_incident_that_a_person_works_on_and_its_resolve_is_shown(site: Site):
    alert = an_alert("5afe000000000001")
    site.tell(a_group(alert))
    (incident,) = site.incidents()
    assert (incident["status"], incident["severity"], incident["alert_count"]) == ("open", "critical", 1)
    assert site.statuses() == {"5afe000000000001": "firing"}
    answer = site.world.api(site.tenant, "POST", f"/v1/incidents/{incident['incident_id']}/acknowledge", {})
    assert answer.status_code == 200, answer.text
    site.world.settle()
    assert site.incidents()[0]["acknowledged_at"] is not None
    site.tell(a_group(resolved(alert)))
    assert site.statuses() == {"5afe000000000001": "resolved"}
    assert site.incidents()[0]["status"] == "acknowledged"
