"""Wires the checks of objectives: sources that count, recorded windows, the watch over each budget, and the broker."""

from datetime import timedelta
from functools import lru_cache

from shared.adapters.cloudevents.binding import batch_attributes, batch_data
from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.measuring import PostgresMeasuring
from shared.adapters.postgres.objective_tenants import PostgresObjectiveTenants
from shared.adapters.postgres.processes.store import PostgresProcessStore
from shared.adapters.postgres.projections.slo_burndown.burning import PostgresBurnReadings
from shared.adapters.prometheus.counts_sources import CountsSource, read_sources, reader_of
from shared.app.run_process import RunProcess
from shared.app.slo_checks.evaluate import EvaluateBurning
from shared.app.slo_checks.measure import CountingSource, MeasureObjectives
from shared.app.slo_checks.measure_intents import PublishMeasured
from shared.bootstrap.telemetry import start_telemetry
from shared.bootstrap.transport import build_publisher
from shared.bootstrap.waking import own_waker
from shared.domain.alert.intents import IngestAlert
from shared.domain.slo.intents import RecordSLIWindow
from shared.kernel.ids import TenantId, derive
from shared.ports.clock import SystemClock
from shared.processes.slo_burn.facts import SLO_BURN_FACTS
from shared.processes.slo_burn.react import slo_burn
from shared.settings import DatabaseSettings, MeasuringPaceSettings, MeasuringSettings, TransportSettings

_ROLE = "sre_slo"


@lru_cache(maxsize=1)
def build_measuring() -> MeasureObjectives:
    """Wires measuring once per process, from the environment. Raises ValueError for an unusable file of sources."""
    start_telemetry("slo_checks")
    database, pace = DatabaseSettings(), MeasuringPaceSettings()
    publisher = build_publisher(TransportSettings(), database, role=_ROLE, application="slo_checks-publish")
    return MeasureObjectives(
        store=PostgresMeasuring(_pool(database, _ROLE)),
        sources=[_source(each) for each in read_sources(MeasuringSettings().sli_sources).prometheus],
        publish=PublishMeasured(
            publisher=publisher,
            encode=Codec((RecordSLIWindow, IngestAlert)).encode,
            batch_attributes=batch_attributes,
            batch_data=batch_data,
        ),
        clock=SystemClock(),
        settle=timedelta(seconds=pace.sli_settle_s),
        deadline_s=pace.sli_deadline_s,
    )


@lru_cache(maxsize=1)
def build_evaluating() -> EvaluateBurning:
    """Wires the evaluation once per process, from the environment."""
    start_telemetry("slo_checks")
    database = DatabaseSettings()
    return EvaluateBurning(
        tenants=PostgresObjectiveTenants(_pool(database, _ROLE)),
        readings=PostgresBurnReadings(_pool(database, "sre_query")),
        run=RunProcess(
            process=slo_burn,
            store=PostgresProcessStore(_pool(database, "sre_process"), slo_burn.workflow_type),
            encode=Codec((IngestAlert, *SLO_BURN_FACTS)).encode,
            waker=own_waker(),
        ),
    )


def _pool(database: DatabaseSettings, role: str) -> Pool:
    return connect_pool(
        database.database_url,
        role=role,
        application="slo_checks",
        max_size=database.database_pool,
        synchronous_commit=database.database_synchronous_commit,
    )


def _source(told: CountsSource) -> CountingSource:
    """A tenant's id is derived from its slug."""
    return CountingSource(reader_of(told), frozenset(TenantId(derive("tenant", slug)) for slug in told.tenants))
