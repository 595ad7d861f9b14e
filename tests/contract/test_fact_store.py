"""What the write path needs from its store, on every store there is."""

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

import psycopg
import pytest

from shared.adapters.memory.fact_store import MemoryFactStore
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.fact_store import PostgresFactStore
from shared.kernel.ids import TenantId
from shared.ports.fact_store import AggregateKey, AggregateRow, FactRow, FactStore, InboxRow, LostRace, Write
from shared.ports.outcome import Outcome, Problem

TENANT = TenantId(UUID(int=1))
OTHER = TenantId(UUID(int=2))
KEY = AggregateKey("alert", str(UUID(int=10)))
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(params=["memory", "postgres"])
def store(request: pytest.FixtureRequest) -> Iterator[FactStore]:
    if request.param == "memory":
        yield MemoryFactStore()
        return
    pool = connect_pool(request.getfixturevalue("database_url"), role="sre_writer", application="test", max_size=3)
    yield PostgresFactStore(pool)
    pool.close()


def a_write(version: int = 1, *, message: int = 100, expected_by: datetime | None = None) -> Write:
    fact_id = UUID(int=message + 1000)
    digest = sha256(f"{version}".encode()).digest()
    outcome = Outcome(message_id=UUID(int=message), status="accepted", aggregate_version=version, fact_ids=(fact_id,))
    return Write(
        facts=(
            FactRow(
                key=KEY, version=version, fact_id=fact_id, type="t", lane=3, event='{"a": "\\u0000 é"}', hash=digest
            ),
        ),
        aggregates=(
            AggregateRow(
                key=KEY,
                version=version,
                state='{"n":1}',
                hash=digest,
                seen_at=NOON,
                expected_by=expected_by,
                changed=True,
            ),
        ),
        inbox=(InboxRow(request_hash=b"r" * 32, outcome=outcome, key=KEY),),
    )


def test_what_is_written_is_read_back_by_the_next_session(store: FactStore):
    with store.session(TENANT) as session:
        positions = session.write(a_write())
    with store.session(TENANT) as session:
        loaded = session.load([KEY])
        recorded = session.recorded([UUID(int=100), UUID(int=101)])
    assert loaded[KEY].version == 1
    assert loaded[KEY].state == {"n": 1}
    assert loaded[KEY].hash == sha256(b"1").digest()
    assert list(recorded) == [UUID(int=100)]
    assert recorded[UUID(int=100)].outcome.position == positions[UUID(int=1100)]
    assert recorded[UUID(int=100)].request_hash == b"r" * 32


def test_a_session_that_fails_writes_nothing(store: FactStore):
    with pytest.raises(RuntimeError, match="midway"), store.session(TENANT) as session:  # noqa: PT012
        session.write(a_write())
        raise RuntimeError("midway")
    with store.session(TENANT) as session:
        assert session.load([KEY]) == {}
        assert session.recorded([UUID(int=100)]) == {}


def test_the_same_version_twice_is_a_lost_race(store: FactStore):
    with store.session(TENANT) as session:
        session.write(a_write(1, message=100))
    with pytest.raises(LostRace), store.session(TENANT) as session:
        session.write(a_write(1, message=101))


def test_the_same_message_twice_is_a_lost_race(store: FactStore):
    with store.session(TENANT) as session:
        session.write(a_write(1, message=100))
    with pytest.raises(LostRace), store.session(TENANT) as session:
        session.write(a_write(2, message=100))


def test_another_tenant_sees_and_disturbs_nothing(store: FactStore):
    with store.session(TENANT) as session:
        session.write(a_write())
    with store.session(OTHER) as session:
        assert session.load([KEY]) == {}
        assert session.recorded([UUID(int=100)]) == {}
        session.write(a_write())


def test_numbers_are_drawn_per_tenant_and_counter_and_never_repeat(store: FactStore):
    with store.session(TENANT) as session:
        assert list(session.draw_numbers("incident", 2)) == [1, 2]
        assert list(session.draw_numbers("incident", 1)) == [3]
        assert list(session.draw_numbers("postmortem", 1)) == [1]
    with store.session(OTHER) as session:
        assert list(session.draw_numbers("incident", 1)) == [1]
    with store.session(TENANT) as session:
        assert list(session.draw_numbers("incident", 1)) == [4]


