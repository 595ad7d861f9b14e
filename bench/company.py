"""Three months of a company as facts, as the writer decided them, and the same again for other tenants."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

import psycopg

from bench.facts import copy_facts
from local.demo.asking import envelope_of
from local.demo.history import history, preface
from local.demo.scene import Scene
from local.demo.writing import BATCH
from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.fact_store import PostgresFactStore
from shared.adapters.postgres.projections.reading import FactReader
from shared.app.handle_intents import HandleIntents
from shared.domain.published import FACTS, INTENTS
from shared.domain.registry import AGGREGATES_BY_TYPE
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId
from shared.ports.projections import Unread
from shared.ports.wake import NoWaker

ORIGINAL = TenantId(UUID(int=0xC0))
_NOW = datetime(2026, 7, 14, 15, 20, tzinfo=UTC)
_FACTS = "SELECT event, fact_id, aggregate_type, aggregate_id, version FROM domain.fact WHERE tenant_id = %s"

Fact = Envelope[Any]


def told(url: str) -> list[Fact]:
    """In the order in which they were committed."""
    scene = Scene(tenant_id=ORIGINAL, now=_NOW, seed=7)
    asks = [*preface(scene), *history(scene)]
    with connect_pool(url, role="sre_writer", application="bench") as pool:
        encode = Codec((*INTENTS, *FACTS)).encode
        handle = HandleIntents(
            store=PostgresFactStore(pool), aggregates=AGGREGATES_BY_TYPE, encode=encode, waker=NoWaker()
        )
        for start in range(0, len(asks), BATCH):
            handle(ORIGINAL, [envelope_of(ORIGINAL, ask) for ask in asks[start : start + BATCH]])
    reader = FactReader(Codec(FACTS))
    with psycopg.connect(url) as connection:
        rows = connection.execute(f"{_FACTS} ORDER BY position".encode(), (ORIGINAL,)).fetchall()
    facts = (
        reader.read_fact(event, tenant_id=ORIGINAL, fact_id=fact_id, aggregate=(kind, id_), version=version)
        for event, fact_id, kind, id_, version in rows
    )
    return [fact for fact in facts if not isinstance(fact, Unread)]


def again(facts: Sequence[Fact], tenant: TenantId) -> Iterator[Fact]:
    for fact in facts:
        message_id = uuid5(tenant, str(fact.message_id))
        yield replace(fact, tenant_id=tenant, message_id=message_id, correlation_id=message_id, causation_id=None)


def put(url: str, facts: Sequence[Fact]) -> None:
    """Into the log, and nowhere else."""
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        copy_facts(cursor, facts)
