"""Rebuilding a projection: equal to the incremental one, while writes go on, killed or not."""

from collections.abc import Iterator, Sequence
from threading import Event, Thread
from typing import Any

import psycopg
import pytest

from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.projections import log_pages
from shared.adapters.postgres.projections.rebuild import open_candidate
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.adapters.postgres.projections.tables import create_tables
from shared.app.project import Projector
from shared.bootstrap.rebuild import compare, rebuild
from shared.ports.rebuild import RebuildRunning
from shared.projections.alert_groups.projection import alert_groups
from shared.projections.projection import Projection
from shared.projections.registry import PROJECTIONS
from tests.support import facts as make
from tests.support.facts import READER, TENANT, Log, commit
from tests.support.histories import random_history

pytestmark = pytest.mark.postgres

each_projection = pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda projection: projection.name)


@pytest.fixture
def pool(database_url: str) -> Iterator[Pool]:
    with connect_pool(database_url, role="sre_projector", application="test") as pool:
        yield pool


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_pages, "PAGE_SIZE", 10)


def projector(pool: Pool, projection: Projection) -> Projector:
    return Projector(projection, PostgresProjectionStore(pool, projection, READER))


def followed(log: Sequence[Any], projection: Projection) -> int:
    """How many of these facts belong to streams that the projection follows."""
    return sum(fact.aggregate_type in projection.aggregate_types for fact in log)


def value(url: str, statement: str) -> Any:
    with psycopg.connect(url) as connection:
        row = connection.execute(statement.encode()).fetchone()
        return row and row[0]


@each_projection
def test_a_rebuild_brings_back_what_was_lost(database_url: str, pool: Pool, projection: Projection) -> None:
    log = random_history(1, length=400).facts
    commit(database_url, log)
    projector(pool, projection).project(log)
    with psycopg.connect(database_url) as connection:
        for table, _row in projection.tables:
            connection.execute(f"DELETE FROM {projection.name}.{table}".encode())
    broken = compare(database_url, projection.name)

    reports: list[tuple[int, int]] = []
    rebuild(database_url, projection.name, lambda done, total: reports.append((done, total)))

    assert not broken.equal
    assert compare(database_url, projection.name).equal
    assert value(database_url, f"SELECT sum(version) FROM {projection.name}.progress") == followed(log, projection)
    assert reports[-1] == (followed(log, projection),) * 2
    assert len(reports) > 2


@each_projection
def test_a_comparison_finds_a_missing_and_an_additional_row_in_every_table(
    database_url: str, pool: Pool, projection: Projection
) -> None:
    log = random_history(2, length=120).facts
    commit(database_url, log)
    projector(pool, projection).project(log)
    before = compare(database_url, projection.name)
    tables = [table for table, _row in projection.tables]
    with psycopg.connect(database_url) as connection:
        for table in tables:
            # Of one tenant's row, or of several that belong to the same aggregate, the first goes to nobody.
            connection.execute(
                f"UPDATE {projection.name}.{table} SET tenant_id = gen_random_uuid() WHERE ctid ="
                f" (SELECT min(ctid) FROM {projection.name}.{table})".encode()
            )

    after = compare(database_url, projection.name)

    assert (before.equal, before.behind) == (True, 0)
    assert dict(after.differing) == dict.fromkeys(tables, 1)


def test_a_view_that_is_behind_is_not_wrong(database_url: str, pool: Pool) -> None:
    log = random_history(3).facts
    commit(database_url, log)
    projector(pool, alert_groups).project(log[:12])

    comparison = compare(database_url, "alert_groups")

    assert comparison.equal
    assert comparison.behind > 0


@each_projection
def test_facts_written_and_projected_meanwhile_are_in_the_rebuilt_view(
    database_url: str, pool: Pool, projection: Projection
) -> None:
    log = random_history(4, length=420).facts
    commit(database_url, log[:300])
    projector(pool, projection).project(log[:300])
    done = Event()
    failures: list[BaseException] = []

    def write_on() -> None:
        try:
            for start in range(300, len(log), 3):
                batch = log[start : start + 3]
                commit(database_url, batch)
                projector(pool, projection).project(batch)
        except BaseException as failure:  # noqa: BLE001 - shown by the assert
            failures.append(failure)
        finally:
            done.set()

    writer = Thread(target=write_on)
    writer.start()
    rebuilds = 0
    while not done.is_set():
        rebuild(database_url, projection.name)
        rebuilds += 1
    writer.join()

    comparison = compare(database_url, projection.name)
    assert failures == []
    assert rebuilds >= 1
    assert (comparison.equal, comparison.behind) == (True, 0)
    assert value(database_url, f"SELECT sum(version) FROM {projection.name}.progress") == followed(log, projection)


def test_a_fact_above_the_horizon_of_an_old_transaction_is_not_lost_in_the_swap(database_url: str, pool: Pool) -> None:
    log = Log()
    log.add(make.ingested())
    with psycopg.connect(database_url) as old:
        old.execute("SELECT pg_current_xact_id()")
        commit(database_url, log.facts)
        projector(pool, alert_groups).project(log.facts)

        rebuild(database_url, "alert_groups")

    assert value(database_url, "SELECT count(*) FROM alert_groups.alert") == 1


def test_tables_of_a_candidate_that_nothing_is_known_of_are_made_anew(database_url: str, pool: Pool) -> None:
    log = random_history(5, length=200).facts
    commit(database_url, log)
    projector(pool, alert_groups).project(log)
    with psycopg.connect(database_url) as connection:
        create_tables(connection, alert_groups, "alert_groups_next")
        connection.execute("INSERT INTO alert_groups_next.progress SELECT %s, 'alert', gen_random_uuid(), 1", (TENANT,))

    rebuild(database_url, "alert_groups")

    assert compare(database_url, "alert_groups").equal
    assert value(database_url, "SELECT sum(version) FROM alert_groups.progress") == followed(log, alert_groups)


def test_two_rebuilds_of_one_projection_do_not_run_at_the_same_time(database_url: str) -> None:
    with (
        open_candidate(database_url, alert_groups, READER, fresh=False),
        pytest.raises(RebuildRunning),
    ):
        rebuild(database_url, "alert_groups")


def test_an_unknown_projection_is_refused(database_url: str) -> None:
    with pytest.raises(KeyError):
        rebuild(database_url, "no such")
