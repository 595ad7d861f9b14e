"""Facts per second from the outbox to the broker, against the bare publish rate of the same transport."""

from collections.abc import Iterator
from uuid import UUID

from bench.database import a_database
from bench.facts import TENANT, a_fact_text, store_facts
from bench.measure import RUNS, Result, rate, result
from local.prepare import subscribe
from shared.adapters.cloudevents.binding import batch_attributes, batch_data
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.migrate import migrate
from shared.adapters.postgres.outbox import domain_outbox, process_outbox
from shared.adapters.postgres.transport.publisher import PostgresPublisher
from shared.app.relay import MAX_EVENTS, Relay
from shared.kernel.wire import FACTS_TOPIC, lane_key
from shared.ports.transport import OutboundMessage
from shared.ports.wake import NoWaker

_FACTS = 20_000


def run() -> Iterator[Result]:
    with a_database("relay") as database:
        migrate(database.url)
        subscribe(database.url)
        pool = connect_pool(database.url, role="sre_relay", application="bench-relay", max_size=4)
        publisher = PostgresPublisher(pool, NoWaker())
        relay = Relay(
            outboxes=(domain_outbox(pool), process_outbox(pool)),
            publisher=publisher,
            batch_attributes=batch_attributes,
            batch_data=batch_data,
        )
        relayed: list[float] = []
        bare: list[float] = []
        for number in range(RUNS):
            bare.append(rate(_FACTS, lambda: _publish(publisher)))
            store_facts(database.url, _FACTS, seed=number)
            relayed.append(rate(_FACTS, relay.drain))
            database.execute("TRUNCATE transport.delivery, transport.message")
        pool.close()
    yield result("relay: outbox to the embedded transport", "facts/s", relayed, bare, "bare publish of full batches")


def _publish(publisher: PostgresPublisher) -> None:
    events = [a_fact_text(UUID(int=number), 1) for number in range(MAX_EVENTS)]
    key = lane_key(TENANT, 0)
    attributes = batch_attributes(
        tenant_id=TENANT, ordering_key=key, batch_id="bench", producer="/bench", aggregate_types=["alert"]
    )
    data = batch_data(events)
    for _ in range(_FACTS // MAX_EVENTS // 4):
        message = OutboundMessage(topic=FACTS_TOPIC, ordering_key=key, attributes=attributes, data=data)
        publisher.publish([message] * 4)
