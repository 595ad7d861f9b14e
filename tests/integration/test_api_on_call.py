"""On-call schedules over HTTP, decided by the writer: planned, overridden, and answered as of now."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.kernel.ids import schedule_id_for
from tests.support.api import ADA, BOB, Api
from tests.support.writing_gate import deciding_api

#: When the tests were collected, which may be hours before one of them runs.
NOW = datetime.now(UTC)
PLAN: dict[str, Any] = {
    "name": "Payments",
    "zone": "UTC",
    "layers": [{"name": "daily", "members": ["ana"], "unit": "days", "first_handoff": "2026-01-01T00:00:00"}],
    "fallback": "lead",
}
BODY = {"slug": "payments", "definition": PLAN}


@pytest.fixture
def api(database_url: str) -> Iterator[Api]:
    with deciding_api(database_url) as api:
        yield api


def planned(api: Api, key: str, body=BODY) -> str:
    answer = api.ask("POST", "/v1/on-call-schedules", key=key, body=body)
    assert answer.status_code == 201, answer.json
    return answer.headers["Location"]


def test_a_schedule_is_its_slug_and_says_who_is_on_call(api: Api):
    key = api.key(ADA, "responder")
    one = planned(api, key)
    assert one == f"/v1/on-call-schedules/{schedule_id_for(ADA, 'payments')}"
    shown = api.ask("GET", one, key=key).json
    assert shown["on_call_now"] == {
        "person": "ana",
        "by": "daily",
        "until": None,
        "next_person": None,
        "next_starts_at": None,
        "fallback": "lead",
    }
    assert [slot["person"] for slot in shown["plan"]] == ["ana"]
    assert shown["gaps"] == []


def test_a_shift_is_taken_and_given_back(api: Api):
    key = api.key(ADA, "responder")
    one = planned(api, key)
    shift = {
        "person": "ben",
        "starts_at": (NOW - timedelta(hours=1)).isoformat(),
        "ends_at": (NOW + timedelta(days=1)).isoformat(),
    }
    assert api.ask("POST", f"{one}/overrides", key=key, body=shift).status_code == 200
    taken = api.ask("GET", one, key=key).json
    assert (taken["on_call_now"]["person"], taken["on_call_now"]["by"]) == ("ben", "override")
    assert (taken["on_call_now"]["next_person"], len(taken["plan"])) == ("ana", 2)
    (override,) = taken["overrides"]
    assert api.ask("DELETE", f"{one}/overrides/{override['override_id']}", key=key).json["status"] == "accepted"
    assert api.ask("GET", one, key=key).json["on_call_now"]["person"] == "ana"
    again = api.ask("DELETE", f"{one}/overrides/{override['override_id']}", key=key).json
    assert (again["status"], again["reason"]) == ("ignored", "no_such_override")


def test_nobody_on_call_is_an_answer_and_the_gap_is_shown(api: Api):
    key = api.key(ADA, "responder")
    ended = {**PLAN, "layers": [{**PLAN["layers"][0], "ends_at": (NOW + timedelta(days=1)).isoformat()}]}
    one = planned(api, key, {"slug": "ended", "definition": ended})
    shown = api.ask("GET", f"{one}?days=7", key=key).json
    (gap,) = shown["gaps"]
    assert datetime.fromisoformat(gap["starts_at"]) == NOW + timedelta(days=1)
    assert (gap["person"], shown["on_call_now"]["person"]) == (None, "ana")


def test_schedules_are_listed_and_found_by_slug(api: Api):
    key = api.key(ADA, "viewer")
    writer = api.key(ADA, "responder")
    for slug in ("payments", "search"):
        planned(api, writer, {**BODY, "slug": slug})
    assert {item["slug"] for item in api.ask("GET", "/v1/on-call-schedules", key=key).json["items"]} == {
        "payments",
        "search",
    }
    (found,) = api.ask("GET", "/v1/on-call-schedules?slug=search", key=key).json["items"]
    assert (found["slug"], found["on_call_now"]["person"]) == ("search", "ana")


def test_another_tenants_schedule_is_not_there(api: Api):
    one = planned(api, api.key(ADA, "responder"))
    bob = api.key(BOB, "responder")
    assert api.ask("GET", one, key=bob).status_code == 404
    assert api.ask("PUT", one, key=bob, body={"definition": PLAN}).status_code == 404
    assert api.ask("GET", "/v1/on-call-schedules?slug=payments", key=bob).json["items"] == []


def test_a_plan_that_cannot_be_read_is_refused_with_its_reason(api: Api):
    body = {**BODY, "definition": {**PLAN, "zone": "Nowhere/Atall"}}
    answer = api.ask("POST", "/v1/on-call-schedules", key=api.key(ADA, "responder"), body=body)
    assert (answer.status_code, answer.json["code"]) == (409, "on_call_schedule.unknown_zone")
