"""What the operator sees and does, on a real database and as the operator's own role."""

import json
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from local.prepare import subscribe
from shared.adapters.postgres.audit import PostgresAuditTrail
from shared.adapters.postgres.connection import Pool, connect_pool, transaction
from shared.adapters.postgres.credentials import PostgresCredentials
from shared.adapters.postgres.health import Aside, examine
from shared.adapters.postgres.provision import Provisioning, UnknownName, UnusableName, hash_of
from shared.app.redrive_quarantine import Redriven
from shared.bootstrap.dead_letters import open_dead_letters
from shared.bootstrap.redriving import open_redrive
from shared.bootstrap.topology import SUBSCRIPTIONS
from shared.kernel.wire import INTENTS_TOPIC
from shared.ports.put_aside import NotPutAside
from tests.support.postgres import only_row

pytestmark = pytest.mark.postgres

_TENANT = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def pool(database_url: str) -> Iterator[Pool]:
    pool = connect_pool(database_url, role="sre_admin", application="test", max_size=1)
    yield pool
    pool.close()


def test_provisioning_twice_is_provisioning_once(pool):
    provisioning = Provisioning(pool)
    first = provisioning.ensure_tenant("acme", "Acme")
    assert provisioning.ensure_tenant("acme", "Acme") == first
    for _ in range(2):
        provisioning.ensure_source(first, name="prod", kind="alertmanager", token="token-1", environment_id="prod")
        provisioning.ensure_api_key(first, name="local", role="admin", token="sre_key-1")
    assert [(source.name, source.kind, source.environment_id) for source in provisioning.sources(first)] == [
        ("prod", "alertmanager", "prod")
    ]


def test_no_token_is_stored_in_the_clear(pool, database_url):
    provisioning = Provisioning(pool)
    tenant_id = provisioning.ensure_tenant("acme", "Acme")
    provisioning.ensure_source(tenant_id, name="prod", kind="grafana", token="token-canary")
    provisioning.create_api_key(tenant_id, name="bot", role="viewer", token="sre_canary")
    with psycopg.connect(database_url) as connection:
        tokens = connection.execute(
            "SELECT (SELECT json_agg(s) FROM access.source s)::text || (SELECT json_agg(k) FROM access.api_key k)::text"
        )
        (stored,) = only_row(tokens)
    assert "canary" not in stored
    assert hash_of("token-canary").hex() in stored


def test_a_key_ends_by_itself_when_its_time_is_over(pool, database_url):
    provisioning = Provisioning(pool)
    tenant_id = provisioning.ensure_tenant("first", "First")
    provisioning.create_api_key(
        tenant_id, name="short", role="viewer", token=f"sre_{'s' * 24}", valid_for=timedelta(milliseconds=1)
    )
    provisioning.create_api_key(
        tenant_id, name="long", role="viewer", token=f"sre_{'l' * 24}", valid_for=timedelta(days=90)
    )
    time.sleep(0.01)
    with closing(connect_pool(database_url, role="sre_query", application="test", max_size=1)) as reading:
        credentials = PostgresCredentials(reading)
        assert credentials.find(f"sre_{'s' * 24}") is None
        found = credentials.find(f"sre_{'l' * 24}")
        assert found is not None
        assert found.name == "long"


def test_a_revoked_key_is_listed_as_such_and_opens_nothing(pool, database_url):
    provisioning = Provisioning(pool)
    tenant_id = provisioning.ensure_tenant("acme", "Acme")
    kept, gone = (
        provisioning.create_api_key(tenant_id, name=name, role="viewer", token=f"sre_{name * 24}") for name in "ab"
    )
    for _ in range(2):
        provisioning.revoke_api_key(tenant_id, gone)
    listed = {key.key_id: (key.name, key.revoked_at is None) for key in provisioning.api_keys(tenant_id)}
    assert listed == {kept: ("a", True), gone: ("b", False)}
    with connect_pool(database_url, role="sre_query", application="test", max_size=1) as reading:
        credentials = PostgresCredentials(reading)
        found = credentials.find(f"sre_{'a' * 24}")
        assert found is not None
        assert found.key_id == kept
        assert credentials.find(f"sre_{'b' * 24}") is None
    other = provisioning.ensure_tenant("other", "Other")
    with pytest.raises(UnknownName, match="sre keys list"):
        provisioning.revoke_api_key(other, kept)


