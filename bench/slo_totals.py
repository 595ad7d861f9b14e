"""What the running totals of objectives cost the read models: windows projected with their triggers and without."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from bench.company import Fact, put
from bench.database import Database, a_database
from bench.measure import RUNS, Result, result
from bench.processor import SESSION, processor_s
from shared.adapters.cloudevents.binding import batch_data
from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.migrate import migrate
from shared.adapters.postgres.projections.reading import FactReader
from shared.adapters.postgres.projections.store import PostgresProjectionStore
from shared.app.project import Projector
from shared.domain.published import FACTS
from shared.domain.slo.facts import SLIWindowRecorded, SLOCreated
from shared.domain.slo.values import Budget, SLODefinition
from shared.kernel.batches import batched
from shared.kernel.envelope import Envelope
from shared.kernel.ids import SloId, TenantId, slo_id_for
from shared.projections.slo_burndown.projection import slo_burndown

_OBJECTIVES, _TICKS, _BATCH = 250, 4, 500
_SINCE: Final = datetime(2026, 11, 1, tzinfo=UTC)
_FIVE: Final = timedelta(minutes=5)
_BUDGET: Final = Budget(good=999, total=1_000, allowed_bad=1.0, consumed=1.0)
_DEFINITION: Final = SLODefinition.model_validate(
    {"name": "Answers", "target": 99.9, "indicator": {"kind": "counts", "good_query": "good", "total_query": "total"}}
)


def run() -> Iterator[Result]:
    with a_database("slo_totals") as database:
        migrate(database.url)
        _measured(database, 0, with_totals=True)
        pairs = [_pair(database, 1 + 2 * number) for number in range(RUNS)]
    with_totals, without = ([pair[place] for pair in pairs] for place in (0, 1))
    yield result("a recorded window, with running totals", "ms/fact", with_totals, without, "without them")


def _pair(database: Database, number: int) -> tuple[float, float]:
    return (
        _measured(database, number, with_totals=True),
        _measured(database, number + 1, with_totals=False),
    )


def _measured(database: Database, number: int, *, with_totals: bool) -> float:
    """Gives processor milliseconds for each window, the database's and ours, of a tenant that has nothing yet."""
    facts = _facts(TenantId(UUID(int=number + 1)))
    put(database.url, facts)
    database.execute(f"ALTER TABLE slo_burndown.sli_window {'ENABLE' if with_totals else 'DISABLE'} TRIGGER USER")
    codec = Codec(FACTS)
    reader = FactReader(codec)
    with connect_pool(database.url, role="sre_projector", application=SESSION, max_size=1) as pool:
        projector = Projector(slo_burndown, PostgresProjectionStore(pool, slo_burndown, reader))
        created, windows = facts[:_OBJECTIVES], facts[_OBJECTIVES:]
        _project(projector, reader, codec, created)
        before = processor_s(database)
        for batch in batched(windows, _BATCH):
            _project(projector, reader, codec, batch)
        return 1_000 * (processor_s(database) - before) / len(windows)


def _project(projector: Projector, reader: FactReader, codec: Codec, facts: Sequence[Fact]) -> None:
    body = batch_data([codec.encode(fact) for fact in facts])
    projector.project([reader.read_event(event) for event in json.loads(body)])


def _facts(tenant: TenantId) -> list[Fact]:
    """As they come: each objective's window of one tick, then those of the next."""
    ids = [slo_id_for(tenant, f"slo-{number}") for number in range(_OBJECTIVES)]
    facts: list[Any] = [
        SLOCreated(slo_id=slo_id, slug=f"slo-{number}", revision=1, definition=_DEFINITION, created_by="human:ana")
        for number, slo_id in enumerate(ids)
    ]
    for tick in range(_TICKS):
        start = _SINCE + tick * _FIVE
        facts += [_window(slo_id, start) for slo_id in ids]
    return [_recorded(tenant, fact, 1 + place // _OBJECTIVES) for place, fact in enumerate(facts)]


def _window(slo_id: SloId, start: datetime) -> SLIWindowRecorded:
    return SLIWindowRecorded.model_validate(
        {
            "slo_id": slo_id,
            "revision": 1,
            "window_start": start,
            "window_end": start + _FIVE,
            "good": 999,
            "total": 1_000,
            "source": "prometheus",
            "corrected_good": None,
            "corrected_total": None,
            "recorded_at": start + _FIVE,
            "budget": _BUDGET,
        }
    )


def _recorded(tenant: TenantId, fact: Any, version: int) -> Fact:
    fact_id = uuid5(tenant, f"{fact.aggregate_id}/{version}")
    return Envelope(
        message_id=fact_id,
        tenant_id=tenant,
        data=fact,
        occurred_at=_SINCE,
        producer="/sre/domain_writer",
        actor="system:bench",
        correlation_id=fact_id,
        aggregate_version=version,
    )
