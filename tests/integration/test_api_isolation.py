"""Two tenants never meet, and nobody meets an operation that is not for his role: every route is tried."""

from collections.abc import Iterator
from urllib.parse import urlencode
from uuid import uuid4

import psycopg
import pytest

from shared.adapters.postgres.connection import transaction
from shared.app.operations.catalogue import OPERATIONS
from shared.app.operations.kinds import RESPONDERS
from shared.ports.credentials import Role
from shared.ports.operation import Operation
from tests.support.api import ADA, BOB, Api
from tests.support.places import CHOSEN, FREE, ask, everything_of, places_of, uuid_fields
from tests.support.writing_gate import deciding_api

NOT_FOUND = {
    "type": "urn:ameide:sre:problem:not_found",
    "title": "There is no such thing here",
    "status": 404,
    "code": "not_found",
}


@pytest.fixture
def api(database_url: str) -> Iterator[Api]:
    with deciding_api(database_url) as api:
        yield api


def test_another_tenants_ids_are_404_wherever_they_can_be_put(api: Api):
    """And the answer is byte by byte that for an id that never was."""
    mine, theirs = everything_of(api, ADA), everything_of(api, BOB)
    key, tried = api.key(ADA, "admin"), 0
    for operation in OPERATIONS:
        for place in places_of(operation):
            if (operation.name, place) in FREE:
                continue
            foreign = ask(api, operation, mine, key, {place: theirs})
            never = ask(api, operation, mine, key, {place: {name: uuid4() for name in theirs}})
            assert (operation.name, place, foreign.status_code, foreign.json) == (
                operation.name,
                place,
                404,
                {**NOT_FOUND},
            )
            assert foreign.data == never.data
            tried += 1
    print(f"another tenant's ids were tried in {tried} places")
    assert tried >= 60


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.name)
def test_every_place_for_an_id_is_tried_or_is_the_callers_to_choose(operation: Operation):
    """From the schema, so that a new field cannot be forgotten."""
    named = {place.split("/")[-1] for place in places_of(operation)}
    assert uuid_fields(operation) - named == CHOSEN.get(operation.name, set())


#: The address there is was made by somebody else, and readers end only those that they made.
_ONES_OWN = "RevokeCalendarFeed"
#: Whoever asks has a key and sources, and was told of in the audit.
_ONE_HAS = {"ListApiKeys", "ListSources", "ListAuditEntries"}


def test_lists_and_searches_hold_only_the_callers_tenant(api: Api):
    foreign = everything_of(api, BOB)
    key = api.key(ADA, "admin")
    lists = [o for o in OPERATIONS if o.kind == "query" and not o.path_parameters and not o.streams]
    assert len(lists) >= 17
    for operation in lists:
        needed = {name for name, field in operation.request.model_fields.items() if field.is_required()}
        given = {name: operation.example[name] for name in needed}
        given |= {"weak": "true"} if "weak" in operation.request.model_fields else {}
        answer = api.ask("GET", f"{operation.path}?{urlencode(given, doseq=True)}", key=key)
        items = answer.json.get("items", []) if operation.name != "GetMTTRMetrics" else []
        found = [item for item in items if not item.get("default")]  # the default rules are everybody's
        if operation.name in _ONE_HAS:
            found = []
        assert (operation.name, answer.status_code, found) == (operation.name, 200, [])
        assert not [id_ for id_ in foreign.values() if str(id_) in answer.text]


@pytest.mark.parametrize("role", list(Role))
def test_every_operation_is_open_to_the_roles_it_names_and_closed_to_the_others(api: Api, role: Role):
    mine, key = everything_of(api, ADA), api.key(ADA, role)
    for operation in OPERATIONS:
        answer = ask(api, operation, mine, key)
        forbidden = role not in operation.roles or (operation.name == _ONES_OWN and role not in RESPONDERS)
        assert (operation.name, answer.status_code == 403) == (operation.name, forbidden)
        # What the domain says to this caller is not the question here; that it was asked is.
        assert answer.status_code in ({403} if forbidden else {200, 201, 404, 409}), (operation.name, answer.json)


def test_without_a_key_every_operation_is_401(api: Api):
    mine = everything_of(api, ADA)
    for operation in OPERATIONS:
        answer = ask(api, operation, mine, None)
        assert (answer.status_code, answer.json["code"]) == (401, "identity.unknown")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_forbidden_operation_is_refused_before_its_body_is_looked_at(api: Api):
    answer = api.ask("POST", "/v1/incidents", key=api.key(ADA, "viewer"), body=b"{ not json")
    assert (answer.status_code, answer.json["code"]) == (403, "operation.forbidden")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/v1", 404),
        ("GET", "/v1/incidents/", 404),
        ("GET", "//v1/incidents", 404),
        ("GET", "/v1/incidents/not-an-id", 404),
        ("GET", "/v1/incidents/%00", 404),
        ("POST", "/v1/messages/00000000-0000-4000-8000-000000000001/outcome", 405),
        ("DELETE", "/v1/incidents", 405),
        ("OPTIONS", "/v1/incidents", 405),
    ],
)
def test_what_is_not_in_the_table_does_not_exist(api: Api, method: str, path: str, status: int):
    answer = api.ask(method, path, key=api.key(ADA, "admin"))
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")


def test_the_query_role_sees_one_tenant_in_sql_whatever_it_asks_for(api: Api):
    everything_of(api, BOB)
    everything_of(api, ADA)
    tables = ("domain.aggregate", "domain.inbox", "intake.quarantine", "access.tenant")
    with psycopg.connect(api.database_url) as connection:
        for tenant in (ADA, BOB):
            connection.execute(
                "INSERT INTO intake.quarantine (tenant_id, quarantine_id, source_name, received_at, last_received_at,"
                " reason, content_type, body, size) VALUES (%s, %s, 's', now(), now(), 'r', 'x', '', 0)",
                (tenant, uuid4()),
            )
    for table in tables:
        with transaction(api.pool, ADA) as connection:
            seen = connection.execute(f"SELECT DISTINCT tenant_id FROM {table}").fetchall()
        assert (table, seen) == (table, [(ADA,)])
        with transaction(api.pool) as connection:
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), "no tenant, no rows"
