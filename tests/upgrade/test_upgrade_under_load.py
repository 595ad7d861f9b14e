"""A kept version is upgraded while others write and read: nobody is refused, nobody waits for long, nothing is lost."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Thread
from typing import Self
from uuid import uuid4

import psycopg
import pytest

from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.fact_store import PostgresFactStore
from shared.adapters.postgres.feed_log import PostgresFeedLog
from shared.adapters.postgres.migrate import migrate, shipped
from shared.kernel.ids import TenantId
from shared.ports.fact_store import AggregateKey, AggregateRow, FactRow, InboxRow, Write
from shared.ports.feed import BEGINNING
from shared.ports.outcome import Outcome
from tests.support.facts import TENANT
from tests.support.patience import wait_until
from tests.support.postgres import with_database

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

VERSIONS = sorted(each.parent for each in Path(__file__).parent.glob("*/database.sql"))
_NAME = "sre_test_upgrade_under_load"
_OPEN = (
    "SELECT datname, application_name, backend_type, state, query FROM pg_stat_activity WHERE backend_xid IS NOT NULL"
)
_HELD_MEANWHILE = "LOCK TABLE access.tenant, domain.fact, domain.aggregate IN ACCESS SHARE MODE"


class Busy:
    """Does something again and again in a thread, until it is stopped; what it raises is kept and ends it."""

    def __init__(self, action: Callable[[], object]) -> None:
        self._action = action
        self._stop = Event()
        self._thread = Thread(target=self._run)
        self.times = 0
        self.raised: list[Exception] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def goes_on(self) -> None:
        """Waits until it was done some times more, however long that takes now."""
        enough = self.times + 5
        wait_until(lambda: self.times >= enough or self.raised, f"{self._action} going on")
        assert self.raised == []

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._action()
            except Exception as broken:  # noqa: BLE001 - told by whoever waits for this thread
                self.raised.append(broken)
                return
            self.times += 1


@pytest.fixture(params=VERSIONS, ids=lambda version: version.name)
def kept(request: pytest.FixtureRequest, postgres_server: str) -> Iterator[str]:
    """The kept database as that version left it."""
    with psycopg.connect(postgres_server, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {_NAME}")
    url = with_database(postgres_server, _NAME)
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute((request.param / "database.sql").read_bytes())
        yield url
    finally:
        with psycopg.connect(postgres_server, autocommit=True) as server:
            server.execute(f"DROP DATABASE {_NAME} WITH (FORCE)")


def test_who_writes_and_who_reads_goes_on_while_migrations_wait_and_are_applied(kept: str):
    written: list[str] = []
    said: list[str] = []
    with _writer(kept) as write, _reader(kept) as read:
        before = read()
        with Busy(lambda: written.append(write())) as writer, Busy(read) as reader:
            with psycopg.connect(kept) as backup:
                backup.execute(_HELD_MEANWHILE)
                migrating = Thread(target=lambda: said.extend(migrate(kept, said.append)))
                migrating.start()
                wait_until(lambda: sum("waits for a lock" in each for each in said) >= 2, "the migration is held up")
                writer.goes_on()
                reader.goes_on()
            migrating.join()
            writer.goes_on()
            reader.goes_on()
        # The feed goes as far as no open transaction can still write: also one of a vacuum that has just begun.
        expected = before | set(written)
        wait_until(lambda: len(read()) >= len(expected), lambda: f"the feed's end; open: {_open(kept)}")
        assert read() == expected
    assert set(said) >= {name for name, _sql in shipped() if int(name[:4]) > 8}


def _open(url: str) -> list[object]:
    with psycopg.connect(url) as connection:
        return list(connection.execute(_OPEN))


@contextmanager
def _writer(url: str) -> Iterator[Callable[[], str]]:
    """Writes one fact of a new aggregate as the writer does; gives the aggregate's id."""
    with connect_pool(url, role="sre_writer", application="test") as pool:
        store = PostgresFactStore(pool)

        def write() -> str:
            key = AggregateKey("alert", str(uuid4()))
            with store.session(TENANT) as session:
                session.load([key])
                session.write(_first(key))
            return key.aggregate_id

        yield write


def _first(key: AggregateKey) -> Write:
    message, fact, now = uuid4(), uuid4(), datetime.now(UTC)
    outcome = Outcome(message_id=message, status="accepted", aggregate_version=1, fact_ids=(fact,))
    event = f'{{"time": "{now.isoformat()}"}}'
    return Write(
        facts=(FactRow(key=key, version=1, fact_id=fact, type="t", lane=0, event=event, hash=b"h" * 32),),
        aggregates=(
            AggregateRow(key=key, version=1, state="{}", hash=b"h" * 32, seen_at=now, expected_by=None, changed=True),
        ),
        inbox=(InboxRow(request_hash=b"r" * 32, outcome=outcome, key=key),),
    )


@contextmanager
def _reader(url: str) -> Iterator[Callable[[], set[str]]]:
    """Reads the whole feed as the API does; gives the ids of its aggregates."""
    with connect_pool(url, role="sre_query", application="test") as pool:
        feed = PostgresFeedLog(pool)
        yield lambda: _ids(feed, TENANT)


def _ids(feed: PostgresFeedLog, tenant: TenantId) -> set[str]:
    found: set[str] = set()
    place = BEGINNING
    while True:
        page, place = feed.page(tenant, place, kinds=None, limit=500)
        if not page:
            return found
        found |= {str(each.aggregate_id) for each in page}
