"""Wiring of the projectors: a delivered CloudEvent in, rows of one projection out."""

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.adapters.cloudevents.binding import events_of
from shared.adapters.cloudevents.codec import Codec, Unreadable
from shared.adapters.observe import observed
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.projections.reading import FactReader
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.adapters.postgres.vectors import PostgresVectors
from shared.adapters.rounds import Rounds
from shared.app.apart import Apart
from shared.app.cpu_budget import CpuBudget
from shared.app.embed_waiting import EmbedWaiting
from shared.app.project import Projector
from shared.bootstrap.decoding import recent_facts
from shared.bootstrap.embeddings import embedders
from shared.bootstrap.telemetry import start_telemetry
from shared.bootstrap.waking import own_waker
from shared.domain.published import FACTS
from shared.ports.projections import FactEnvelope, Unread
from shared.projections.knowledge_index.projection import knowledge_index
from shared.projections.projection import Projection
from shared.projections.registry import PROJECTIONS
from shared.settings import DatabaseSettings, EmbeddingPaceSettings, EmbeddingSettings

#: (CloudEvent attributes, data, came in structured mode) → None; raising means: deliver again.
Deliver = Callable[[Mapping[str, Any], Any, bool], None]
#: Once the rows are there; raising means: deliver again.
After = Callable[[Sequence[FactEnvelope | Unread]], None]

_EMBED_S = 20.0
_EMBED_DOCUMENTS = 16
_LOOK_EVERY_S = 60.0
_LOOK_FOR = 200


def build_projectors(settings: DatabaseSettings) -> "Projectors":
    """They share connections."""
    start_telemetry("projectors")
    spare_the_collector()
    pool = connect_pool(
        settings.database_url,
        role="sre_projector",
        application="sre-projectors",
        max_size=settings.database_pool,
        synchronous_commit=settings.database_synchronous_commit,
    )
    reader = FactReader(Codec(FACTS, recent=recent_facts()))
    embed = _embed_waiting(pool)
    after = {knowledge_index.name: embed.announce}
    entries = {
        each.name: _deliver(each, pool, reader, embed.budget.arrived, after.get(each.name, _nothing))
        for each in PROJECTIONS
    }
    return Projectors(entries, Embedding(embed))


def _embed_waiting(pool: Pool) -> EmbedWaiting:
    pace = EmbeddingPaceSettings()
    return EmbedWaiting(
        store=PostgresVectors(pool),
        embedders=embedders(EmbeddingSettings()),
        settle_s=pace.embedding_settle_s,
        longest_s=pace.embedding_longest_s,
        budget=CpuBudget(share=pace.embedding_cpu_share),
        waker=own_waker(),
    )


class Embedding:
    """What is due for its vectors, a bounded time long and within the budget; now and then what nobody announced."""

    def __init__(self, embed: EmbedWaiting) -> None:
        self._embed = embed
        self._looked_at = float("-inf")
        #: Those who wake it while it embeds share its next round.
        self._rounds = Rounds(self._round)

    def tick(self) -> int:
        """Texts embedded. Raises EmbedderUnavailable, and at the end what single documents failed with."""
        return self._rounds() or 0

    def _round(self) -> int:
        if not self._embed.embedders:
            return 0
        until = time.monotonic() + _EMBED_S
        embedded = 0
        apart = Apart()
        while time.monotonic() < until and self._embed.budget.allows():
            now = self._embed(_EMBED_DOCUMENTS, apart)
            embedded += now
            if not now and not self._found_more():
                break
        apart.tell()
        return embedded

    def _found_more(self) -> bool:
        if time.monotonic() - self._looked_at < _LOOK_EVERY_S:
            return False
        found = self._embed.look_again(_LOOK_FOR)
        if found < _LOOK_FOR:
            self._looked_at = time.monotonic()
        return found > 0


@dataclass(frozen=True, slots=True)
class Projectors:
    #: One entry per projection, by name.
    deliver: Mapping[str, Deliver]
    embedding: Embedding


def _nothing(_events: Sequence[FactEnvelope | Unread]) -> None:
    pass


def spare_the_collector() -> None:
    """Batches make many objects and no cycles; looking for some at the default threshold costs a fifth of the time."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _deliver(
    projection: Projection, pool: Pool, reader: FactReader, arrived: Callable[[], None], after: After
) -> Deliver:
    projector = Projector(projection, PostgresProjectionStore(pool, projection, reader))
    operation = f"project {projection.name}"

    def deliver(attributes: Mapping[str, Any], data: Any, structured: bool) -> None:  # noqa: FBT001 - says how to read
        arrived()
        events = _read(reader, attributes, data, structured=structured)
        first = next((event for event in events if not isinstance(event, Unread)), None)
        with observed(
            operation,
            traceparent=first.traceparent if first else None,
            tracestate=first.tracestate if first else None,
            tenant=first.tenant_id if first else None,
            events=len(events),
        ) as observation:
            projected = projector.project(events)
            after(events)
            observation.add(
                applied=projected.applied,
                repeated=projected.repeated,
                healed=projected.healed,
                parked=projected.parked,
            )

    return deliver


def _read(
    reader: FactReader, attributes: Mapping[str, Any], data: Any, *, structured: bool
) -> list[FactEnvelope | Unread]:
    try:
        return [reader.read_event(event) for event in events_of(attributes, data, structured=structured)]
    except Unreadable:
        return [reader.read_event({**attributes, "data": _shown(data)})]


def _shown(data: Any) -> Any:
    return data.decode(errors="replace") if isinstance(data, bytes) else data
