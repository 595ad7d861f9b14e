"""What an administrator of a tenant does beside the log of facts, over the API: done by admins, recorded, and never to
what is another tenant's.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from local.prepare import subscribe
from shared.adapters.postgres.connection import connect_pool
from shared.kernel.wire import INTENTS_TOPIC
from tests.support import postgres
from tests.support.api import ADA, BOB, NOON, Api
from tests.support.intake import recorded


@pytest.fixture(scope="module")
def api(postgres_server: str) -> Iterator[Api]:
    with ExitStack() as stack:
        url = stack.enter_context(postgres.fresh_database(postgres_server))
        subscribe(url)
        yield Api(url, stack.enter_context(connect_pool(url, role="sre_query", application="api-test")))


@pytest.fixture(scope="module")
def admin(api: Api) -> str:
    return api.key(ADA, "admin")


def _died(api: Api, tenant=ADA) -> str:
    with psycopg.connect(api.database_url) as connection:
        row = connection.execute(
            "INSERT INTO transport.dead_letter"
            " (tenant_id, subscription, topic, ordering_key, attributes, data, attempts, reason)"
            " VALUES (%s, 'domain_writer', %s, 'k', '{}', %s, 5, 'ValueError') RETURNING dead_letter_id::text",
            (tenant, INTENTS_TOPIC, b'{"a": "\xff' + b"z" * 2_000),
        ).fetchone()
    assert row
    return str(row[0])


def _unread(api: Api, tenant=ADA) -> str:
    with psycopg.connect(api.database_url) as connection:
        row = connection.execute(
            "INSERT INTO domain.poison (tenant_id, body, reason, body_hash) VALUES (%s, '{}', 'no such type', %s)"
            " RETURNING poison_id::text",
            (tenant, uuid4().bytes),
        ).fetchone()
    assert row
    return str(row[0])


def _quarantined(api: Api, body: bytes, tenant=ADA) -> str:
    entry_id = uuid4()
    with psycopg.connect(api.database_url) as connection:
        connection.execute(
            "INSERT INTO access.source (tenant_id, name, kind, token_hash) VALUES (%s, 'prod', 'alertmanager', %s)"
            " ON CONFLICT (tenant_id, name) DO NOTHING",
            (tenant, uuid4().bytes),
        )
        connection.execute(
            "INSERT INTO intake.quarantine"
            " (tenant_id, quarantine_id, source_name, received_at, last_received_at, reason, content_type, body, size)"
            " VALUES (%s, %s, 'prod', %s, %s, 'not JSON', 'application/json', %s, %s)",
            (tenant, entry_id, NOON, NOON, body, len(body)),
        )
    return str(entry_id)


def _entries(api: Api, key: str, kind: str) -> dict[str, dict[str, Any]]:
    answer = api.ask("GET", f"/v1/dead-letters?kind={kind}&limit=100", key=key)
    assert answer.status_code == 200, answer.text
    return {each["entry_id"]: each for each in answer.json["items"]}


def _asked(api: Api, key: str, what: str, **body):
    return api.ask("POST", f"/v1/dead-letters/{what}", key=key, body=body)


def _audit(api: Api, key: str) -> list[tuple[str, str, str]]:
    items = api.ask("GET", "/v1/audit-entries?limit=100", key=key).json["items"]
    return [(each["actor"], each["action"], each["subject"]) for each in items]


def test_a_dead_letter_says_where_it_died_and_goes_back_into_that_queue(api: Api, admin: str):
    entry = _died(api)
    shown = _entries(api, admin, "dead-letter")[entry]
    assert (shown["stage"], shown["reason"], shown["attempts"], shown["size"]) == (
        "domain_writer",
        "ValueError",
        5,
        2008,
    )
    assert shown["excerpt"].startswith('{"a": "\ufffdz')

    answer = _asked(api, admin, "redrive", kind="dead-letter", entry_ids=[entry])

    assert answer.json == {"kind": "dead-letter", "settled": 1, "still_waiting": 0}
    assert entry not in _entries(api, admin, "dead-letter")
    with psycopg.connect(api.database_url) as connection:
        queued = connection.execute(
            "SELECT subscription FROM transport.delivery WHERE tenant_id = %s", (ADA,)
        ).fetchall()
    assert ("domain_writer",) in queued
    assert _audit(api, admin)[0] == ("human:admin-key", "redrive", f"dead-letter {entry}")


def test_an_unreadable_message_is_published_again_and_waits_no_more(api: Api, admin: str):
    entry = _unread(api)
    assert _entries(api, admin, "poison")[entry]["excerpt"] == "{}"
    assert _asked(api, admin, "redrive", kind="poison", entry_ids=[entry]).json["settled"] == 1
    assert entry not in _entries(api, admin, "poison")


def test_a_body_that_can_be_read_now_is_settled_and_another_waits_on(api: Api, admin: str):
    mended = _quarantined(api, json.dumps(recorded("alertmanager/grouped_firing.json")).encode())
    hopeless = _quarantined(api, b"\xff")
    answer = _asked(api, admin, "redrive", kind="quarantine", entry_ids=[mended, hopeless])
    assert answer.json == {"kind": "quarantine", "settled": 1, "still_waiting": 1}
    left = _entries(api, admin, "quarantine")
    assert (mended in left, left[hopeless]["attempts"]) == (False, 1)


def test_what_is_let_go_is_gone_and_the_reason_is_kept(api: Api, admin: str):
    entry = _quarantined(api, b"\xfe")
    answer = _asked(api, admin, "discard", kind="quarantine", entry_ids=[entry], reason="A test of ours")
    assert (answer.status_code, answer.json["settled"]) == (200, 1)
    assert entry not in _entries(api, admin, "quarantine")
    assert _audit(api, admin)[0][1:] == ("discard", f"quarantine {entry}: A test of ours")
    assert _asked(api, admin, "discard", kind="parked", entry_ids=[entry], reason="r").status_code == 422


@pytest.mark.parametrize("what", ["redrive", "discard"])
def test_what_is_another_tenants_is_not_there_and_nothing_is_done_to_what_is_beside_it(api: Api, admin: str, what: str):
    mine = {"dead-letter": _died(api), "poison": _unread(api), "quarantine": _quarantined(api, b"\xfd")}
    theirs = {
        "dead-letter": _died(api, BOB),
        "poison": _unread(api, BOB),
        "quarantine": _quarantined(api, b"\xfd", BOB),
    }
    before = len(_audit(api, admin))
    reason = {"reason": "r"} if what == "discard" else {}
    for kind, entry in theirs.items():
        assert entry not in _entries(api, admin, kind)
        answer = _asked(api, admin, what, kind=kind, entry_ids=[mine[kind], entry], **reason)
        assert (kind, answer.status_code, answer.json["code"]) == (kind, 404, "not_found")
        assert mine[kind] in _entries(api, admin, kind)
    assert len(_audit(api, admin)) == before


def test_a_list_goes_on_where_its_page_ended(api: Api, admin: str):
    wanted = {_died(api) for _ in range(3)}
    found, cursor = set(), ""
    while True:
        page = api.ask("GET", f"/v1/dead-letters?kind=dead-letter&limit=1{cursor}", key=admin).json
        found |= {each["entry_id"] for each in page["items"]}
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert wanted <= found


def test_nobody_can_alter_what_was_recorded(api: Api, admin: str):
    _asked(api, admin, "redrive", kind="dead-letter", entry_ids=[_died(api)])
    with connect_pool(api.database_url, role="sre_tenant_admin", application="test") as pool:
        for statement in ("DELETE FROM access.audit_entry", "UPDATE access.audit_entry SET actor = 'human:eve'"):
            with pool.connection() as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
