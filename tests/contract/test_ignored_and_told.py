"""What is ignored and told of: the answer says ignored, the history says what was ignored, and it happens once."""

import json
from datetime import timedelta
from uuid import UUID

import pytest

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.memory.fact_store import MemoryFactStore
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.fact_store import PostgresFactStore
from shared.app.handle_intents import HandleIntents
from shared.domain.fleet_state.intents import RecordFleetState
from shared.domain.fleet_state.values import Counts
from shared.domain.published import FACTS, INTENTS
from shared.domain.registry import AGGREGATES_BY_TYPE
from shared.kernel.envelope import Envelope
from shared.kernel.ids import FleetStateId
from shared.kernel.message import Intent
from shared.ports.fact_store import AggregateKey
from shared.ports.wake import NoWaker
from tests.support.alerts import ALERT, sighted
from tests.support.facts import TENANT
from tests.support.given import NOON, after


def _told(intent: Intent, number: int, minutes: float) -> Envelope[Intent]:
    message_id = UUID(int=number)
    return Envelope(
        message_id=message_id,
        tenant_id=TENANT,
        data=intent,
        occurred_at=after(minutes),
        producer="/test",
        actor="integration:prod",
        correlation_id=message_id,
    )


@pytest.fixture(params=["memory", "postgres"])
def store(request: pytest.FixtureRequest):
    if request.param == "memory":
        yield MemoryFactStore()
        return
    pool = connect_pool(request.getfixturevalue("database_url"), role="sre_writer", application="test")
    yield PostgresFactStore(pool)
    pool.close()


def _writer(store) -> HandleIntents:
    encode = Codec((*INTENTS, *FACTS)).encode
    return HandleIntents(store=store, aggregates=AGGREGATES_BY_TYPE, encode=encode, waker=NoWaker())


def test_an_ignored_sight_is_answered_as_ignored_and_kept_once_and_moves_no_deadline(store):
    writer = _writer(store)
    late = _told(sighted(received_at=after(5.5)), 3, 5.5)
    batch = [
        _told(sighted(), 1, 0),
        _told(sighted("resolved", received_at=after(5), ends_at=after(4)), 2, 5),
        late,
    ]
    outcomes = writer(TENANT, batch)
    assert [(each.status, each.aggregate_version, len(each.fact_ids)) for each in outcomes] == [
        ("accepted", 1, 1),
        ("accepted", 2, 1),
        ("ignored", 3, 1),
    ]
    (again,) = writer(TENANT, [late])
    assert (again.status, again.fact_ids, again.replayed) == ("ignored", outcomes[2].fact_ids, True)
    with store.session(TENANT) as session:
        (stored,) = session.load([AggregateKey("alert", str(ALERT))]).values()
    state = json.loads(stored.state) if isinstance(stored.state, str) else stored.state
    assert (stored.version, state["ignored_sightings"], state["status"]) == (3, 1, "resolved")
    assert stored.seen_at == after(5)


def test_nobody_is_seen_later_than_we_heard_of_them(store):
    look = RecordFleetState(
        fleet_state_id=FleetStateId(UUID(int=9)),
        environment="production",
        cluster="eu-1",
        counts=Counts(total=0),
        observed_at=NOON + timedelta(days=150),
    )
    _writer(store)(TENANT, [_told(look, 1, 1)])
    with store.session(TENANT) as session:
        (stored,) = session.load([AggregateKey("fleet_state", str(UUID(int=9)))]).values()
    assert stored.seen_at == after(1)
