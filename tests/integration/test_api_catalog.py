"""The catalog over HTTP, decided by the writer: runbooks, budgets, fleets, services, postmortems, the closing gate."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.measuring import PostgresMeasuring
from shared.kernel.ids import IncidentId, postmortem_id_for, runbook_id_for, service_id_for, slo_id_for
from shared.ports.measuring import Measured
from tests.support.api import ADA, Api
from tests.support.writing_gate import deciding_api

STEP = {"id": "look", "title": "Look"}
OBJECTIVE = {
    "name": "Checkout",
    "target": 99,
    "indicator": {"kind": "counts", "good_query": "good", "total_query": "total"},
}


@pytest.fixture
def api(database_url: str) -> Iterator[Api]:
    with deciding_api(database_url) as api:
        yield api


@pytest.fixture
def now() -> datetime:
    """Of this test: the server's clock goes on while others run."""
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def key(api: Api) -> str:
    return api.key(ADA, "admin")


def made(api: Api, key: str, path: str, body: Any) -> str:
    answer = api.ask("POST", path, key=key, body=body)
    assert answer.status_code == 201, answer.json
    return answer.headers["Location"]


def test_a_runbook_is_run_as_it_was_and_ended_by_hand(api: Api, key: str):
    definition = {"title": "Checkout", "steps": [STEP], "approval_required": False}
    one = made(api, key, "/v1/runbooks", {"slug": "checkout", "definition": definition})
    assert one == f"/v1/runbooks/{runbook_id_for(ADA, 'checkout')}"
    assert api.ask("POST", f"{one}/executions", key=key, body={"runbook_version": 1}).status_code == 200
    changed = {"definition": {**definition, "title": "Checkout 2"}}
    assert api.ask("PUT", one, key=key, body=changed).json["version"] == 3
    shown = api.ask("GET", one, key=key).json
    (execution,) = shown["open_executions"]
    assert (shown["runbook_version"], execution["runbook_version"], execution["steps"][0]["id"]) == (2, 1, "look")
    done = {"execution_id": execution["execution_id"], "outcome": "succeeded"}
    done["steps"] = [{"step_id": "look", "status": "succeeded"}]
    assert api.ask("POST", f"{one}/executions/complete", key=key, body=done).json["status"] == "accepted"
    shown = api.ask("GET", one, key=key).json
    assert (shown["open_executions"], shown["finished"][0]["outcome"]) == ([], "succeeded")


def test_an_objective_shows_what_is_left_and_how_fast_it_goes(api: Api, key: str, now: datetime):
    one = made(api, key, "/v1/slos", {"slug": "checkout", "definition": OBJECTIVE})
    assert one == f"/v1/slos/{slo_id_for(ADA, 'checkout')}"
    first, window = (
        {"window_start": (until - timedelta(minutes=5)).isoformat(), "window_end": until.isoformat()}
        for until in (now - timedelta(minutes=60), now)
    )
    api.ask("POST", f"{one}/windows", key=key, body={**first, "good": 0, "total": 0})
    told = api.ask("POST", f"{one}/windows", key=key, body={**window, "good": 850, "total": 1_000})
    assert len(told.json["fact_ids"]) == 2
    shown = api.ask("GET", one, key=key).json
    assert shown["budget"] == {"good": 850, "total": 1_000, "allowed_bad": 10.0, "consumed": 15.0}
    assert shown["exhausted"]
    assert [(burn["condition"]["severity"], burn["long_rate"], burn["holds"]) for burn in shown["burn"]] == [
        ("page", 15.0, True),
        ("page", 15.0, False),
        ("ticket", 15.0, False),
        ("ticket", 15.0, False),
    ], "the other look-backs are not full yet"
    assert datetime.fromisoformat(shown["data_until"]) == now
    assert len(shown["gaps"]) == 2
    (listed,) = api.ask("GET", "/v1/slos?slug=checkout", key=key).json["items"]
    assert listed["budget"] == shown["budget"]
    assert (shown["measuring"], listed["measuring"]) == (None, None)


def test_an_objective_shows_how_counting_it_stands(api: Api, key: str, now: datetime):
    one = made(api, key, "/v1/slos", {"slug": "checkout", "definition": OBJECTIVE})
    standing = Measured(
        asks="0" * 64,
        since=now,
        next_try=now + timedelta(minutes=1),
        until=now - timedelta(minutes=5),
        problem="no_series",
        detail="nothing matches",
        problem_since=now,
    )
    with connect_pool(api.database_url, role="sre_slo", application="test", max_size=1) as pool:
        PostgresMeasuring(pool).settle(ADA, {slo_id_for(ADA, "checkout"): standing}, {})
    shown = api.ask("GET", one, key=key).json["measuring"]
    assert (shown["healthy"], shown["problem"], shown["detail"]) == (False, "no_series", "nothing matches")
    told = [datetime.fromisoformat(shown[name]) for name in ("since", "until", "next_try_at")]
    assert told == [now, now - timedelta(minutes=5), now + timedelta(minutes=1)]
    (listed,) = api.ask("GET", "/v1/slos", key=key).json["items"]
    assert listed["measuring"] == shown


