"""Nothing grows without bound: what is over its time goes, what is not stays, and every table has its bound here."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from cli.dead_letters import DeadLetterKind
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.dead_letters import PostgresDeadLetterList
from shared.adapters.postgres.retention import PostgresRetention
from shared.app.retain import Retain
from shared.ports.retention import Aged, Counted, RetentionRule
from shared.ports.store import StoreUnavailable
from shared.settings import RetentionSettings
from tests.support.aged import AGED
from tests.support.facts import OTHER_TENANT, TENANT
from tests.support.postgres import only_row

OLD, NEW = "now() - interval '100 days'", "now()"
_BODY = ", '', 'x', 'why'"


@pytest.fixture
def sql(database_url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database_url, autocommit=True) as connection:
        for tenant in (TENANT, OTHER_TENANT):
            connection.execute(
                "INSERT INTO access.tenant (tenant_id, slug, name) VALUES (%s, %s, '')", (tenant, tenant)
            )
        yield connection


@pytest.fixture
def retention(database_url: str) -> Iterator[PostgresRetention]:
    with connect_pool(database_url, role="sre_writer", application="test") as pool:
        yield PostgresRetention(pool)


@pytest.fixture
def intake_pool(database_url: str) -> Iterator[Pool]:
    with connect_pool(database_url, role="sre_ingest", application="test") as pool:
        yield pool


def number(sql: psycopg.Connection[Any], query: str) -> int:
    return only_row(sql.execute(query.encode()))[0]


def removed_of(database_url: str) -> dict[str, str]:
    with connect_pool(database_url, role="sre_admin", application="test") as pool:
        return {item.id: item.what for item in PostgresDeadLetterList(pool).list(kind=DeadLetterKind.REMOVED, limit=10)}


@pytest.mark.parametrize(
    ("rule", "table", "values"), AGED, ids=[f"{rule}-{table.split()[0]}" for rule, table, _ in AGED]
)
def test_what_is_over_its_time_goes_in_batches_and_what_is_not_stays(
    sql, retention, rule: Aged, table: str, values: str
):
    for tenant in (TENANT, OTHER_TENANT):
        for at in (OLD, OLD, NEW):
            sql.execute(f"INSERT INTO {table} {values.format(tenant=tenant, at=at)}")
    counted = f"SELECT count(*) FROM {table.split(maxsplit=1)[0]}"
    batches: list[int] = []
    while not batches or batches[-1] == 3:
        batches.append(retention.remove(RetentionRule(rule, 90), 3))
    assert number(sql, counted) == 2
    assert retention.remove(RetentionRule(rule, 0), 100) <= 2
    assert number(sql, counted) == 2, "no setting removes what is younger than a day"


@pytest.mark.parametrize(
    ("rule", "index"),
    [("most_dead_letters", 1), ("most_unreadable", 2), ("most_unreadable", 3), ("most_unreadable", 4)],
)
def test_of_what_was_put_aside_the_oldest_go_beyond_what_is_kept(sql, retention, rule: Counted, index: int):
    _, table, values = AGED[index]
    aged = values.format(tenant=TENANT, at="now() - n * interval '1 second'").removeprefix("VALUES (").removesuffix(")")
    sql.execute(f"INSERT INTO {table} SELECT {aged} FROM generate_series(1, 150) AS n")
    assert retention.remove(RetentionRule(rule, 1), 1000) == 49, "no setting keeps fewer than a hundred and the newest"
    assert number(sql, f"SELECT count(*) FROM {table.split()[0]}") == 101


def test_reconcile_requests_are_bounded_in_number(sql, retention):
    sql.execute(
        "INSERT INTO intake.reconcile_request (tenant_id, source_name, reason)"
        " SELECT %s, 's', 'stale' FROM generate_series(1, 150)",
        (TENANT,),
    )
    assert retention.remove(RetentionRule("most_reconcile_requests", 1), 1000) == 50


def test_what_waits_for_a_subscription_that_is_gone_goes_and_for_one_that_is_there_stays(sql, retention, database_url):
    sql.execute(
        "INSERT INTO transport.subscription (name, topic, routing_attributes, active)"
        " VALUES ('gone', 't', '{}', false), ('here', 't', '{}', true)"
    )
    sql.execute(
        "INSERT INTO transport.message (topic, ordering_key, attributes, data, published_at)"
        " SELECT 't', '', '{}', '', now() - interval '100 days' FROM generate_series(1, 5)"
    )
    sql.execute(
        "INSERT INTO transport.delivery (subscription, position, ordering_key, size)"
        " SELECT name, position, '', 0 FROM transport.message, transport.subscription"
    )
    assert retention.remove(RetentionRule("deliveries_to_nobody", 30), 3) == 3
    assert retention.remove(RetentionRule("deliveries_to_nobody", 30), 3) == 2
    assert sql.execute("SELECT DISTINCT subscription FROM transport.delivery").fetchall() == [("here",)]
    assert removed_of(database_url) == {"dead-letter": "5 of kind dead-letter"}


def episode(name: str, **changes: Any) -> Jsonb:
    state = {
        "kind": "episode",
        "keys": [],
        "phase": "closed",
        "incident_id": name,
        "members": {"a": {"standing": "resolved"}},
    }
    return Jsonb(state | changes)


def test_episodes_that_are_over_go_and_with_them_what_led_there(sql, retention):
    kept = {
        "last-of-its-key": episode("1", keys=["k"]),
        "open": episode("2", phase="open"),
        "an-alert-still-fires": episode("3", phase="resolved", members={"a": {"standing": "firing"}}),
        "rules": Jsonb({"kind": "rules", "rules": []}),
        "young": episode("4"),
    }
    for tenant in (TENANT, OTHER_TENANT):
        for name, state in (kept | {"over": episode("over"), "merged": episode("merged", phase="merged")}).items():
            sql.execute(
                "INSERT INTO process.instance (tenant_id, workflow_type, workflow_id, state, updated_at)"
                " VALUES (%s, 'w', %s, %s, now() - %s::interval)",
                (tenant, name, state, "1 hour" if name == "young" else "100 days"),
            )
            sql.execute("INSERT INTO process.association VALUES (%s, 'w', %s, %s)", (tenant, f"incident:{name}", name))
    sql.execute("UPDATE process.association SET key = 'incident:2' WHERE workflow_id = 'open'")
    while retention.remove(RetentionRule("workflows", 90), 4) == 4:
        pass
    left = {*kept}
    for table in ("instance", "association"):
        rows = sql.execute(f"SELECT tenant_id, workflow_id FROM process.{table}").fetchall()
        assert {(tenant, name) for tenant, name in rows} == {(t, name) for t in (TENANT, OTHER_TENANT) for name in left}


def test_a_tenant_at_work_is_left_alone_until_the_next_pass(sql, retention, database_url):
    sql.execute(
        "INSERT INTO process.instance (tenant_id, workflow_type, workflow_id, state, updated_at)"
        " VALUES (%s, 'w', 'over', %s, now() - interval '100 days')",
        (TENANT, episode("over")),
    )
    with psycopg.connect(database_url) as at_work:
        at_work.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 526003))", (f"{TENANT}/w",))
        assert retention.remove(RetentionRule("workflows", 90), 100) == 1
        assert number(sql, "SELECT count(*) FROM process.instance") == 1
    retention.remove(RetentionRule("workflows", 90), 100)
    assert number(sql, "SELECT count(*) FROM process.instance") == 0


def test_a_vector_whose_text_stands_in_a_document_stays(sql, retention):
    sql.execute(
        "INSERT INTO knowledge.embedding (tenant_id, model, content_hash, embedding, embedded_at)"
        " SELECT %s, 'm', hash, '[1,2,3]', now() - interval '100 days' FROM unnest('{used,gone}'::text[]) AS hash",
        (TENANT,),
    )
    sql.execute(
        "INSERT INTO knowledge_index.chunk (tenant_id, document_id, ordinal, kind, heading, text, content_hash)"
        " VALUES (%s, gen_random_uuid(), 1, '', '', '', 'used')",
        (TENANT,),
    )
    assert retention.remove(RetentionRule("vectors", 7), 100) == 2
    assert sql.execute("SELECT content_hash FROM knowledge.embedding").fetchall() == [("used",)]


def test_all_rules_of_the_settings_run_and_one_that_fails_stops_no_other():
    tried: list[str] = []

    class Store:
        def remove(self, rule: RetentionRule, batch: int) -> int:
            tried.append(rule.what)
            if rule.what == "outcomes":
                raise ValueError("no")
            return batch if tried.count(rule.what) < 3 else 0

    now = [0.0]
    rules = [RetentionRule("outcomes", 1), RetentionRule("dead_letters", 1)]
    retain = Retain(store=Store(), rules=rules, every_s=60, monotonic=lambda: now[0])
    with pytest.raises(ExceptionGroup):
        retain()
    assert tried == ["outcomes", *["dead_letters"] * 3]
    assert retain() == 0
    now[0] = 60.0
    with pytest.raises(ExceptionGroup):
        retain()


def test_a_database_that_is_away_is_nobodys_failure():
    class Away:
        def remove(self, _rule: RetentionRule, _batch: int) -> int:
            raise StoreUnavailable("gone")

    with pytest.raises(StoreUnavailable):
        Retain(store=Away(), rules=[RetentionRule("outcomes", 1)], every_s=60)()


def test_outcomes_are_remembered_for_longer_than_what_may_be_driven_again():
    with pytest.raises(ValueError, match="SRE_KEEP_OUTCOMES_DAYS"):
        RetentionSettings(keep_outcomes_days=30, keep_dead_letters_days=30)
    assert RetentionSettings().keep_outcomes_days == 35
