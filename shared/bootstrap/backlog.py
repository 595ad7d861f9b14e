"""Wires the intake of another system's backlog: its events on one side, the broker on the other."""

from functools import lru_cache

from shared.adapters.cloudevents.binding import batch_attributes, batch_data
from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.processes.unreadable import PostgresUnreadableFacts
from shared.adapters.postgres.tenants import PostgresTenantDirectory
from shared.adapters.transformation.backlog_item import read_backlog_event
from shared.app.importing.receive_backlog import ReceiveBacklog
from shared.bootstrap.telemetry import start_telemetry
from shared.bootstrap.transport import build_publisher
from shared.domain.knowledge_document.intents import PutKnowledgeDocument, RemoveKnowledgeDocument
from shared.ports.clock import SystemClock
from shared.settings import DatabaseSettings, TransportSettings

#: It asks as workflows do, and keeps what it cannot read where they do.
_ROLE = "sre_process"


@lru_cache(maxsize=1)
def build_backlog() -> ReceiveBacklog:
    start_telemetry("ingest_backlog")
    database = DatabaseSettings()
    pool = connect_pool(
        database.database_url, role=_ROLE, application="ingest_backlog", max_size=database.database_pool
    )
    publisher = build_publisher(
        TransportSettings(),
        database,
        role=_ROLE,
        application="ingest_backlog-publish",
        synchronous_commit=database.database_synchronous_commit,
    )
    return ReceiveBacklog(
        read=read_backlog_event,
        tenants=PostgresTenantDirectory(pool),
        unreadable=PostgresUnreadableFacts(pool, "ingest_backlog"),
        publisher=publisher,
        encode=Codec((PutKnowledgeDocument, RemoveKnowledgeDocument)).encode,
        batch_attributes=batch_attributes,
        batch_data=batch_data,
        clock=SystemClock(),
    )
