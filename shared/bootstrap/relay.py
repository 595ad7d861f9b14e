"""Wires the relay: outboxes on one side, the configured broker on the other."""

from functools import lru_cache

from shared.adapters.cloudevents.binding import batch_attributes, batch_data
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.outbox import domain_outbox, process_outbox
from shared.adapters.postgres.transport.publisher import PostgresPublisher
from shared.adapters.rounds import Rounds
from shared.app.relay import Relay
from shared.bootstrap.telemetry import start_telemetry
from shared.bootstrap.transport import build_publisher
from shared.settings import DatabaseSettings, TransportSettings


@lru_cache(maxsize=1)
def build_relay() -> Rounds[int]:
    """Wires draining, which gives how many events went out.

    Wakes that come while one drains share the next: two that drained at a time would each leave to the other what was
    committed meanwhile.
    """
    start_telemetry("outbox_relay")
    database = DatabaseSettings()
    pool = connect_pool(
        database.database_url,
        role="sre_relay",
        application="outbox_relay",
        synchronous_commit=database.database_synchronous_commit,
    )
    publisher = build_publisher(
        TransportSettings(),
        database,
        role="sre_relay",
        application="outbox_relay-publish",
        synchronous_commit=database.database_synchronous_commit,
    )
    within = publisher if isinstance(publisher, PostgresPublisher) else None
    relay = Relay(
        outboxes=(domain_outbox(pool, within), process_outbox(pool, within)),
        publisher=publisher,
        batch_attributes=batch_attributes,
        batch_data=batch_data,
    )
    return Rounds(relay.drain)
