"""The pages of administrators: what they look after, forms that reach the database, and nothing for other roles."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest
from werkzeug.test import TestResponse

from local.prepare import subscribe
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.credentials import PostgresCredentials
from shared.adapters.postgres.source_tally import PostgresSourceTally
from shared.adapters.postgres.sources import PostgresSources
from shared.bootstrap.topology import SUBSCRIPTIONS
from tests.support import postgres
from tests.support.api import ADA, BOB
from tests.support.console import Browser, ConsoleUnderTest


@pytest.fixture(scope="module")
def console(postgres_server: str) -> Iterator[ConsoleUnderTest]:
    with ExitStack() as stack:
        url = stack.enter_context(postgres.fresh_database(postgres_server))
        subscribe(url)
        reading = stack.enter_context(connect_pool(url, role="sre_query", application="console-test", max_size=4))
        keeping = stack.enter_context(connect_pool(url, role="sre_console", application="console-test"))
        yield ConsoleUnderTest(url, reading, keeping)


@pytest.fixture
def admin(console: ConsoleUnderTest) -> Browser:
    return console.signed_in("admin", name="hanna")


def _unread(console: ConsoleUnderTest, reason: str, tenant=ADA) -> str:
    with psycopg.connect(console.database_url) as connection:
        row = connection.execute(
            "INSERT INTO domain.poison (tenant_id, body, reason, body_hash) VALUES (%s, %s, %s, %s)"
            " RETURNING poison_id::text",
            (tenant, "<script>alert(1)</script>\x1b[31m", reason, uuid4().bytes),
        ).fetchone()
    assert row
    return str(row[0])


def _chosen(entry: str, **more: str) -> dict[str, str]:
    return {"kind": "poison", "entry_ids[]": entry, "_back": "/system/dead-letters"} | more


def test_what_was_put_aside_is_driven_again_by_a_form(console: ConsoleUnderTest, admin: Browser):
    entry = _unread(console, "no such type")
    page = admin.get("/system/dead-letters").get_data(as_text=True)
    assert all(words in page for words in ("1 thing waits for a person", "no such type", "&lt;script&gt;alert(1)"))
    assert "<script>alert" not in page

    answer = admin.post("/do/RedriveDeadLetters", _chosen(entry))

    assert (answer.status_code, answer.location) == (303, "/system/dead-letters")
    page = admin.text("/system/dead-letters")
    assert "1 settled." in page
    assert "Nothing was put aside." in page
    assert f"hanna redrive poison {entry}" in admin.text("/system/audit").lower()


def test_letting_go_asks_why_and_the_audit_says_it(console: ConsoleUnderTest, admin: Browser):
    entry = _unread(console, "too old")
    assert admin.post("/do/DiscardDeadLetters", _chosen(entry)).status_code == 422
    assert admin.post("/do/DiscardDeadLetters", _chosen(entry, reason="Of a test")).status_code == 303
    assert "too old" not in admin.text("/system/dead-letters")
    assert f"poison {entry}: Of a test" in admin.text("/system/audit")


def test_what_is_another_tenants_is_neither_shown_nor_driven(console: ConsoleUnderTest, admin: Browser):
    entry = _unread(console, "of somebody else", BOB)
    assert "of somebody else" not in admin.text("/system/dead-letters")
    assert admin.post("/do/RedriveDeadLetters", _chosen(entry)).status_code == 404
    assert admin.post("/do/DiscardDeadLetters", _chosen(entry, reason="r")).status_code == 404
    assert "of somebody else" in console.signed_in("admin", tenant=BOB, name="bob").text("/system/dead-letters")


@pytest.mark.parametrize("role", ["viewer", "responder", "approver"])
def test_whoever_administers_nothing_sees_none_of_it(console: ConsoleUnderTest, role: str):
    browser = console.signed_in(role)
    page = browser.get("/system").get_data(as_text=True)
    for path in ("/system/dead-letters", "/system/sources", "/system/keys", "/system/audit"):
        assert browser.get(path).status_code == 403
        assert path not in page


def _secret(answer: TestResponse) -> str:
    (found,) = re.findall(r'class="secret">([^<]+)<', answer.get_data(as_text=True))
    return found


def test_a_key_is_shown_once_works_and_ends(console: ConsoleUnderTest, admin: Browser):
    fields = {"name": "dashboard", "role": "viewer", "expires_in_days": "90", "_key": "one", "_back": "/system/keys"}
    answer = admin.post("/do/IssueApiKey", fields)
    secret = _secret(answer)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    again = admin.post("/do/IssueApiKey", fields)
    assert (again.status_code, secret in again.get_data(as_text=True)) == (409, False)

    found = PostgresCredentials(console.reading).find(secret)
    assert found
    assert (found.name, found.role, found.tenant_id) == ("dashboard", "viewer", ADA)
    page = admin.text("/system/keys")
    assert ("dashboard" in page, secret in page) == (True, False)

    assert admin.post("/do/RevokeApiKey", {"_id.key_id": str(found.key_id)}).status_code == 303
    assert PostgresCredentials(console.reading).find(secret) is None
    assert "revoked" in admin.text("/system/keys")
    audit = admin.text("/system/audit").lower()
    assert all(words in audit for words in ("issue key", "revoke key", f"{found.key_id} dashboard"))


def test_a_source_has_two_tokens_while_it_is_rotated(console: ConsoleUnderTest, admin: Browser):
    with connect_pool(console.database_url, role="sre_ingest", application="test") as pool:
        first = _secret(admin.post("/do/RegisterSource", {"name": "production", "kind": "alertmanager"}))
        taken = admin.post("/do/RegisterSource", {"name": "production", "kind": "grafana"})
        unknown = admin.post("/do/RegisterSource", {"name": "other", "kind": "pager"})
        assert (taken.status_code, unknown.status_code) == (409, 422)
        source = PostgresSources(pool).find(first)
        assert source
        tally = PostgresSourceTally(pool)
        tally.heard(source, datetime.now(UTC), understood=True)
        with psycopg.connect(console.database_url) as connection:
            row = connection.execute("SELECT source_id FROM access.source WHERE name = 'production'").fetchone()
        assert row
        named = {"_id.source_id": str(row[0])}

        second = _secret(admin.post("/do/RotateSourceToken", {**named, "overlap_hours": "1"}))
        assert all(PostgresSources(pool).find(token) for token in (first, second))
        assert admin.post("/do/RotateSourceToken", {**named, "overlap_hours": "1"}).status_code == 409
        page = admin.text("/system/sources")
        assert all(words in page for words in ("production", "two tokens", "End the older token"))
        assert not {first, second} & set(page.split())

        assert admin.post("/do/RevokeSourceToken", {**named, "which": "previous"}).status_code == 303
        assert [PostgresSources(pool).find(token) is None for token in (first, second)] == [True, False]
        assert admin.post("/do/RevokeSourceToken", {**named, "which": "all"}).status_code == 303
        assert PostgresSources(pool).find(second) is None
        third = _secret(admin.post("/do/RotateSourceToken", named))
        assert PostgresSources(pool).find(third)
        assert PostgresSources(pool).find(second) is None, "what was ended does not come back by a rotation"


def test_keys_and_sources_of_another_tenant_are_not_there(console: ConsoleUnderTest, admin: Browser):
    stranger = console.signed_in("admin", tenant=BOB, name="bob")
    _secret(stranger.post("/do/RegisterSource", {"name": "of bob", "kind": "grafana"}))
    _secret(stranger.post("/do/IssueApiKey", {"name": "of bob", "role": "admin"}))
    with psycopg.connect(console.database_url) as connection:
        row = connection.execute(
            "SELECT (SELECT source_id FROM access.source WHERE name = 'of bob'),"
            " (SELECT key_id FROM access.api_key WHERE name = 'of bob')"
        ).fetchone()
    assert row
    source, key = row
    assert "of bob" not in admin.text("/system/sources") + admin.text("/system/keys") + admin.text("/system/audit")
    assert admin.post("/do/RevokeApiKey", {"_id.key_id": str(key)}).status_code == 404
    assert admin.post("/do/RotateSourceToken", {"_id.source_id": str(source)}).status_code == 404
    assert admin.post("/do/RevokeSourceToken", {"_id.source_id": str(source), "which": "all"}).status_code == 404
    assert "works" in stranger.text("/system/keys")


def test_what_waits_where_is_told(console: ConsoleUnderTest, admin: Browser):
    _unread(console, "to be counted")
    page = admin.text("/system")
    assert all(words in page for words in ("What waits where", SUBSCRIPTIONS[0].name, "keeps up"))
    assert re.search(r"Put aside \d+ poison", page)


def test_a_history_as_it_was_written_is_said_to_be(console: ConsoleUnderTest, admin: Browser):
    page = admin.text("/system/integrity")
    assert "All as written" in page
    assert "incident timeline" in page
    assert console.signed_in("approver").get("/system/integrity").status_code == 403
