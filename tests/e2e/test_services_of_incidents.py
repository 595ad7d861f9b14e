"""Catalog and incident meet, from the webhook to what a person finds by the service."""

from tests.support.site import Site
from tests.support.webhooks import a_group, an_alert, resolved

BY_NAME = an_alert("a1", labels={"service": "ledger"})
BY_SELECTOR = an_alert("a2", labels={"service": "", "namespace": "ledger-prod", "deployment": "api"})
SELECTORS = [{"namespace": "ledger-prod"}]


def service(site: Site, slug: str = "ledger", **definition) -> str:
    given = {"name": slug.title(), "resource_selectors": SELECTORS} | definition
    return site.command("POST", "/v1/services", {"slug": slug, "definition": given})["aggregate_id"]


def found(site: Site, **asked) -> list[tuple[int, list[str]]]:
    items = site.all("/v1/incidents", **asked)
    return [(item["number"], [each["name"] for each in item["services"]]) for item in items[::-1]]


def test_alerts_that_name_a_service_and_alerts_that_its_selector_matches_make_its_incidents(site: Site):
    ledger = service(site)
    for alert in (BY_NAME, BY_SELECTOR, an_alert("a3")):
        site.tell(a_group(alert))
    assert found(site, service_id=ledger) == [(1, ["Ledger"]), (2, ["Ledger"])]
    assert found(site)[2] == (3, [])
    shown = [site.get(f"/v1/incidents/{item['incident_id']}") for item in site.incidents()]
    assert [[each["slug"] for each in incident["services"]] for incident in shown] == [["ledger"], ["ledger"], []]
    told = [
        entry["text"]
        for incident in shown
        for entry in site.get(f"/v1/incidents/{incident['incident_id']}/timeline")["entries"]["items"]
        if entry["kind"] == "services_linked"
    ]
    assert told == [
        "ledger: service=ledger of alert Errors names it",
        "ledger: its selector (namespace: ledger-prod) matches alert Errors",
    ]


def test_a_service_that_comes_after_its_open_incidents_has_them_too(site: Site):
    site.tell(a_group(BY_NAME, BY_SELECTOR))
    ledger = service(site)
    assert found(site, service_id=ledger) == [(1, ["Ledger"]), (2, ["Ledger"])]
    site.command("PUT", f"/v1/services/{ledger}", {"definition": {"name": "General ledger"}})
    assert found(site, service_id=ledger) == [(1, ["General ledger"]), (2, ["General ledger"])]
    assert len(site.facts("services-linked-to-incident")) == 2


def test_a_selector_that_is_added_later_brings_the_open_incidents_that_it_matches(site: Site):
    ledger = service(site, resource_selectors=[])
    site.tell(a_group(BY_SELECTOR))
    assert found(site, service_id=ledger) == []
    site.command("PUT", f"/v1/services/{ledger}", {"definition": {"name": "Ledger", "resource_selectors": SELECTORS}})
    assert found(site, service_id=ledger) == [(1, ["Ledger"])]


def test_the_most_specific_selector_decides_also_among_what_comes_later(site: Site):
    everything = service(site, "platform", resource_selectors=[{"namespace": "*-prod"}])
    site.tell(a_group(BY_SELECTOR))
    assert found(site, service_id=everything) == [(1, ["Platform"])]
    vague = service(site, "vague", resource_selectors=[{"namespace": "*"}])
    exact = service(site, "exact", resource_selectors=[{"kind": "Deployment", "name": "api"}])
    assert found(site, service_id=vague) == []
    assert found(site, service_id=exact) == [(1, ["Platform", "Exact"])]


