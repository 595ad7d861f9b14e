"""The projector on PostgreSQL: the whole history in any delivery, unreadable facts, isolation, concurrency."""

import random
from collections.abc import Iterator
from threading import Thread
from typing import Any

import psycopg
import pytest
from psycopg import sql

from shared.adapters.postgres.connection import Pool, connect_pool, transaction
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.adapters.postgres.projections.tables import create_tables
from shared.app.project import Projector
from shared.projections.alert_groups.projection import alert_groups
from shared.projections.projection import Projection
from shared.projections.registry import PROJECTIONS
from tests.support import facts as make
from tests.support.facts import OTHER_TENANT, READER, TENANT, Log, commit
from tests.support.histories import random_history

pytestmark = pytest.mark.postgres


@pytest.fixture
def pool(database_url: str) -> Iterator[Pool]:
    with connect_pool(database_url, role="sre_projector", application="test", max_size=4) as pool:
        yield pool


def projector(pool: Pool, projection: Projection, schema: str | None = None) -> Projector:
    return Projector(projection, PostgresProjectionStore(pool, projection, READER, schema=schema))


def contents(url: str, projection: Projection, schema: str) -> dict[str, list[Any]]:
    tables = [*(view.table for view in projection.views), "progress"]
    with psycopg.connect(url) as connection:
        return {
            table: connection.execute(
                sql.SQL("SELECT t::text FROM {} t ORDER BY 1").format(sql.Identifier(schema, table))
            ).fetchall()
            for table in tables
        }


@pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda projection: projection.name)
@pytest.mark.parametrize("seed", range(3))
def test_rows_are_byte_equal_to_one_pass_in_order_whatever_the_delivery(
    database_url: str, pool: Pool, projection: Projection, seed: int
) -> None:
    log = random_history(seed).facts
    commit(database_url, log)
    with psycopg.connect(database_url) as connection:
        create_tables(connection, projection, "shaken")
    chance = random.Random(seed)
    waiting = [*log, *chance.choices(log, k=20)]
    chance.shuffle(waiting)

    projector(pool, projection).project(log)
    for start in range(0, len(waiting), 7):
        projector(pool, projection, "shaken").project(waiting[start : start + 7])

    assert contents(database_url, projection, "shaken") == contents(database_url, projection, projection.name)
    assert contents(database_url, projection, "shaken")["progress"] != []


def test_projectors_at_the_same_aggregates_at_the_same_time_lose_and_double_nothing(
    database_url: str, pool: Pool
) -> None:
    log = random_history(7, length=200).facts
    commit(database_url, log)
    with psycopg.connect(database_url) as connection:
        create_tables(connection, alert_groups, "alone")
    failures: list[BaseException] = []

    def deliver(seed: int) -> None:
        waiting = list(log)
        random.Random(seed).shuffle(waiting)
        try:
            for start in range(0, len(waiting), 5):
                projector(pool, alert_groups).project(waiting[start : start + 5])
        except BaseException as failure:  # noqa: BLE001 - shown by the assert
            failures.append(failure)

    threads = [Thread(target=deliver, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    projector(pool, alert_groups, "alone").project(log)

    assert failures == []
    assert contents(database_url, alert_groups, "alert_groups") == contents(database_url, alert_groups, "alone")


def test_an_unreadable_fact_in_the_log_is_parked_once_and_its_aggregate_goes_on(database_url: str, pool: Pool) -> None:
    log = Log()
    log.add(make.ingested())
    log.add(make.acknowledged())
    log.add(make.went_stale())
    commit(database_url, log.facts)
    with psycopg.connect(database_url) as connection:
        connection.execute('UPDATE domain.fact SET event = \'{"type": "from-the-future"}\' WHERE version = 2')

    projector(pool, alert_groups).project([log.facts[0]])
    projector(pool, alert_groups).project([log.facts[2]])

    with psycopg.connect(database_url) as connection:
        parked = connection.execute("SELECT tenant_id, version, reason FROM projection.unread").fetchall()
        status = connection.execute("SELECT status, acknowledged_by FROM alert_groups.alert").fetchone()
    assert parked == [(TENANT, 2, "unknown type 'from-the-future'")]
    assert status == ("stale", None)


def test_the_view_says_how_far_it_is(database_url: str, pool: Pool) -> None:
    log = Log()
    log.add(make.ingested())
    log.add(make.ingested(), tenant=OTHER_TENANT)
    commit(database_url, log.facts)

    projector(pool, alert_groups).project(log.facts)

    with psycopg.connect(database_url) as connection:
        applied = connection.execute("SELECT tenant_id, position FROM alert_groups.applied ORDER BY 1").fetchall()
    assert applied == [(TENANT, 1), (OTHER_TENANT, 2)]


@pytest.mark.parametrize("table", ["alert", "episode", "progress", "applied"])
def test_a_query_of_another_tenant_sees_no_row_even_without_a_condition(
    database_url: str, pool: Pool, table: str
) -> None:
    log = Log()
    log.add(make.ingested())
    commit(database_url, log.facts)
    projector(pool, alert_groups).project(log.facts)
    count = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("alert_groups", table))

    seen = {}
    with connect_pool(database_url, role="sre_query", application="test") as queries:
        for tenant in (TENANT, OTHER_TENANT, None):
            with transaction(queries, tenant) as connection:
                seen[tenant] = connection.execute(count).fetchone()

    assert seen == {TENANT: (1,), OTHER_TENANT: (0,), None: (0,)}


def test_a_projector_cannot_write_a_row_for_another_tenant(pool: Pool) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege), transaction(pool, TENANT) as connection:
        connection.execute(
            "INSERT INTO alert_groups.progress VALUES (%s, 'alert', %s, 1)", (OTHER_TENANT, make.named("a"))
        )


def test_the_view_is_as_far_as_the_last_fact_that_arrived(database_url: str, pool: Pool) -> None:
    log = Log()
    log.add(make.ingested("a"))
    log.add(make.ingested("b"))
    log.add(make.acknowledged("a"))
    commit(database_url, log.facts)

    projector(pool, alert_groups).project(log.facts)

    with psycopg.connect(database_url) as connection:
        applied = connection.execute("SELECT position FROM alert_groups.applied").fetchall()
    assert applied == [(3,)]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_content_that_the_database_refuses_is_put_aside_and_its_neighbours_go_on(
    database_url: str, pool: Pool, moment: str
) -> None:
    log = Log()
    log.add(make.ingested("odd", starts_at=moment))
    log.add(make.ingested("a"))
    log.add(make.acknowledged("odd"))
    log.add(make.acknowledged("a"))
    commit(database_url, log.facts)

    projector(pool, alert_groups).project(log.facts[:2])
    projector(pool, alert_groups).project(log.facts[2:])

    with psycopg.connect(database_url) as connection:
        parked = connection.execute("SELECT aggregate_id, version FROM projection.unread").fetchall()
        progress = connection.execute(
            "SELECT version FROM alert_groups.progress WHERE aggregate_id = %s", (make.named("a"),)
        ).fetchall()
    assert progress == [(2,)]
    assert parked == [(make.named("odd"), 2)]