def test_a_rejection_keeps_its_problem(store: FactStore):
    problem = Problem(code="incident.closed", title="incident: closed", detail="final")
    outcome = Outcome(message_id=UUID(int=5), status="rejected", aggregate_version=7, problem=problem)
    row = InboxRow(request_hash=b"h", outcome=outcome, key=KEY)
    with store.session(TENANT) as session:
        assert session.write(Write(facts=(), aggregates=(), inbox=(row,))) == {}
    with store.session(TENANT) as session:
        assert session.recorded([UUID(int=5)])[UUID(int=5)].outcome == outcome


def test_the_writer_cannot_change_or_delete_a_fact(database_url: str):
    pool = connect_pool(database_url, role="sre_writer", application="test")
    store = PostgresFactStore(pool)
    with store.session(TENANT) as session:
        session.write(a_write())
    for statement in ("UPDATE domain.fact SET event = 'x'", "DELETE FROM domain.fact", "DELETE FROM domain.inbox"):
        with pool.connection() as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)
    pool.close()


def test_a_sighting_without_a_fact_moves_the_deadline_and_nothing_else(database_url: str):
    pool = connect_pool(database_url, role="sre_writer", application="test")
    store = PostgresFactStore(pool)
    later = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
    sighting = AggregateRow(
        key=KEY,
        version=1,
        state="null",
        hash=b"",
        seen_at=later,
        expected_by=later,
        changed=False,
        said={"summary": "at 93 %"},
    )
    with store.session(TENANT) as session:
        session.write(a_write(expected_by=NOON))
    with store.session(TENANT) as session:
        outcome = Outcome(message_id=UUID(int=6), status="accepted", aggregate_version=1)
        inbox = InboxRow(request_hash=b"h", outcome=outcome, key=KEY)
        session.write(Write(facts=(), aggregates=(sighting,), inbox=(inbox,)))
    with psycopg.connect(database_url) as connection:
        row = connection.execute("SELECT version, state, seen_at, expected_by, said FROM domain.aggregate").fetchone()
    assert row == (1, {"n": 1}, later, later, {"summary": "at 93 %"})
    pool.close()


def test_a_sighting_of_a_time_to_come_that_was_kept_gives_way_to_the_next_one(database_url: str):
    pool = connect_pool(database_url, role="sre_writer", application="test")
    store = PostgresFactStore(pool)
    ahead = datetime(2200, 1, 1, tzinfo=UTC)
    with store.session(TENANT) as session:
        session.write(a_write())
    for number, seen_at in ((6, ahead), (7, NOON)):
        row = AggregateRow(key=KEY, version=1, state="null", hash=b"", seen_at=seen_at, expected_by=None, changed=False)
        outcome = Outcome(message_id=UUID(int=number), status="accepted", aggregate_version=1)
        with store.session(TENANT) as session:
            inbox = InboxRow(request_hash=b"h", outcome=outcome, key=KEY)
            session.write(Write(facts=(), aggregates=(row,), inbox=(inbox,)))
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT seen_at FROM domain.aggregate").fetchone() == (NOON,)
    pool.close()


def test_others_are_consulted_by_their_keys_and_absent_ones_are_absent(store: FactStore):
    with store.session(TENANT) as session:
        session.write(a_write())
    with store.session(TENANT) as session:
        assert session.consult([AggregateKey("incident", KEY.aggregate_id), KEY]) == {KEY: {"n": 1}}
        assert session.consult([]) == {}
    with store.session(OTHER) as session:
        assert session.consult([KEY]) == {}


def test_consulting_neither_takes_a_lock_nor_waits_for_one(database_url: str):
    pool = connect_pool(database_url, role="sre_writer", application="test", max_size=2)
    store = PostgresFactStore(pool)
    with store.session(TENANT) as session:
        session.write(a_write(1, message=100))
    with store.session(TENANT) as writing:
        writing.load([KEY])
        writing.write(a_write(2, message=101))
        with store.session(TENANT) as consulting:
            assert consulting.consult([KEY]) == {KEY: {"n": 1}}
    with store.session(TENANT) as consulting:
        consulting.consult([KEY])
        with store.session(TENANT) as writing:
            assert writing.load([KEY])[KEY].version == 2
    pool.close()