def test_a_service_is_called_by_its_name_in_whatever_case_and_an_exporter_is_not_what_is_ill(site: Site):
    ledger = service(site, "svc-042", name="Ledger API", resource_selectors=SELECTORS)
    exporter = service(site, "kube-state-metrics", resource_selectors=[])
    site.tell(a_group(an_alert("b1", labels={"service": "", "service_name": "ledger api"})))
    scraped = {"service": "kube-state-metrics", "namespace": "ledger-prod", "deployment": "api"}
    site.tell(a_group(an_alert("b2", labels=scraped)))
    site.tell(a_group(an_alert("b3", labels={"service": "kube-state-metrics", "namespace": "other"})))
    assert found(site, service_id=ledger) == [(1, ["Ledger API"]), (2, ["Ledger API"])]
    assert found(site, service_id=exporter) == [(3, ["Kube-State-Metrics"])]


def test_what_people_open_by_hand_is_of_the_services_that_its_resources_are_of_unless_they_name_one(site: Site):
    ledger, search = service(site), service(site, "search", resource_selectors=[])
    resource = {"kind": "Deployment", "name": "api", "namespace": "ledger-prod"}
    opened = {"title": "slow", "severity": "high", "affected_resources": [resource]}
    site.command("POST", "/v1/incidents", opened)
    site.command("POST", "/v1/incidents", opened | {"service_ids": [search]})
    assert found(site, service_id=ledger) == [(1, ["Ledger"])]
    assert found(site, service_id=search) == [(2, ["Search"])]


def test_an_incident_that_takes_another_over_takes_its_services(site: Site):
    ledger = service(site)
    site.command("POST", "/v1/incidents", {"title": "one", "severity": "high"})
    site.command("POST", "/v1/incidents", {"title": "two", "severity": "high", "service_ids": [ledger]})
    one, two = site.incidents()
    merge = {"merged_ids": [two["incident_id"]], "reason": "r"}
    site.command("POST", f"/v1/incidents/{one['incident_id']}/merge", merge)
    assert found(site, service_id=ledger) == [(1, ["Ledger"]), (2, ["Ledger"])]


def test_how_long_it_took_is_told_of_one_service(site: Site):
    ledger = service(site)
    site.tell(a_group(BY_NAME, an_alert("c2")))
    for incident in site.incidents():
        site.command("POST", f"/v1/incidents/{incident['incident_id']}/resolve", {"summary": "done"})
    year = {"declared_from": "2020-01-01T00:00:00Z", "declared_to": "2100-01-01T00:00:00Z"}
    asked: tuple[dict[str, str], ...] = ({}, {"service_id": ledger}, {"service_id": "Ledger"})
    counts = [site.get("/v1/metrics/mttr", **year, **more)["rows"][0]["mttr"]["count"] for more in asked]
    assert counts == [2, 1, 1]


def test_who_is_on_call_is_found_by_the_label_that_names_a_service_where_no_selector_matches(site: Site):
    pager = {"provider": "pagerduty", "reference": "PABC123"}
    service(site, resource_selectors=SELECTORS, on_call=pager)
    service(site, "platform", resource_selectors=[{"namespace": "shared"}])
    found = site.get("/v1/on-call", labels=["service=Ledger"])
    assert (found["service"]["slug"], found["told"]["who"]) == ("ledger", "pagerduty PABC123")
    texts = [step["text"] for step in found["trail"]]
    assert texts[:2] == ["No selector of any service matches.", "Its label service=Ledger names ledger."]
    assert found["trail"][0]["matched"] == []
    by_selector = site.get("/v1/on-call", labels=["service=ledger"], namespace="shared")
    assert by_selector["service"]["slug"] == "platform"


def test_what_is_closed_stays_as_it_was(site: Site):
    site.tell(a_group(BY_NAME))
    site.tell(a_group(resolved(BY_NAME)))
    (incident,) = site.incidents()
    path = f"/v1/incidents/{incident['incident_id']}"
    site.command("POST", f"{path}/resolve", {"summary": "done"})
    site.command("POST", f"{path}/close", {"waive_postmortem": "a drill"})
    service(site)
    assert (found(site), site.facts("services-linked-to-incident")) == ([(1, [])], [])
