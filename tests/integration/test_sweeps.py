"""What the clock brings up for every tenant: each has its turn, and what one makes fail keeps no other waiting."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import psycopg
import pytest

from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.intake import PostgresQuarantineAdmin
from shared.adapters.postgres.overdue import PostgresOverdueAggregates
from shared.adapters.postgres.vectors import PostgresVectors
from shared.app.embed_waiting import EmbedWaiting
from shared.app.sweep_overdue import SweepOverdue
from shared.kernel.ids import TenantId
from shared.ports.clock import SystemClock
from tests.support.facts import OTHER_TENANT, TENANT

MANY = 700


@pytest.fixture
def sql(database_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database_url, autocommit=True) as connection:
        for number, tenant in enumerate((TENANT, OTHER_TENANT)):
            connection.execute(
                "INSERT INTO access.tenant (tenant_id, slug, name) VALUES (%s, %s, '')", (tenant, f"t{number}")
            )
        yield connection


def pool_of(database_url: str, role: str) -> Pool:
    return connect_pool(database_url, role=role, application="test", max_size=2)


@pytest.fixture
def overdue(database_url: str, sql: psycopg.Connection) -> Iterator[PostgresOverdueAggregates]:
    for tenant, count, since in ((TENANT, MANY, "2 hours"), (OTHER_TENANT, 1, "1 minute")):
        sql.execute(
            "INSERT INTO domain.aggregate"
            " (tenant_id, aggregate_type, aggregate_id, version, state, hash, seen_at, expected_by)"
            " SELECT %s, 'alert', gen_random_uuid(), 1, '{\"source_name\": \"am\"}', '\\x00', now() - interval '1 day',"
            "        now() - %s::interval FROM generate_series(1, %s)",
            (tenant, since, count),
        )
    pool = pool_of(database_url, "sre_writer")
    yield PostgresOverdueAggregates(pool)
    pool.close()


def test_overdue_alerts_of_one_tenant_do_not_hold_up_anothers(overdue):
    found = overdue.find(10)
    assert len(found) == 10
    assert [alert.tenant_id for alert in found].count(OTHER_TENANT) == 1
    assert {alert.tenant_id for alert in overdue.find(10, without={TENANT})} == {OTHER_TENANT}


def test_an_alert_that_cannot_be_judged_keeps_no_other_from_it(overdue, sql):
    bad = overdue.find(3)[-1]
    judged: list[UUID] = []

    def handle(_tenant: TenantId, envelopes: Sequence[Any]) -> list[Any]:
        ids = [envelope.data.alert_id for envelope in envelopes]
        if bad.aggregate_id in ids:
            raise ValueError("a state that nobody can read")
        judged.extend(ids)
        return []

    judge: Any = handle
    sweep = SweepOverdue(handle=judge, overdue=overdue, clock=SystemClock())
    with pytest.raises(ExceptionGroup):
        sweep()
    with pytest.raises(ExceptionGroup):
        sweep()
    assert sql.execute("SELECT aggregate_id FROM domain.aggregate WHERE expected_by IS NOT NULL").fetchall() == [
        (bad.aggregate_id,)
    ]
    assert len(judged) == len(set(judged)) == MANY


def test_texts_of_one_tenant_do_not_hold_up_anothers_nor_does_one_that_cannot_be_embedded(database_url, sql):
    sql.execute(
        "INSERT INTO knowledge.waiting (tenant_id, document_id, since)"
        " SELECT %s, gen_random_uuid(), now() - interval '1 hour' FROM generate_series(1, 50)",
        (TENANT,),
    )
    sql.execute(
        "INSERT INTO knowledge.waiting (tenant_id, document_id) VALUES (%s, gen_random_uuid())", (OTHER_TENANT,)
    )
    pool = pool_of(database_url, "sre_projector")
    store = PostgresVectors(pool)
    waiting = store.waiting(4)
    assert [each.tenant_id for each in waiting].count(OTHER_TENANT) == 1
    assert {each.tenant_id for each in store.waiting(4, without={TENANT})} == {OTHER_TENANT}
    (bad,) = [each.document_id for each in waiting if each.tenant_id == TENANT][:1]

    class Choosy(PostgresVectors):
        def texts(self, tenant_id, documents, model):
            if bad in documents:
                raise ValueError("a text that no model takes")
            return super().texts(tenant_id, documents, model)

    class Model:
        model, dimensions = "m", 3

        def embed(self, texts):
            return [(1.0, 0.0, 0.0) for _ in texts]

    with pytest.raises(ExceptionGroup):
        EmbedWaiting(store=Choosy(pool), embedders=(Model(),))(60)
    assert [each.document_id for each in store.waiting(60)] == [bad]
    pool.close()


def test_what_stays_unreadable_does_not_keep_the_rest_of_the_quarantine_from_its_turn(database_url, sql):
    for source, count, attempts in (("noisy", 50, 3), ("noisy", 50, 0), ("quiet", 1, 0)):
        sql.execute(
            "INSERT INTO intake.quarantine (tenant_id, quarantine_id, source_name, received_at, last_received_at,"
            " reason, content_type, body, size, attempts)"
            " SELECT %s, gen_random_uuid(), %s, now(), now(), '', '', 'x', 1, %s FROM generate_series(1, %s)",
            (TENANT, source, attempts, count),
        )
    pool = pool_of(database_url, "sre_admin")
    turn = PostgresQuarantineAdmin(pool).waiting(None, 5)
    rows = sql.execute(
        "SELECT source_name, attempts FROM intake.quarantine WHERE quarantine_id = ANY (%s)", (turn,)
    ).fetchall()
    assert sorted(rows) == [("noisy", 0)] * 4 + [("quiet", 0)]
    pool.close()
