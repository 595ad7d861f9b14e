"""The relay against a real outbox: order per aggregate, no loss, parking."""

import random
import threading
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest

from shared.adapters.cloudevents.binding import batch_attributes, batch_data
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.fact_store import PostgresFactStore
from shared.adapters.postgres.outbox import domain_outbox
from shared.app.relay import Relay, batches_of
from shared.kernel.ids import TenantId
from shared.kernel.wire import lane_of, partition_key
from shared.ports.fact_store import AggregateKey, FactRow, Write
from shared.ports.failpoint import install_failpoint
from shared.ports.outbox import OutboxRow
from shared.ports.transport import TransportUnavailable
from tests.support.postgres import only_row
from tests.support.publishers import RecordingPublisher

TENANT = TenantId(UUID(int=1))


@pytest.fixture
def pool(database_url: str) -> Iterator[Pool]:
    pool = connect_pool(database_url, role="sre_relay", application="relay", max_size=8)
    yield pool
    pool.close()


@pytest.fixture
def writer(database_url: str) -> Iterator[PostgresFactStore]:
    pool = connect_pool(database_url, role="sre_writer", application="writer", max_size=8)
    yield PostgresFactStore(pool)
    pool.close()


def relay_to(pool: Pool, publisher: RecordingPublisher, limit: int = 2000) -> Relay:
    return Relay(
        outboxes=(domain_outbox(pool),),
        publisher=publisher,
        batch_attributes=batch_attributes,
        batch_data=batch_data,
        limit=limit,
    )


def store_facts(writer: PostgresFactStore, aggregate: int, versions: range, tenant: TenantId = TENANT) -> None:
    key = AggregateKey("alert", str(UUID(int=aggregate)))
    lane = lane_of(partition_key(tenant, *key))
    rows = [
        FactRow(
            key=key,
            version=version,
            fact_id=UUID(int=(tenant.int * 1_000 + aggregate) * 10_000 + version),
            type="t",
            lane=lane,
            event=f'{{"aggregate":{aggregate},"version":{version}}}',
            hash=b"h",
        )
        for version in versions
    ]
    with writer.session(tenant) as session:
        session.write(Write(facts=rows, aggregates=(), inbox=()))


def outbox_size(database_url: str) -> int:
    with psycopg.connect(database_url) as connection:
        return only_row(connection.execute("SELECT count(*) FROM domain.outbox"))[0]


def inversions(events: list[dict[str, Any]]) -> int:
    """First deliveries only: a repetition of an older event is a duplicate, not a reordering."""
    seen: dict[int, set[int]] = defaultdict(set)
    count = 0
    for event in events:
        versions = seen[event["aggregate"]]
        if event["version"] not in versions:
            count += any(version > event["version"] for version in versions)
            versions.add(event["version"])
    return count


def test_everything_committed_goes_out_once_and_in_order(database_url, pool, writer):
    for aggregate in range(20):
        store_facts(writer, aggregate, range(1, 6))
    publisher = RecordingPublisher()
    assert relay_to(pool, publisher).drain() == 100
    assert outbox_size(database_url) == 0
    assert len(publisher.events) == 100
    assert inversions(publisher.events) == 0
    assert {message.topic for message in publisher.messages} == {"sre.domain.facts.v1"}
    assert all(message.ordering_key.startswith(f"{TENANT}/lane-") for message in publisher.messages)
    assert all(message.attributes["alert"] == "1" for message in publisher.messages)


def test_when_the_broker_is_away_nothing_is_forgotten(database_url, pool, writer):
    store_facts(writer, 1, range(1, 4))
    publisher = RecordingPublisher()
    publisher.away = True
    with pytest.raises(TransportUnavailable):
        relay_to(pool, publisher).drain()
    assert outbox_size(database_url) == 3
    publisher.away = False
    assert relay_to(pool, publisher).drain() == 3
    assert [event["version"] for event in publisher.events] == [1, 2, 3]


