"""Objectives in a real database, a source that counts for them, and what is told to the writer."""

import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

from shared.adapters.cloudevents.binding import batch_attributes, batch_data
from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.measuring import PostgresMeasuring, PostgresMeasuringRecord
from shared.adapters.prometheus.counts_sources import CountsSource, reader_of
from shared.app.slo_checks.measure import CountingSource, MeasuredTurn, MeasureObjectives
from shared.app.slo_checks.measure_intents import PublishMeasured
from shared.domain.alert.intents import IngestAlert
from shared.domain.silence.aggregate import SILENCE
from shared.domain.silence.facts import SilenceCreated, SilenceExpired
from shared.domain.slo.aggregate import SLO
from shared.domain.slo.facts import SLOCreated
from shared.domain.slo.intents import RecordSLIWindow
from shared.domain.slo.values import SLODefinition
from shared.kernel.aggregate import Aggregate
from shared.kernel.ids import SloId, TenantId, slo_id_for
from shared.kernel.message import Fact
from shared.ports.measuring import MeasuringStanding
from tests.support.counting_api import CountingApi
from tests.support.facts import TENANT
from tests.support.given import ANA
from tests.support.publishers import RecordingPublisher

T0 = datetime(2026, 3, 1, 12, tzinfo=UTC)
SETTLE = timedelta(seconds=30)


@dataclass
class WorldClock:
    at: datetime = T0 + SETTLE

    def now(self) -> datetime:
        return self.at


@dataclass
class MeasuringWorld:
    api: CountingApi
    measure: MeasureObjectives
    publisher: RecordingPublisher
    record: PostgresMeasuringRecord
    clock: WorldClock
    sql: psycopg.Connection[Any]

    def promise(self, slug: str, definition: SLODefinition, tenant: TenantId = TENANT) -> SloId:
        slo_id = slo_id_for(tenant, slug)
        created = SLOCreated(slo_id=slo_id, slug=slug, revision=1, definition=definition, created_by=ANA)
        self.keep(SLO, slo_id, created, tenant=tenant)
        return slo_id

    def keep(self, aggregate: Aggregate, key: UUID, *facts: Fact, tenant: TenantId = TENANT) -> None:
        state = None
        for fact in facts:
            state = aggregate.decider.evolve(state, fact)
        kept = Jsonb(aggregate.state_adapter.dump_python(state, mode="json"))
        self.sql.execute(
            "INSERT INTO domain.aggregate (tenant_id, aggregate_type, aggregate_id, version, state, hash)"
            " VALUES (%s, %s, %s, 1, %s, '') ON CONFLICT (tenant_id, aggregate_type, aggregate_id)"
            " DO UPDATE SET state = EXCLUDED.state",
            (tenant, aggregate.name, key, kept),
        )

    def silence(self, created: SilenceCreated, *later: SilenceExpired) -> None:
        self.keep(SILENCE, created.silence_id, created, *later)

    def turn(self, *, later: timedelta = timedelta(0)) -> MeasuredTurn:
        """Moves the clock, and takes a turn."""
        self.clock.at += later
        return self.measure()

    def told(self) -> list[dict[str, Any]]:
        """What was asked of the writer since the last look."""
        events = [event for message in self.publisher.messages for event in json.loads(message.data)]
        self.publisher.messages.clear()
        return events

    def windows(self) -> list[tuple[datetime, int, int]]:
        """Beginning, good and total of the windows that were told since the last look."""
        told = [event["data"] for event in self.told() if "window_start" in event["data"]]
        return [(datetime.fromisoformat(each["window_start"]), each["good"], each["total"]) for each in told]

    def alerts(self) -> list[tuple[str, str]]:
        """Name and status of the alerts that were told since the last look."""
        return [(event["data"]["name"], event["data"]["status"]) for event in self.told() if "name" in event["data"]]

    def standing(self, slo_id: SloId) -> MeasuringStanding:
        return self.record.standing(TENANT, [slo_id])[slo_id]


@contextmanager
def measuring_world(
    database_url: str, api: CountingApi, *, tenants: Sequence[TenantId] = ()
) -> Iterator[MeasuringWorld]:
    clock, publisher = WorldClock(), RecordingPublisher()
    with (
        _pool(database_url, "sre_slo") as pool,
        _pool(database_url, "sre_query") as reading,
        psycopg.connect(database_url, autocommit=True) as sql,
    ):
        for number, tenant in enumerate((TENANT, *tenants)):
            sql.execute("INSERT INTO access.tenant (tenant_id, slug, name) VALUES (%s, %s, '')", (tenant, f"t{number}"))
        measure = MeasureObjectives(
            store=PostgresMeasuring(pool),
            sources=[CountingSource(reader_of(CountsSource(name="prometheus", url=api.url), pause_s=0.0), frozenset())],
            publish=PublishMeasured(
                publisher=publisher,
                encode=Codec((RecordSLIWindow, IngestAlert)).encode,
                batch_attributes=batch_attributes,
                batch_data=batch_data,
            ),
            clock=clock,
            settle=SETTLE,
        )
        with closing(measure):
            yield MeasuringWorld(api, measure, publisher, PostgresMeasuringRecord(reading), clock, sql)


def _pool(url: str, role: str) -> Pool:
    return connect_pool(url, role=role, application="test", max_size=2)