def test_a_picture_of_a_fleet_is_believed_for_as_long_as_it_said(api: Api, key: str, now: datetime):
    for cluster, age in (("fresh", 1), ("old", 20)):
        body = {
            "environment": "production",
            "cluster": cluster,
            "counts": {"total": 1, "healthy": 1},
            "observed_at": (now - timedelta(minutes=age)).isoformat(),
        }
        assert api.ask("POST", "/v1/health/fleets", key=key, body=body).status_code == 200
    fleets = api.ask("GET", "/v1/health/fleets?environment=production", key=key).json["items"]
    shown = {fleet["cluster"]: (fleet["health"], fleet["stale"]) for fleet in fleets}
    assert shown == {"fresh": ("healthy", False), "old": ("unknown", True)}
    assert api.ask("GET", "/v1/health/fleets?cluster=fresh", key=key).json["items"][0]["cluster"] == "fresh"


def test_a_health_check_says_since_when_and_when_last_seen(api: Api, key: str, now: datetime):
    body = {"resource": {"kind": "Pod", "name": "a"}, "status": "healthy", "source_name": "probe"}
    for minutes in (10, 5):
        checked = {"checked_at": (now - timedelta(minutes=minutes)).isoformat()}
        told = api.ask("POST", "/v1/health/checks", key=key, body={**body, **checked}).json
    shown = api.ask("GET", f"/v1/health/checks/{told['aggregate_id']}", key=key).json
    assert (shown["status"], shown["version"], shown["source_name"]) == ("healthy", 1, "api/probe")
    assert datetime.fromisoformat(shown["since"]) == now - timedelta(minutes=10)
    assert datetime.fromisoformat(shown["last_seen_at"]) == now - timedelta(minutes=5)


def test_a_deleted_service_is_a_tombstone_that_is_found_by_id(api: Api, key: str):
    one = made(api, key, "/v1/services", {"slug": "checkout", "definition": {"name": "Checkout", "tags": ["shop"]}})
    assert one == f"/v1/services/{service_id_for(ADA, 'checkout')}"
    assert len(api.ask("GET", "/v1/services?tag=shop", key=key).json["items"]) == 1
    assert api.ask("DELETE", one, key=key).status_code == 200
    assert api.ask("GET", "/v1/services?tag=shop", key=key).json["items"] == []
    assert api.ask("GET", one, key=key).json["deleted"]
    assert len(api.ask("GET", "/v1/services?deleted=true", key=key).json["items"]) == 1


def test_a_published_postmortem_opens_the_way_to_closing(api: Api, key: str):
    incident = made(api, key, "/v1/incidents", {"title": "Checkout fails", "severity": "critical"})
    incident_id = incident.removeprefix("/v1/incidents/")
    api.ask("POST", f"{incident}/resolve", key=key, body={"summary": "rolled back"})
    refused = api.ask("POST", f"{incident}/close", key=key, body={})
    assert (refused.status_code, refused.json["code"]) == (409, "incident.postmortem_required")
    content = {
        "title": "Checkout failed",
        "impact": {"user_impact": "Orders failed"},
        "root_cause": {"category": "deployment", "description": "A pool of one"},
        "no_action_needed": True,
        "authors": ["ana"],
    }
    one = made(api, key, "/v1/postmortems", {"incident_id": incident_id, "content": content})
    assert one == f"/v1/postmortems/{postmortem_id_for(ADA, IncidentId(UUID(incident_id)))}"
    api.ask("PUT", one, key=key, body={"status": "in_review"})
    early = api.ask("POST", f"{one}/publish", key=key, body={})
    assert (early.status_code, early.json["detail"]) == (409, "it still needs a reviewer who is not an author")
    assert api.ask("PUT", one, key=key, body={"content": {**content, "reviewers": ["ben"]}}).status_code == 200
    assert api.ask("POST", f"{one}/publish", key=key, body={}).status_code == 200
    (listed,) = api.ask("GET", f"{incident}/postmortems", key=key).json["items"]
    assert (listed["status"], listed["missing_for_publishing"]) == ("published", [])
    assert api.ask("POST", f"{incident}/close", key=key, body={}).status_code == 200