def test_a_rotated_source_knows_both_tokens_for_a_while(pool):
    provisioning = Provisioning(pool)
    tenant_id = provisioning.ensure_tenant("acme", "Acme")
    provisioning.ensure_source(tenant_id, name="prod", kind="grafana", token="old")
    provisioning.rotate_source(tenant_id, name="prod", token="new", overlap=timedelta(hours=1))
    with transaction(pool) as connection:
        row = connection.execute(
            "SELECT token_hash, previous_token_hash, previous_valid_until > now() + interval '59 minutes'"
            " FROM access.source"
        ).fetchone()
    assert row == (hash_of("new"), hash_of("old"), True)


def test_what_the_operator_changes_stands_in_the_tenants_audit(pool):
    provisioning = Provisioning(pool)
    tenant_id = provisioning.ensure_tenant("acme", "Acme")
    provisioning.ensure_source(tenant_id, name="prepared", kind="grafana", token="t")
    provisioning.add_source(tenant_id, name="prod", kind="grafana", token="t0")
    provisioning.rotate_source(tenant_id, name="prod", token="t1", overlap=timedelta(hours=1))
    key_id = provisioning.create_api_key(tenant_id, name="bot", role="viewer", token="sre_canary")
    provisioning.revoke_api_key(tenant_id, key_id)
    told = [(entry.actor, entry.action, entry.subject) for entry in reversed(_audit(pool, tenant_id))]
    assert told == [
        ("process:operator", "register-source", "prod (grafana)"),
        ("process:operator", "rotate-token", "source prod"),
        ("process:operator", "issue-key", f"{key_id} bot (viewer)"),
        ("process:operator", "revoke-key", str(key_id)),
    ]


def _audit(pool, tenant_id):
    return PostgresAuditTrail(pool).entries(tenant_id, before=None, limit=10)


def test_names_that_are_not_there_are_said(pool):
    provisioning = Provisioning(pool)
    with pytest.raises(UnknownName, match="no tenant 'nobody'"):
        provisioning.tenant("nobody")
    tenant_id = provisioning.ensure_tenant("acme", "Acme")
    with pytest.raises(UnknownName, match="no source 'prod'"):
        provisioning.rotate_source(tenant_id, name="prod", token="t", overlap=timedelta(0))


def test_health_counts_what_waits_and_what_was_put_aside(pool, database_url):
    subscribe(database_url)
    with psycopg.connect(database_url, autocommit=True) as connection:
        _keep_poison(connection, body="{}")
        connection.execute("SELECT transport.publish(%s, '{k}', '{\"{}\"}', '{x}')", ([INTENTS_TOPIC],))
    condition = examine(pool)
    assert condition.aside == Aside(parked=0, poison=1, unread=0, quarantine=0)
    assert {line.name: line.waiting for line in condition.lines} == {
        subscription.name: 1 if subscription.topic == INTENTS_TOPIC else 0 for subscription in SUBSCRIPTIONS
    }
    assert condition.outbox.waiting == 0


def test_poison_goes_back_to_the_intents_and_leaves_the_list(pool, database_url):
    subscribe(database_url)
    body = json.dumps({"id": "1", "tenantid": _TENANT, "type": "strange"})
    with psycopg.connect(database_url, autocommit=True) as connection:
        _keep_poison(connection, body=body)
    with open_dead_letters(database_url) as dead_letters, open_redrive(database_url) as redrive:
        (item,) = dead_letters.list(kind=None, limit=10)
        assert (item.kind, item.tenant_id, item.reason) == ("poison", _TENANT, "unknown type")
        assert redrive("poison", [item.id]) == Redriven(1, 0)
        assert dead_letters.list(kind=None, limit=10) == []
        assert redrive("poison", None) == Redriven(0, 0)
    assert _redriven(pool) == [("process:operator", "redrive", f"poison {item.id}")]
    with psycopg.connect(database_url) as connection:
        topic, data = only_row(connection.execute("SELECT topic, data FROM transport.message"))
    assert topic == INTENTS_TOPIC
    assert json.loads(data) == [{"id": "1", "tenantid": _TENANT, "type": "strange"}]


