"""The service catalog's queries over HTTP: what the writer decided, projected, and found again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from shared.bootstrap.rebuild import rebuild
from shared.kernel.ids import runbook_id_for, schedule_id_for, service_id_for
from tests.support.api import ADA, BOB, Api
from tests.support.writing_gate import deciding_api

LEDGER, CHECKOUT = service_id_for(ADA, "ledger"), service_id_for(ADA, "checkout")
RUNBOOK, SCHEDULE = runbook_id_for(ADA, "restart"), schedule_id_for(ADA, "payments")
PLAN = {
    "name": "Payments",
    "zone": "Europe/Berlin",
    "layers": [{"name": "weekly", "members": ["ana", "ben"], "first_handoff": "2026-03-02T09:00:00"}],
}
CATALOG = (
    ("/v1/on-call-schedules", {"slug": "payments", "definition": PLAN}),
    ("/v1/runbooks", {"slug": "restart", "definition": {"title": "Restart", "steps": [{"id": "a", "title": "A"}]}}),
    ("/v1/services", {"slug": "ledger", "definition": {"name": "Ledger", "owner_team": "Books"}}),
    (
        "/v1/services",
        {
            "slug": "checkout",
            "definition": {
                "name": "Checkout",
                "tier": "critical",
                "owner_team": "payments",
                "on_call": {"provider": "own", "schedule_id": str(SCHEDULE)},
                "dependencies": [str(LEDGER)],
                "runbook_ids": [str(RUNBOOK)],
                "resource_selectors": [{"namespace": "shop", "name": "checkout-*"}, {"matchers": ['app="checkout"']}],
                "tags": ["shop"],
            },
        },
    ),
)


@pytest.fixture
def api(database_url: str) -> Iterator[Api]:
    with deciding_api(database_url) as api:
        key = api.key(ADA, "responder")
        for path, body in CATALOG:
            answer = api.ask("POST", path, key=key, body=body)
            assert answer.status_code == 201, answer.json
        rebuild(database_url, "service_catalog")
        yield api


def asked(api: Api, path: str, tenant=ADA, **parameters: Any) -> Any:
    answer = api.ask("GET", f"{path}?{urlencode(parameters, doseq=True)}", key=api.key(tenant, "viewer"))
    assert answer.status_code == 200, answer.json
    return answer.json


def slugs(page: Any) -> list[str]:
    return [item["slug"] for item in page["items"]]


def test_services_are_found_by_words_owner_and_runbook(api: Api):
    assert slugs(asked(api, "/v1/services/search", text="chekout", tiers=["critical"], tags="shop")) == ["checkout"]
    assert slugs(asked(api, "/v1/services/search")) == ["checkout", "ledger"]
    (hit,) = asked(api, "/v1/services/search", text="check")["items"]
    assert (hit["matched_in"], hit["snippet"]) == (["slug", "name"], [{"text": "Checkout", "hit": True}])
    assert slugs(asked(api, "/v1/services/by-owner", owner="books")) == ["ledger"]
    assert slugs(asked(api, "/v1/services/by-owner", owner="pay", prefix="true")) == ["checkout"]
    assert slugs(asked(api, f"/v1/runbooks/{RUNBOOK}/services")) == ["checkout"]


def test_the_graph_shows_both_sides_of_a_dependency(api: Api):
    graph = asked(api, f"/v1/services/{LEDGER}/dependencies", direction="downstream", depth=10)

    assert [(node["slug"], node["tier"], node["distance"]) for node in graph["nodes"]] == [
        ("ledger", "standard", 0),
        ("checkout", "critical", 1),
    ]
    assert graph["edges"] == [{"service_id": str(CHECKOUT), "depends_on": str(LEDGER), "kind": "depends_on"}]
    assert (graph["cycles"], graph["truncated"]) == ([], False)
    for depth in (0, 11):
        answer = api.ask("GET", f"/v1/services/{LEDGER}/dependencies?depth={depth}", key=api.key(ADA, "viewer"))
        assert (answer.status_code, answer.json["code"]) == (422, "request.invalid")


def test_who_is_on_call_for_a_resource_at_an_instant_with_the_way_to_it(api: Api):
    resource = {"kind": "Deployment", "namespace": "shop", "name": "checkout-api"}

    found = asked(api, "/v1/on-call", **resource, at="2026-03-30T06:59:00Z")
    later = asked(api, "/v1/on-call", **resource, at="2026-03-30T09:00:00+02:00")

    assert found["told"] == {"kind": "on_call", "who": "ben"}
    assert (found["person"], found["by"], found["next_person"]) == ("ben", "weekly", "ana")
    assert datetime.fromisoformat(found["until"]) == datetime(2026, 3, 30, 7, tzinfo=UTC)
    assert (found["service"]["slug"], found["schedule"]["reference"]) == ("checkout", "payments")
    assert [step["step"] for step in found["trail"]] == ["selectors", "service", "schedule", "on_call"]
    assert found["trail"][0]["matched"] == [
        {
            "service_id": str(CHECKOUT),
            "slug": "checkout",
            "ordinal": 0,
            "selector": {"namespace": "shop", "name": "checkout-*"},
        }
    ]
    assert found["as_of"]["position"] > 0
    assert later["told"] == {"kind": "on_call", "who": "ana"}


def test_labels_of_an_alert_lead_to_whoever_took_the_shift_now(api: Api):
    now = datetime.now(UTC)
    shift = {
        "person": "cora",
        "starts_at": (now - timedelta(hours=1)).isoformat(),
        "ends_at": (now + timedelta(hours=1)).isoformat(),
    }
    path = f"/v1/on-call-schedules/{SCHEDULE}/overrides"
    assert api.ask("POST", path, key=api.key(ADA, "responder"), body=shift).status_code == 200

    found = asked(api, "/v1/on-call", labels=["app=checkout", "note=a=b"])

    assert (found["told"], found["by"]) == ({"kind": "on_call", "who": "cora"}, "override")
    assert found["resource"]["labels"] == {"app": "checkout", "note": "a=b"}


def test_nobody_is_an_answer(api: Api):
    for parameters in ({}, {"namespace": "nowhere"}, {"labels": "app=other"}):
        found = asked(api, "/v1/on-call", **parameters)
        assert (found["told"], found["service"]) == ({"kind": "nobody", "who": None}, None)


def test_another_tenant_finds_none_of_it(api: Api):
    assert asked(api, "/v1/services/search", BOB, text="checkout")["items"] == []
    assert asked(api, "/v1/services/by-owner", BOB, prefix="true")["items"] == []
    assert asked(api, "/v1/on-call", BOB, labels="app=checkout")["told"] == {"kind": "nobody", "who": None}
    for path in (f"/v1/services/{CHECKOUT}/dependencies", f"/v1/runbooks/{RUNBOOK}/services"):
        assert api.ask("GET", path, key=api.key(BOB, "admin")).status_code == 404


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("at=2026-03-30T09:00:00", "request.invalid"),
        ("at=1969-12-31T23:59:59Z", "request.invalid"),
        ("labels=no-equals-sign", "request.invalid"),
        ("name=", "request.invalid"),
        ("name=a%00b", "query.unstorable-text"),
        ("labels=app=%00", "query.unstorable-text"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_reason(api: Api, query: str, code: str):
    answer = api.ask("GET", f"/v1/on-call?{query}", key=api.key(ADA, "viewer"))
    assert (answer.status_code, answer.json["code"]) == (422, code)
