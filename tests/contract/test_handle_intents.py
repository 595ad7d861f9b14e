"""The write path, on every store there is: the effect of once, neighbours unharmed, history chained."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import psycopg
import pytest

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.memory.fact_store import MemoryFactStore
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.fact_store import PostgresFactStore
from shared.adapters.postgres.history_audit import PostgresHistoryAudit
from shared.app.handle_intents import HandleIntents
from shared.kernel.ids import TenantId
from shared.ports.fact_store import FactStore
from shared.ports.history import every_stretch
from tests.support.tally import NOON, TALLY, TENANT, AddToTally, OpenTally, asked

A, B = UUID(int=10), UUID(int=11)
#: A fact of an aggregate again, as its third.
_COPIED = (
    "INSERT INTO domain.fact (tenant_id, aggregate_type, aggregate_id, version, fact_id, type, lane, event, hash)"
    " SELECT tenant_id, aggregate_type, aggregate_id, 3, gen_random_uuid(), type, lane, event, hash FROM domain.fact"
    " WHERE aggregate_id = %s AND version = %s"
)


@dataclass
class RecordingWaker:
    names: list[str] = field(default_factory=list)

    def wake(self, name: str) -> None:
        self.names.append(name)


def handler(store: FactStore, waker: RecordingWaker | None = None) -> HandleIntents:
    codec = Codec((*TALLY.intents, *TALLY.facts))
    return HandleIntents(store=store, aggregates={"tally": TALLY}, encode=codec.encode, waker=waker or RecordingWaker())


@pytest.fixture(params=["memory", "postgres"])
def store(request: pytest.FixtureRequest) -> Iterator[FactStore]:
    if request.param == "memory":
        yield MemoryFactStore()
        return
    pool = connect_pool(request.getfixturevalue("database_url"), role="sre_writer", application="test", max_size=16)
    yield PostgresFactStore(pool)
    pool.close()


def test_a_batch_is_decided_intent_by_intent_and_answered_in_order(store: FactStore):
    outcomes = handler(store)(
        TENANT,
        [
            asked(OpenTally(tally_id=A), 1),
            asked(AddToTally(tally_id=A, amount=2), 2),
            asked(AddToTally(tally_id=A, amount=-1), 3),
            asked(AddToTally(tally_id=A, amount=0), 4),
            asked(AddToTally(tally_id=B, amount=5), 5),
        ],
    )
    assert [(o.status, o.aggregate_version) for o in outcomes] == [
        ("accepted", 1),
        ("accepted", 2),
        ("rejected", 2),
        ("ignored", 2),
        ("accepted", 1),
    ]
    assert outcomes[2].problem is not None
    assert outcomes[2].problem.code == "tally.negative"
    assert [o.message_id for o in outcomes] == [UUID(int=n) for n in (1, 2, 3, 4, 5)]
    positions = [o.position for o in outcomes if o.position is not None]
    assert len(positions) == sum(bool(o.fact_ids) for o in outcomes)
    assert positions == sorted(positions)


def test_the_same_message_again_gets_the_same_answer_and_changes_nothing(store: FactStore):
    handle = handler(store)
    first = handle(TENANT, [asked(AddToTally(tally_id=A, amount=2), 1), asked(AddToTally(tally_id=A, amount=-1), 2)])
    again = handle(TENANT, [asked(AddToTally(tally_id=A, amount=2), 1), asked(AddToTally(tally_id=A, amount=-1), 2)])
    assert [(o.status, o.aggregate_version, o.fact_ids, o.position) for o in again] == [
        (o.status, o.aggregate_version, o.fact_ids, o.position) for o in first
    ]
    assert [o.replayed for o in again] == [True, True]
    total = handle(TENANT, [asked(AddToTally(tally_id=A, amount=1), 3)])[0]
    assert total.aggregate_version == 2


def test_the_same_message_twice_in_one_batch_has_the_effect_of_once(store: FactStore):
    outcomes = handler(store)(TENANT, [asked(AddToTally(tally_id=A, amount=2), 1)] * 2)
    assert [(o.status, o.replayed) for o in outcomes] == [("accepted", False), ("accepted", True)]
    assert outcomes[1].aggregate_version == 1


def test_the_same_id_with_another_body_is_a_conflict(store: FactStore):
    handle = handler(store)
    handle(TENANT, [asked(AddToTally(tally_id=A, amount=2), 1)])
    (outcome,) = handle(TENANT, [asked(AddToTally(tally_id=A, amount=3), 1)])
    assert outcome.status == "conflict"
    assert outcome.problem is not None
    assert outcome.problem.code == "message.id_reused"


def test_when_we_were_told_does_not_make_it_another_request(store: FactStore):
    handle = handler(store)
    handle(TENANT, [asked(AddToTally(tally_id=A, amount=2), 1)])
    later = AddToTally(tally_id=A, amount=2, heard_at=NOON + timedelta(seconds=3))
    (outcome,) = handle(TENANT, [asked(later, 1)])
    assert (outcome.status, outcome.replayed) == ("accepted", True)


def test_an_expected_version_that_is_not_current_is_a_conflict(store: FactStore):
    handle = handler(store)
    handle(TENANT, [asked(AddToTally(tally_id=A, amount=2), 1)])
    stale, current = handle(
        TENANT,
        [
            asked(AddToTally(tally_id=A, amount=1), 2, version=0),
            asked(AddToTally(tally_id=A, amount=1), 3, version=1),
        ],
    )
    assert stale.problem is not None
    assert (stale.status, stale.problem.code, stale.aggregate_version) == ("conflict", "version.conflict", 1)
    assert (current.status, current.aggregate_version) == ("accepted", 2)


def test_numbers_for_people_rise_by_one_per_tenant(store: FactStore):
    handle = handler(store)
    handle(TENANT, [asked(OpenTally(tally_id=UUID(int=20 + n)), 20 + n) for n in range(3)])
    other = TenantId(UUID(int=2))
    handle(other, [asked(OpenTally(tally_id=A), 1, tenant=other)])
    handle(TENANT, [asked(OpenTally(tally_id=A), 2), asked(OpenTally(tally_id=A), 3)])
    with store.session(TENANT) as session:
        assert list(session.draw_numbers("tally", 1)) == [5]
    with store.session(other) as session:
        assert list(session.draw_numbers("tally", 1)) == [2]


def test_facts_wake_the_relay_and_mere_answers_do_not(store: FactStore):
    waker = RecordingWaker()
    handle = handler(store, waker)
    handle(TENANT, [asked(AddToTally(tally_id=A, amount=-1), 1)])
    assert waker.names == []
    handle(TENANT, [asked(AddToTally(tally_id=A, amount=1), 2)])
    assert waker.names == ["relay"]
    handle(TENANT, [asked(AddToTally(tally_id=A, amount=1), 2)])
    assert waker.names == ["relay"]


def test_every_fact_says_who_when_and_because_of_what(store: FactStore):
    handler(store)(TENANT, [asked(OpenTally(tally_id=A, title="é"), 1)])
    event = json.loads(_events(store)[0])
    assert event["type"] == "io.ameide.sre.fact.tally-opened.v1"
    assert event["causationid"] == str(UUID(int=1))
    assert event["correlationid"] == str(UUID(int=9))
    assert event["actor"] == "human:ana"
    assert event["aggregateversion"] == "1"
    assert event["time"] == "2026-03-01T12:00:00.000000Z"
    assert event["data"] == {"tally_id": str(A), "number": 1, "title": "é"}


def test_more_than_one_transaction_full_is_handled_whole(store: FactStore):
    outcomes = handler(store)(TENANT, [asked(AddToTally(tally_id=A, amount=1), n) for n in range(1, 1203)])
    assert outcomes[-1].aggregate_version == 1202


@pytest.mark.parametrize("copies", [16])
def test_identical_batches_at_once_have_the_effect_of_once(database_url: str, copies: int):
    pool = connect_pool(database_url, role="sre_writer", application="test", max_size=copies)
    handle = handler(PostgresFactStore(pool))
    batch = [asked(AddToTally(tally_id=UUID(int=50 + n), amount=1), 50 + n) for n in range(5)]
    start = threading.Barrier(copies)
    answers: list[list[Any]] = []

    def send() -> None:
        start.wait()
        answers.append(handle(TENANT, batch))

    threads = [threading.Thread(target=send) for _ in range(copies)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    pool.close()
    assert len(answers) == copies
    assert {tuple((o.status, o.fact_ids) for o in answer) for answer in answers} == {
        tuple((o.status, o.fact_ids) for o in answers[0])
    }
    with psycopg.connect(database_url) as connection:
        facts = connection.execute("SELECT count(*), count(DISTINCT aggregate_id) FROM domain.fact").fetchone()
    assert facts == (5, 5)


def test_history_is_a_chain_and_every_kind_of_tampering_shows(database_url: str):
    pool = connect_pool(database_url, role="sre_writer", application="test")
    handle = handler(PostgresFactStore(pool))
    for aggregate in range(7):
        handle(
            TENANT, [asked(AddToTally(tally_id=UUID(int=aggregate), amount=1), aggregate * 10 + n) for n in range(4)]
        )
    pool.close()
    operator = connect_pool(database_url, role="sre_admin", application="audit")
    audit = PostgresHistoryAudit(operator, ())
    whole = list(every_stretch(audit, limit=3))
    assert (sum(each.things for each in whole), sum(each.facts for each in whole)) == (7, 28)
    assert [each.flaws for each in whole] == [(), (), ()]
    with psycopg.connect(database_url, autocommit=True) as connection:
        at = "aggregate_id = %s AND version = %s"
        connection.execute(f"UPDATE domain.fact SET event = event || ' ' WHERE {at}", (UUID(int=0), 2))
        connection.execute(f"DELETE FROM domain.fact WHERE {at}", (UUID(int=1), 2))
        connection.execute(f"DELETE FROM domain.fact WHERE {at}", (UUID(int=2), 4))
        connection.execute("UPDATE domain.aggregate SET version = 3 WHERE aggregate_id = %s", (UUID(int=3),))
        for before, after in ((2, 9), (3, 2), (9, 3)):  # two facts change places
            connection.execute(f"UPDATE domain.fact SET version = {after} WHERE {at}", (UUID(int=4), before))
        for version in (4, 3):  # one is put between
            connection.execute(f"UPDATE domain.fact SET version = version + 1 WHERE {at}", (UUID(int=5), version))
        connection.execute(_COPIED, (UUID(int=5), 2))
    flaws = {(flaw.aggregate_id, flaw.version, flaw.kind) for each in every_stretch(audit) for flaw in each.flaws}
    operator.close()
    assert flaws == {
        (str(UUID(int=0)), 2, "altered"),
        (str(UUID(int=1)), 2, "missing"),
        (str(UUID(int=2)), 4, "truncated"),
        (str(UUID(int=3)), 3, "state"),
        (str(UUID(int=4)), 2, "altered"),
        (str(UUID(int=5)), 3, "altered"),
    }


def test_the_chain_is_the_hash_of_what_was_before_and_the_event(store: FactStore):
    handler(store)(TENANT, [asked(AddToTally(tally_id=A, amount=1), n) for n in (1, 2)])
    first, second = _events(store)
    with store.session(TENANT) as session:
        (stored,) = session.load([next(iter(_key()))]).values()
    assert stored.hash == sha256(sha256(first.encode()).digest() + second.encode()).digest()


def _key():
    from shared.ports.fact_store import AggregateKey

    yield AggregateKey("tally", str(A))


def _events(store: FactStore) -> list[str]:
    if isinstance(store, MemoryFactStore):
        return store.events
    assert isinstance(store, PostgresFactStore)
    with store._pool.connection() as connection, connection.transaction():
        connection.execute("SELECT set_config('app.tenant_id', %s, true)", (str(TENANT),))
        return [row[0] for row in connection.execute("SELECT event FROM domain.fact ORDER BY position")]


def test_a_value_that_the_database_refuses_fails_alone_and_is_answered(database_url: str):
    pool = connect_pool(database_url, role="sre_writer", application="test")
    handle = handler(PostgresFactStore(pool))
    batch = [
        asked(OpenTally(tally_id=UUID(int=1), title="fine"), 1),
        asked(OpenTally(tally_id=UUID(int=2), title="nul \x00 inside"), 2),
        asked(OpenTally(tally_id=UUID(int=3), title="fine too"), 3),
    ]
    outcomes = handle(TENANT, batch)
    again = handle(TENANT, batch)
    pool.close()
    assert [(o.status, o.problem and o.problem.code) for o in outcomes] == [
        ("accepted", None),
        ("rejected", "message.unstorable"),
        ("accepted", None),
    ]
    assert [(o.status, o.replayed) for o in again] == [("accepted", True), ("rejected", True), ("accepted", True)]
