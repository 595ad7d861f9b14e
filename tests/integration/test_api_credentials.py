"""API keys: found by their hash, for as long as they are good, and believed for ten seconds at most."""

from collections.abc import Iterator

import psycopg
import pytest

from shared.adapters.postgres.connection import connect_pool, transaction
from shared.adapters.postgres.credentials import PostgresCredentials
from shared.ports.credentials import Role
from tests.support.api import ADA, Api


@pytest.fixture
def api(database_url: str) -> Iterator[Api]:
    with connect_pool(database_url, role="sre_query", application="api-test") as pool:
        yield Api(database_url, pool)


class Seconds:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_key_stands_for_its_tenant_its_role_and_its_name(api: Api):
    found = PostgresCredentials(api.pool).find(api.key(ADA, "agent"))
    assert found is not None
    assert (found.tenant_id, found.role, found.name, found.actor) == (ADA, Role.AGENT, "agent-key", "agent:agent-key")


@pytest.mark.parametrize(
    "columns",
    [
        {"expires_at": "now() - interval '1 second'"},
        {"revoked_at": "now() - interval '1 second'"},
        {"revoked_at": "now() - interval '1 second'", "expires_at": "now() + interval '1 day'"},
    ],
)
def test_an_expired_or_revoked_key_stands_for_nobody(api: Api, columns: dict[str, str]):
    assert PostgresCredentials(api.pool).find(api.key(ADA, "admin", **columns)) is None


@pytest.mark.parametrize(
    "token", ["", "sre_", "x", "sre_" + "a" * 40, "sre_" + "é" * 40, "sre_" + "a" * 5_000, "sre_\x00"]
)
def test_a_made_up_key_stands_for_nobody(api: Api, token: str):
    assert PostgresCredentials(api.pool).find(token) is None


def test_a_revoked_key_is_believed_for_ten_seconds_and_no_longer(api: Api):
    seconds = Seconds()
    credentials = PostgresCredentials(api.pool, monotonic=seconds)
    token = api.key(ADA, "viewer")
    assert credentials.find(token) is not None
    with psycopg.connect(api.database_url) as connection:
        connection.execute("UPDATE access.api_key SET revoked_at = now()")
    seconds.now = 9.9
    assert credentials.find(token) is not None
    seconds.now = 10.1
    assert credentials.find(token) is None


def test_a_key_that_expires_sooner_is_believed_only_until_then(api: Api):
    seconds = Seconds()
    credentials = PostgresCredentials(api.pool, monotonic=seconds)
    token = api.key(ADA, "viewer", expires_at="clock_timestamp() + interval '3 seconds'")
    assert credentials.find(token) is not None
    with psycopg.connect(api.database_url) as connection:
        connection.execute("UPDATE access.api_key SET expires_at = now() - interval '1 second'")
    seconds.now = 3.1
    assert credentials.find(token) is None


def test_the_query_role_cannot_list_keys_whatever_tenant_it_sets(api: Api):
    api.key(ADA, "admin")
    with transaction(api.pool, ADA) as connection:
        assert connection.execute("SELECT count(*) FROM access.api_key").fetchone() == (0,)


def test_while_the_database_is_away_the_caller_is_asked_to_try_again(database_url: str):
    away = connect_pool("postgresql://nobody@127.0.0.1:1/none", role="sre_query", application="api-test")
    away.timeout = 0.3
    with connect_pool(database_url, role="sre_query", application="api-test") as pool:
        api = Api(database_url, pool)
        key = api.key(ADA, "admin")
    with away:
        api = Api(database_url, away)
        for path in ("/v1/incidents/open", "/healthz"):
            answer = api.ask("GET", path, key=key)
            assert (answer.status_code, answer.json["code"]) == (503, "database.unavailable")
        assert api.ask("GET", "/openapi.json").status_code == 200
