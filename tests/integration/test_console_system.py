"""The pages of administrators: what they look after, forms that reach the database, and nothing for other roles."""

from collections.abc import Iterator
from contextlib import ExitStack
from uuid import uuid4

import psycopg
import pytest

from local.prepare import subscribe
from shared.adapters.postgres.connection import connect_pool
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
    for path in ("/system/dead-letters", "/system/audit"):
        assert browser.get(path).status_code == 403
        assert path not in page
