"""Files of other systems over HTTP, decided by the writer: planned first, done once, and people's edits kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from shared.kernel.ids import runbook_id_for, schedule_id_for, service_id_for, slo_id_for
from tests.support.api import ADA, Api
from tests.support.importing import ask_import, counts, lines, sample
from tests.support.writing_gate import deciding_api

#: What the sample files of each kind come to on an empty installation.
EXPECTED = {
    "backstage": {"create": 5, "skip": 2},
    "openslo": {"create": 2, "skip": 1},
    "sloth": {"create": 4, "skip": 1},
    "pyrra": {"create": 5, "skip": 1},
    "runbooks": {"create": 1, "skip": 1},
    "postmortems": {"create": 1},
    "ical": {"create": 1, "skip": 1},
    "knowledge": {"create": 6, "skip": 1},
}


@pytest.fixture
def api(database_url: str) -> Iterator[Api]:
    with deciding_api(database_url) as api:
        yield api


def facts(api: Api) -> int:
    with psycopg.connect(api.database_url) as connection:
        (count,) = connection.execute("SELECT count(*) FROM domain.fact").fetchone()  # type: ignore[misc]
    return count


@pytest.mark.parametrize("kind", EXPECTED)
def test_first_the_plan_then_the_deed_then_nothing(api: Api, kind: str):
    key = api.key(ADA, "admin")
    planned = ask_import(api, key, kind)
    assert (counts(planned), facts(api), planned["dry_run"]) == (EXPECTED[kind], 0, True)
    done = ask_import(api, key, kind, dry_run=False)
    assert done["lines"] == planned["lines"]
    written = facts(api)
    assert written == EXPECTED[kind]["create"]
    again = ask_import(api, key, kind, dry_run=False)
    skipped = {"skip": EXPECTED[kind]["skip"]} if "skip" in EXPECTED[kind] else {}
    assert counts(again) == {"same": written, **skipped}
    assert facts(api) == written


def test_a_service_is_there_with_all_that_its_entity_says(api: Api):
    key = api.key(ADA, "admin")
    ask_import(api, key, "backstage", source="github.com/acme/catalog", dry_run=False)
    shown = api.ask("GET", f"/v1/services/{service_id_for(ADA, 'checkout')}", key=key).json
    definition = shown["definition"]
    assert shown["slug"] == "checkout"
    assert shown["origin"].startswith("backstage:github.com/acme/catalog/checkout.yaml#")
    assert (definition["tier"], definition["owner_team"], definition["members"]) == (
        "critical",
        "payments",
        ["ana", "ben"],
    )
    assert definition["on_call"] == {"provider": "pagerduty", "reference": "PABC123"}
    [signal] = definition["signals"]
    assert (signal["title"], signal["kind"], signal["expression"][:40]) == (
        "errors",
        "errors",
        'sum(rate(http_requests_total{job="checko',
    )
    assert definition["dependencies"] == [
        str(service_id_for(ADA, slug)) for slug in ("resource:default/orders-db", "ledger", "system:default/shop")
    ]


def test_what_people_edit_stays_until_somebody_takes_it_over(api: Api):
    key = api.key(ADA, "admin")
    (first, org) = sample("backstage")
    ask_import(api, key, "backstage", dry_run=False)
    path = f"/v1/services/{service_id_for(ADA, 'checkout')}"
    definition = api.ask("GET", path, key=key).json["definition"] | {"lifecycle": "deprecated", "dependencies": []}
    assert api.ask("PUT", path, key=key, body={"definition": definition}).status_code == 200
    changed = [{**first, "text": first["text"].replace("Takes the money", "Takes all the money")}, org]
    report = ask_import(api, key, "backstage", changed, dry_run=False)
    (conflict,) = lines(report, "conflict")
    assert (conflict["slug"], conflict["code"]) == ("checkout", "import.edited_here")
    assert conflict["fields"] == ["description", "lifecycle", "dependencies"]
    assert api.ask("GET", path, key=key).json["definition"] == definition
    assert counts(ask_import(api, key, "backstage", changed, dry_run=False, take_over=True))["change"] == 1
    taken = api.ask("GET", path, key=key).json["definition"]
    assert (taken["description"], taken["lifecycle"]) == ("Takes all the money.", "production")
    assert "conflict" not in counts(ask_import(api, key, "backstage", changed))
    later = [{**first, "text": first["text"].replace("Takes the money", "Takes no money")}, org]
    assert counts(ask_import(api, key, "backstage", later, dry_run=False))["change"] == 1


def test_links_that_people_make_are_no_edit_and_stay(api: Api):
    key = api.key(ADA, "admin")
    (first, org) = sample("backstage")
    ask_import(api, key, "backstage", dry_run=False)
    ask_import(api, key, "runbooks", dry_run=False)
    slug = "resource:default/orders-db"
    path, runbook = f"/v1/services/{service_id_for(ADA, slug)}", str(runbook_id_for(ADA, "db/failover"))
    definition = api.ask("GET", path, key=key).json["definition"] | {"runbook_ids": [runbook]}
    assert api.ask("PUT", path, key=key, body={"definition": definition}).status_code == 200
    changed = [{**first, "text": first["text"].replace("type: database", "type: database\n  lifecycle: old")}, org]
    report = ask_import(api, key, "backstage", changed, dry_run=False)
    assert [(line["slug"], line["fields"]) for line in lines(report, "change")] == [(slug, ["lifecycle"])]
    assert api.ask("GET", path, key=key).json["definition"]["runbook_ids"] == [runbook]


def test_two_sources_that_claim_one_service_conflict_and_the_first_stays(api: Api):
    key = api.key(ADA, "admin")
    document = {"path": "a.yaml", "text": sample("backstage")[0]["text"]}
    ask_import(api, key, "backstage", [document], source="one", dry_run=False)
    other = {"path": "a.yaml", "text": document["text"].replace("Takes the money.", "Mine.")}
    report = ask_import(api, key, "backstage", [other], source="two", dry_run=False)
    (conflict,) = lines(report, "conflict")
    assert (conflict["slug"], conflict["code"]) == ("checkout", "import.claimed")
    assert conflict["detail"].startswith("it belongs to backstage:one/a.yaml;")


def test_what_a_person_has_made_is_theirs(api: Api):
    key = api.key(ADA, "admin")
    body = {"slug": "checkout", "definition": {"name": "Our checkout"}}
    assert api.ask("POST", "/v1/services", key=key, body=body).status_code == 201
    (conflict,) = lines(ask_import(api, key, "backstage", dry_run=False), "conflict")
    assert (conflict["slug"], conflict["code"]) == ("checkout", "import.ours")


def test_what_was_deleted_here_is_not_brought_back_by_itself(api: Api):
    key = api.key(ADA, "admin")
    ask_import(api, key, "backstage", dry_run=False)
    path = f"/v1/services/{service_id_for(ADA, 'checkout')}"
    assert api.ask("DELETE", path, key=key).status_code == 200
    (conflict,) = lines(ask_import(api, key, "backstage", dry_run=False), "conflict")
    assert conflict["code"] == "import.deleted_here"
    assert counts(ask_import(api, key, "backstage", dry_run=False, take_over=True))["change"] == 1
    assert api.ask("GET", path, key=key).json["deleted"] is False


def test_what_vanished_is_told_and_stays(api: Api):
    key = api.key(ADA, "admin")
    (first, org) = sample("backstage")
    ask_import(api, key, "backstage", source="github.com/acme/catalog", dry_run=False)
    shorter = [{**first, "text": first["text"].rsplit("---", 1)[0]}, org]
    report = ask_import(api, key, "backstage", shorter, source="github.com/acme/catalog", dry_run=False)
    assert [(line["slug"], line["path"]) for line in lines(report, "gone")] == [("billing", "checkout.yaml")]
    whole = ask_import(api, key, "backstage", [org], source="github.com/acme/catalog", whole=True)
    assert counts(whole)["gone"] == 5
    assert "gone" not in counts(ask_import(api, key, "backstage", [org], source="github.com/acme/catalog"))
    assert "gone" not in counts(ask_import(api, key, "backstage", [org], source="elsewhere", whole=True))


def test_rule_files_attach_alerts_to_runbooks_and_the_runbooks_keep_them(api: Api):
    key = api.key(ADA, "admin")
    ask_import(api, key, "runbooks", dry_run=False)
    report = ask_import(api, key, "prometheus-rules", dry_run=False)
    assert counts(report) == {"change": 1, "skip": 3}
    (change,) = lines(report, "change")
    assert (change["slug"], change["detail"]) == ("db/failover", "for OrdersDbDown, OrdersDbLag")
    shown = api.ask("GET", f"/v1/runbooks/{runbook_id_for(ADA, 'db/failover')}", key=key).json
    assert shown["definition"]["trigger_conditions"] == ['alertname=~"OrdersDbDown|OrdersDbLag"']
    assert shown["definition"]["urls"] == [
        "https://runbooks.example.com/db/failover",
        "https://github.com/acme/runbooks/blob/main/db/failover.md#steps",
    ]
    before = facts(api)
    assert counts(ask_import(api, key, "prometheus-rules", dry_run=False)) == {"same": 1, "skip": 3}
    assert counts(ask_import(api, key, "runbooks", dry_run=False)) == {"same": 1, "skip": 1}
    assert facts(api) == before
    edited = [{**each, "text": each["text"].replace("The wiki", "The new wiki")} for each in sample("runbooks")]
    (change,) = lines(ask_import(api, key, "runbooks", edited, dry_run=False), "change")
    assert change["fields"] == ["markdown"]


def test_an_objective_points_at_its_service_and_a_schedule_says_who_is_on_call(api: Api):
    key = api.key(ADA, "admin")
    ask_import(api, key, "openslo", dry_run=False)
    slo = api.ask("GET", f"/v1/slos/{slo_id_for(ADA, 'checkout-availability')}", key=key).json
    assert slo["definition"]["service_id"] == str(service_id_for(ADA, "checkout"))
    assert (slo["definition"]["target"], slo["definition"]["window"]["days"]) == (99.9, 28)
    ask_import(api, key, "ical", dry_run=False)
    schedule = api.ask("GET", f"/v1/on-call-schedules/{schedule_id_for(ADA, 'payments-primary')}", key=key)
    assert schedule.json["definition"]["zone"] == "Europe/Berlin"
    # A catalog that writes the service down takes it from a file that only knows of it.
    assert {line["slug"] for line in lines(ask_import(api, key, "backstage"), "change")} == {"checkout"}


def test_a_postmortem_finds_its_incident_and_stays_a_draft(api: Api):
    key = api.key(ADA, "admin")
    incident = api.incident(ADA, number=42)
    report = ask_import(api, key, "postmortems", dry_run=False)
    assert lines(report, "create")[0]["notes"] == [
        "it is a draft here, whatever it was: publishing is for a person",
        "1 lines of the timeline have no time that can be read; they are in the text only",
        "refers to checkout, which the catalog does not have",
    ]
    (found,) = api.ask("GET", f"/v1/incidents/{incident}/postmortems", key=key).json["items"]
    assert found["status"] == "draft"


def test_a_refusal_of_the_writer_costs_itself_only(api: Api):
    key = api.key(ADA, "admin")
    documents = [
        {"path": "bad.md", "text": "---\nalerts: ['x=~\"(?=a)a\"']\n---\n# Bad\n"},
        {"path": "good.md", "text": "# Good\n"},
    ]
    report = ask_import(api, key, "runbooks", documents, dry_run=False)
    assert counts(report) == {"create": 1, "skip": 1}
    assert (lines(report, "skip")[0]["path"], lines(report, "skip")[0]["code"]) == ("bad.md", "trigger.invalid")


def test_only_an_administrator_imports_and_only_what_is_within_bounds(api: Api):
    body: dict[str, Any] = {"kind": "runbooks", "documents": [{"path": "a.md", "text": "# A"}]}
    for role in ("viewer", "responder", "approver", "integration", "agent"):
        assert api.ask("POST", "/v1/imports", key=api.key(ADA, role), body=body).status_code == 403
    key = api.key(ADA, "admin")
    twice = {**body, "documents": body["documents"] * 2}
    refused = api.ask("POST", "/v1/imports", key=key, body=twice)
    assert (refused.status_code, refused.json["code"]) == (422, "import.path-twice")
    large = {"path": "b.md", "text": "x" * 999_999}
    several = {**body, "documents": [{**large, "path": f"{number}.md"} for number in range(8)]}
    assert api.ask("POST", "/v1/imports", key=key, body=several).status_code == 200
    too_large = {**body, "documents": [{**large, "path": f"{number}.md"} for number in range(9)]}
    assert api.ask("POST", "/v1/imports", key=key, body=too_large).status_code == 413
    assert api.ask("POST", "/v1/incidents", key=key, body=several).status_code == 413
    outside: list[dict[str, Any]] = [{"documents": []}, {"kind": "csv"}, {"documents": [{"path": "a\n", "text": ""}]}]
    for wrong in outside:
        assert api.ask("POST", "/v1/imports", key=key, body={**body, **wrong}).status_code == 422


def test_the_runbook_of_the_manual_is_read_as_the_manual_says(api: Api):
    manual = (Path(__file__).parents[2] / "docs" / "importing.md").read_text("utf-8")
    text = manual.split("```markdown\n")[1].split("\n```")[0].replace("~~~", "```")
    key = api.key(ADA, "admin")
    report = ask_import(api, key, "runbooks", [{"path": "db/failover.md", "text": text}], dry_run=False)
    assert counts(report) == {"create": 1}
    shown = api.ask("GET", f"/v1/runbooks/{runbook_id_for(ADA, 'db/failover')}", key=key).json["definition"]
    assert (shown["trigger_conditions"], shown["automation_level"]) == (['alertname="OrdersDbDown"'], "assisted")
    (step,) = shown["steps"]
    assert (step["kind"], step["risk"], step["verify"]) == ("command", "high", "the primary is there")
    assert step["arguments"] == {"command": "kubectl -n {{ labels.namespace }} get pods"}