def test_parked_aggregates_are_listed_and_released(pool, database_url):
    with psycopg.connect(database_url, autocommit=True) as connection:
        for schema in ("domain", "process"):
            connection.execute(
                f"INSERT INTO {schema}.parked (tenant_id, aggregate_type, aggregate_id, position, reason)"
                " VALUES (%s, 'alert', %s, 1, 'too large')",
                (_TENANT, _TENANT),
            )
    with open_dead_letters(database_url) as dead_letters, open_redrive(database_url) as redrive:
        assert [item.kind for item in dead_letters.list(kind="parked", limit=10)] == ["parked", "parked"]
        with pytest.raises(NotPutAside):
            redrive("parked", [_TENANT, "22222222-2222-4222-8222-222222222222"])
        assert _redriven(pool) == []
        assert redrive("parked", None) == Redriven(1, 0)
        assert dead_letters.list(kind="parked", limit=10) == []
    assert _redriven(pool) == [("process:operator", "redrive", f"parked {_TENANT}")]


def test_dead_letters_of_every_tenant_and_of_none_go_back_and_each_audit_tells_of_its_own(pool, database_url):
    subscribe(database_url)
    other = "22222222-2222-4222-8222-222222222222"
    with psycopg.connect(database_url, autocommit=True) as connection:
        mine, theirs, nobodys = (_died(connection, tenant) for tenant in (_TENANT, other, None))
    with open_dead_letters(database_url) as dead_letters, open_redrive(database_url) as redrive:
        assert redrive("dead-letter", None) == Redriven(3, 0)
        assert dead_letters.list(kind="dead-letter", limit=10) == []
    with psycopg.connect(database_url) as connection:
        queued = connection.execute("SELECT count(*) FROM transport.delivery WHERE subscription = 'domain_writer'")
        assert only_row(queued) == (3,)
    assert _redriven(pool) == [("process:operator", "redrive", f"dead-letter {mine}")]
    assert _redriven(pool, other) == [("process:operator", "redrive", f"dead-letter {theirs}")]
    assert nobodys not in (mine, theirs)


def test_what_is_many_is_named_by_several_entries_each_of_which_names_all_of_its_own(pool, database_url):
    subscribe(database_url)
    with psycopg.connect(database_url, autocommit=True) as connection:
        died = {_died(connection, _TENANT) for _ in range(60)}
    with open_redrive(database_url) as redrive:
        assert redrive("dead-letter", None) == Redriven(60, 0)
    told = [subject.removeprefix("dead-letter ").split(", ") for _, _, subject in _redriven(pool)]
    assert sorted(map(len, told)) == [10, 50]
    assert {entry for entries in told for entry in entries} == died


def _redriven(pool: Pool, tenant: str = _TENANT) -> list[tuple[str, str, str]]:
    return [(entry.actor, entry.action, entry.subject) for entry in _audit(pool, UUID(tenant))]


def _died(connection: psycopg.Connection, tenant: str | None) -> str:
    row = connection.execute(
        "INSERT INTO transport.dead_letter"
        " (tenant_id, subscription, topic, ordering_key, attributes, data, attempts, reason)"
        " VALUES (%s, 'domain_writer', %s, 'k', '{}', '[]', 5, 'ValueError') RETURNING dead_letter_id::text",
        (tenant, INTENTS_TOPIC),
    )
    (entry,) = only_row(row)
    return str(entry)


def _keep_poison(connection: psycopg.Connection, *, body: str) -> None:
    connection.execute(
        "INSERT INTO domain.poison (tenant_id, body, reason, body_hash)"
        " VALUES (%s, %s, 'unknown type', sha256(convert_to(%s, 'UTF8')))",
        (_TENANT, body, body),
    )


@pytest.mark.parametrize("name", ["", "two\nlines", "x" * 201])
def test_a_name_that_could_not_travel_as_an_actor_is_refused(pool, name):
    provisioning = Provisioning(pool)
    tenant_id = provisioning.ensure_tenant("sample", "Sample")
    with pytest.raises(UnusableName, match="1 to 200 printable"):
        provisioning.create_api_key(tenant_id, name=name, role="viewer", token="t")
    with pytest.raises(UnusableName, match="1 to 200 printable"):
        provisioning.ensure_source(tenant_id, name=name, kind="argocd", token="t")
