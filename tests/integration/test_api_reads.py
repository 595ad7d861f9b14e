"""Reads over HTTP: state by id, bounded lists, outcomes, and the projections' answers in the declared form."""

from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from psycopg.types.json import Jsonb

from shared.adapters.postgres.connection import connect_pool
from tests.support.api import ADA, BOB, Api
from tests.support.postgres import only_row

MESSAGE = UUID("00000000-0000-4000-8000-000000000001")
FACT = UUID("00000000-0000-4000-8000-000000000002")


@pytest.fixture
def api(database_url: str) -> Iterator[Api]:
    with connect_pool(database_url, role="sre_query", application="api-test") as pool:
        yield Api(database_url, pool)


def test_an_incident_is_shown_as_declared_with_its_version_and_where_it_may_go(api: Api):
    incident = api.incident(ADA, number=42, status="mitigating", version=6)
    answer = api.ask("GET", f"/v1/incidents/{incident}", key=api.key(ADA, "viewer"))
    assert answer.status_code == 200
    assert answer.headers["ETag"] == '"6"'
    shown = answer.json
    assert (shown["incident_id"], shown["number"], shown["version"]) == (str(incident), 42, 6)
    assert (shown["status"], shown["allowed_transitions"]) == ("mitigating", ["investigating", "resolved"])
    assert "never_declared" not in shown


def test_an_alert_is_shown_as_declared(api: Api):
    alert = api.alert(ADA, "f1")
    answer = api.ask("GET", f"/v1/alerts/{alert}", key=api.key(ADA, "viewer"))
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"1"')
    assert (answer.json["alert_id"], answer.json["fingerprint"], answer.json["status"]) == (str(alert), "f1", "firing")


def test_open_incidents_are_listed_newest_first_page_by_page_and_the_others_are_not(api: Api):
    for number in range(1, 8):
        api.incident(ADA, number=number, status={3: "resolved", 5: "closed"}.get(number, "open"))
    key, numbers, path = api.key(ADA, "viewer"), [], "/v1/incidents/open?limit=2"
    cursor = ""
    for _ in range(3):
        page = api.ask("GET", path + cursor, key=key).json
        numbers.append([item["number"] for item in page["items"]])
        cursor = f"&cursor={page['next_cursor']}"
    assert (numbers, page["next_cursor"]) == ([[7, 6], [4, 2], [1]], None)
    assert api.ask("GET", "/v1/incidents/open?limit=201", key=key).status_code == 422
    assert api.ask("GET", "/v1/incidents/open?cursor=x", key=key).status_code == 422


def test_what_became_of_a_message_can_be_looked_up_with_its_position(api: Api):
    incident = api.incident(ADA)
    record = {
        "status": "accepted",
        "aggregate_type": "incident",
        "aggregate_id": str(incident),
        "aggregate_version": 1,
        "fact_ids": [str(FACT)],
    }
    with psycopg.connect(api.database_url) as connection:
        stored = connection.execute(
            "INSERT INTO domain.fact"
            " (tenant_id, aggregate_type, aggregate_id, version, fact_id, type, lane, event, hash)"
            " VALUES (%s, 'incident', %s, 1, %s, 't', 0, '{}', '') RETURNING position",
            (ADA, incident, FACT),
        )
        (position,) = only_row(stored)
        connection.execute("INSERT INTO domain.inbox VALUES (%s, %s, '', %s)", (ADA, MESSAGE, Jsonb(record)))
    answer = api.ask("GET", f"/v1/messages/{MESSAGE}/outcome", key=api.key(ADA, "integration"))
    assert answer.json == {
        "message_id": str(MESSAGE),
        "status": "accepted",
        "version": 1,
        "fact_ids": [str(FACT)],
        "position": position,
        "problem": None,
    }
    assert api.ask("GET", f"/v1/messages/{MESSAGE}/outcome", key=api.key(BOB, "admin")).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/v1/incidents",
        "/v1/incidents?statuses=open&statuses=resolved&severities=critical&text=check&sort=severity",
        "/v1/alerts/active",
        "/v1/alerts/groups?open_only=false",
        "/v1/alerts?labels=team=payments&labels=env=a=b&statuses=firing&starts_from=2026-03-01T00:00:00Z",
    ],
)
def test_a_query_over_an_empty_view_is_an_empty_page_that_says_how_fresh_it_is(api: Api, path: str):
    answer = api.ask("GET", path, key=api.key(ADA, "viewer"))
    assert (answer.status_code, answer.json) == (
        200,
        {"items": [], "next_cursor": None, "as_of": {"position": 0, "at": None, "stale": False}},
    )


def test_metrics_of_nothing_are_counts_of_zero(api: Api):
    path = "/v1/metrics/mttr?declared_from=2026-01-01T00:00:00Z&declared_to=2026-02-01T00:00:00Z"
    answer = api.ask("GET", path, key=api.key(ADA, "viewer"))
    assert (answer.status_code, answer.json["excluded_open"]) == (200, 0)


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("statuses=lost", 422, "request.invalid"),
        ("limit=0", 422, "request.invalid"),
        ("limit=1&limit=2", 400, "query.repeated"),
        ("nonsense=1", 422, "request.invalid"),
        ("tenant_id=x", 422, "request.invalid"),
        ("declared_from=2026-01-01T00:00:00", 422, "request.invalid"),
        ("declared_from=0001-01-01T00:00:00%2B14:00", 422, "request.invalid"),
        ("text=a%00b", 422, "query.unstorable-text"),
        ("cursor=made-up", 422, "query.invalid"),
        ("min_position=99999999999999999999", 422, "request.invalid"),
    ],
)
def test_a_query_that_cannot_be_one_is_refused_with_its_reason(api: Api, query: str, status: int, code: str):
    answer = api.ask("GET", f"/v1/incidents?{query}", key=api.key(ADA, "viewer"))
    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_bodies_that_nobody_could_read_are_listed_newest_first_with_their_beginning(api: Api):
    with psycopg.connect(api.database_url) as connection:
        for minute in range(3):
            connection.execute(
                "INSERT INTO intake.quarantine (tenant_id, quarantine_id, source_name, received_at, last_received_at,"
                " reason, content_type, body, size)"
                " VALUES (%s, gen_random_uuid(), 'prod', %s, %s, 'not JSON', 'x', %s, 9)",
                (
                    ADA,
                    f"2026-03-01T12:0{minute}:00.000001Z",
                    "2026-03-01T13:00:00Z",
                    b"%d\xff\x00" % minute + b"x" * 5_000,
                ),
            )
    key, seen, cursor = api.key(ADA, "responder"), [], ""
    for _ in range(3):
        page = api.ask("GET", f"/v1/quarantine?limit=1{cursor}", key=key).json
        seen += [item["excerpt"][:3] for item in page["items"]]
        cursor = f"&cursor={page['next_cursor']}"
    assert (seen, page["next_cursor"]) == (["2\ufffd\x00", "1\ufffd\x00", "0\ufffd\x00"], None)
    assert len(page["items"][0]["excerpt"]) == 1_000
    assert api.ask("GET", "/v1/quarantine?status=redriven", key=key).json["items"] == []
    assert api.ask("GET", "/v1/quarantine", key=api.key(BOB, "admin")).json["items"] == []
