"""Wiring of the projectors: a delivered CloudEvent in, rows of one projection out."""

import gc
from collections.abc import Callable, Mapping
from typing import Any

from shared.adapters.cloudevents.binding import events_of
from shared.adapters.cloudevents.codec import Codec, Unreadable
from shared.adapters.observe import observed
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.projections.reading import FactReader
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.app.project import Projector
from shared.bootstrap.telemetry import start_telemetry
from shared.domain.published import FACTS
from shared.ports.projections import FactEnvelope, Unread
from shared.projections.projection import Projection
from shared.projections.registry import PROJECTIONS
from shared.settings import DatabaseSettings

#: (CloudEvent attributes, data, came in structured mode) → None; raising means: deliver again.
Deliver = Callable[[Mapping[str, Any], Any, bool], None]


def build_projectors(settings: DatabaseSettings) -> dict[str, Deliver]:
    """One entry per projection, by name; they share connections."""
    start_telemetry("projectors")
    spare_the_collector()
    pool = connect_pool(
        settings.database_url,
        role="sre_projector",
        application="sre-projectors",
        max_size=settings.database_pool,
        synchronous_commit=settings.database_synchronous_commit,
    )
    reader = FactReader(Codec(FACTS))
    return {projection.name: _deliver(projection, pool, reader) for projection in PROJECTIONS}


def spare_the_collector() -> None:
    """Batches make many objects and no cycles; looking for some at the default threshold costs a fifth of the time."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def _deliver(projection: Projection, pool: Pool, reader: FactReader) -> Deliver:
    projector = Projector(projection, PostgresProjectionStore(pool, projection, reader))
    operation = f"project {projection.name}"

    def deliver(attributes: Mapping[str, Any], data: Any, structured: bool) -> None:  # noqa: FBT001 - says how to read
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
