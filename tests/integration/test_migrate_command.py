"""What a job runs before a version is deployed: the schema, and who may act as which role."""

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from shared.bootstrap import look, migrate

pytestmark = pytest.mark.postgres


@contextmanager
def _login(database_url: str) -> Iterator[str]:
    """Roles are the server's, not the database's: each test has its own, and takes it away."""
    name = f"sre-test-{uuid.uuid4().hex[:8]}@project.iam"
    with psycopg.connect(database_url, autocommit=True) as owner:
        owner.execute(f'CREATE ROLE "{name}" LOGIN')
        try:
            yield name
        finally:
            owner.execute(f'DROP ROLE "{name}"')


def _may_act_as(database_url: str, login: str) -> list[str]:
    with psycopg.connect(database_url) as connection:
        held = connection.execute(
            "SELECT r.rolname FROM pg_roles r WHERE r.rolname LIKE 'sre\\_%%' AND pg_has_role(%s, r.oid, 'SET')",
            [login],
        )
        return sorted(name for (name,) in held)


def test_a_login_may_act_as_the_roles_that_its_row_names_and_as_no_other(database_url: str):
    with _login(database_url) as login:
        migrate.grant(database_url, {login: ["sre_process", "sre_query"]})
        assert _may_act_as(database_url, login) == ["sre_process", "sre_query"]
        migrate.grant(database_url, {login: ["sre_query"]})
        assert _may_act_as(database_url, login) == ["sre_query"]


def test_a_job_prepares_the_database_and_ends(database_url: str, monkeypatch):
    with _login(database_url) as login:
        monkeypatch.setenv("SRE_DATABASE_URL", database_url)
        monkeypatch.setenv("SRE_DATABASE_LOGINS", json.dumps({login: ["sre_ingest"]}))
        assert migrate.main() == 0
        assert _may_act_as(database_url, login) == ["sre_ingest"]


def test_what_waits_is_said_in_one_line(database_url: str, monkeypatch, capsys):
    monkeypatch.setenv("SRE_DATABASE_URL", database_url)
    assert look.main() == 0
    said = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert {name: said[name] for name in ("operation", "outbox", "outbox_oldest_s", "embedding_due", "parked")} == {
        "operation": "condition",
        "outbox": 0,
        "outbox_oldest_s": 0.0,
        "embedding_due": 0,
        "parked": 0,
    }