def test_an_event_the_broker_refuses_parks_its_aggregate_and_nobody_else(database_url, pool, writer):
    aggregates = [n for n in range(200) if lane_of(partition_key(TENANT, "alert", str(UUID(int=n)))) == 5][:3]
    for aggregate in aggregates:
        store_facts(writer, aggregate, range(1, 4))
    bad = aggregates[1]
    publisher = RecordingPublisher(refuses=lambda body: f'"aggregate":{bad},"version":2' in body)
    assert relay_to(pool, publisher).drain() == 7
    assert [e["version"] for e in publisher.events if e["aggregate"] == bad] == [1]
    assert [e["version"] for e in publisher.events if e["aggregate"] == aggregates[2]] == [1, 2, 3]
    store_facts(writer, bad, range(4, 5))
    assert relay_to(pool, publisher).drain() == 0
    with psycopg.connect(database_url) as connection:
        parked = connection.execute("SELECT aggregate_id, reason FROM domain.parked").fetchall()
    assert parked == [(UUID(int=bad), "too strange")]
    assert outbox_size(database_url) == 3


def test_several_relays_and_writers_with_crashes_lose_nothing_and_keep_order(database_url, pool, writer):
    publisher = RecordingPublisher()
    writing = [threading.Thread(target=_write_some, args=(writer, first)) for first in (0, 10, 20, 30)]
    done = threading.Event()
    relays = [threading.Thread(target=_relay_until, args=(relay_to(pool, publisher, limit=50), done)) for _ in range(4)]
    crash = random.Random(7)

    def maybe_crash(name: str) -> None:
        if name in {"relay.publish", "relay.published", "relay.settle", "relay.commit"} and crash.random() < 0.1:
            raise _Crash(name)

    install_failpoint(maybe_crash)
    try:
        for thread in (*writing, *relays):
            thread.start()
        for thread in writing:
            thread.join(60)
    finally:
        install_failpoint(None)
        done.set()
        for thread in relays:
            thread.join(60)
    relay_to(pool, publisher).drain()
    unique = {(event["aggregate"], event["version"]) for event in publisher.events}
    assert len(unique) == 40 * 12
    assert inversions(publisher.events) == 0
    assert outbox_size(database_url) == 0


def test_batches_keep_to_the_limits_of_the_broker():
    rows = [OutboxRow(n, "t", "topic", 1, "alert", "a", "x" * 1000) for n in range(1200)]
    sizes = [(len(batch), sum(len(row.event) + 1 for row in batch)) for batch in batches_of(rows)]
    assert sum(count for count, _ in sizes) == 1200
    assert all(count <= 500 and size <= 1_000_000 for count, size in sizes)


def test_batches_never_mix_tenants_lanes_or_topics():
    rows = [OutboxRow(n, f"t{n % 2}", f"topic{n % 3}", n % 5, "alert", "a", "{}") for n in range(60)]
    for batch in batches_of(rows):
        assert len({(row.tenant_id, row.topic, row.lane) for row in batch}) == 1
        assert [row.position for row in batch] == sorted(row.position for row in batch)


class _Crash(Exception):  # noqa: N818 - names the event
    pass


def _write_some(writer: PostgresFactStore, first: int) -> None:
    for version in range(1, 13):
        for aggregate in range(first, first + 10):
            store_facts(writer, aggregate, range(version, version + 1))


def _relay_until(relay: Relay, done: threading.Event) -> None:
    while not done.is_set():
        try:
            relay.drain()
        except _Crash:
            continue


def test_a_backlog_of_one_tenant_does_not_hold_up_another(pool, writer):
    others = [TenantId(UUID(int=number)) for number in range(2, 100)]
    for aggregate in range(40):
        store_facts(writer, aggregate, range(1, 6))
    for tenant in others:
        store_facts(writer, 1, range(1, 3), tenant)
    publisher = RecordingPublisher()
    relay = relay_to(pool, publisher, limit=200)
    rounds = 0
    while {message.attributes["ce-tenantid"] for message in publisher.messages} < {str(each) for each in others}:
        rounds += 1
        assert relay.step(relay.outboxes[0]).published > 0
    assert rounds <= 3
    relay.drain()
    assert len(publisher.events) == 200 + 2 * len(others)


def test_what_is_parked_of_many_tenants_does_not_hide_what_can_go_out(database_url, pool, writer):
    parked = [TenantId(UUID(int=number)) for number in range(1, 80)]
    for tenant in parked:
        store_facts(writer, 1, range(1, 2), tenant)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO domain.parked (tenant_id, aggregate_type, aggregate_id, position, reason)"
            " SELECT tenant_id, aggregate_type, aggregate_id, position, '' FROM domain.fact"
        )
    store_facts(writer, 1, range(1, 2), TenantId(UUID(int=100)))
    assert relay_to(pool, RecordingPublisher()).drain() == 1
