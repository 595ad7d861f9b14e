"""A database that says nothing is given up on this side, and nothing of it stays behind."""

from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from typing import Any

import psycopg
import pytest

from shared.adapters.deadline import DeadlineExceeded, deadline
from shared.adapters.postgres.connection import Pool, connect_pool, transaction
from shared.adapters.postgres.health import alive_within
from tests.support.wire import until

_ASLEEP = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'"


@pytest.fixture
def pool(database_url: str) -> Iterator[Pool]:
    with connect_pool(database_url, role="sre_admin", application="silent", max_size=1) as pool:
        yield pool


def ask_for_ever(pool: Pool) -> None:
    while True:
        with transaction(pool) as connection:
            connection.execute("SELECT 1")


def asleep(database_url: str) -> int:
    with psycopg.connect(database_url) as connection:
        row = connection.execute(_ASLEEP).fetchone()
    assert row is not None
    return int(row[0])


def test_silence_has_an_end_and_the_statement_of_a_client_that_left_too(pool: Pool, database_url: str):
    with transaction(pool) as connection:
        connection.silence_s = 0.3  # type: ignore[attr-defined]
        with pytest.raises(psycopg.OperationalError, match="has not answered"):
            connection.execute("SELECT pg_sleep(600)")
    until(lambda: asleep(database_url) == 0)
    with transaction(pool) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_waiting_ends_with_the_time_of_the_work_that_it_is_for(pool: Pool, database_url: str):
    for _ in range(2):
        with pytest.raises(DeadlineExceeded), deadline(0.3, "asks"), transaction(pool) as connection:
            connection.execute("SELECT pg_sleep(600)")
    until(lambda: asleep(database_url) == 0)
    with transaction(pool) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_who_waits_for_a_connection_waits_no_longer_than_its_work_may_take(pool: Pool):
    with transaction(pool), pytest.raises(DeadlineExceeded), deadline(0.2, "waits"), transaction(pool):
        pass


def test_a_database_that_cannot_be_asked_in_time_is_away(pool: Pool):
    alive_within(pool, 60)
    with transaction(pool), pytest.raises(psycopg.OperationalError, match="has not answered within"):
        alive_within(pool, 0.2)


def test_however_often_work_is_ended_the_pool_keeps_its_connections(pool: Pool):
    for ends in range(1, 40):
        with pytest.raises(DeadlineExceeded), deadline(ends / 400, "loops"):
            ask_for_ever(pool)
    with transaction(pool) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_who_waits_for_a_database_that_is_away_has_it_when_it_is_back(database_url: str, tmp_path: Path):
    where: dict[str, Any] = psycopg.conninfo.conninfo_to_dict(database_url)
    socket, back = Path(str(where["host"])), tmp_path / "s"
    url = psycopg.conninfo.make_conninfo(**(where | {"host": str(back)}))
    with connect_pool(url, role="sre_admin", application="away", max_size=1) as pool:
        pool.timeout = 120.0
        returns = Timer(1.5, back.symlink_to, [socket])
        returns.start()
        with transaction(pool) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        returns.join()
