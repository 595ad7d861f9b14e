"""Wires the domain writer: the only place where deciders meet the fact store."""

from dataclasses import dataclass
from functools import lru_cache

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.fact_store import PostgresFactStore
from shared.adapters.postgres.overdue import PostgresOverdueAlerts
from shared.adapters.postgres.writer_stores import PostgresPoison, PostgresTenants
from shared.adapters.wake import build_waker
from shared.app.handle_intents import HandleIntents
from shared.app.receive_intents import ReceiveIntents
from shared.app.sweep_overdue import SweepOverdue
from shared.bootstrap.telemetry import start_telemetry
from shared.domain.published import FACTS, INTENTS
from shared.domain.registry import AGGREGATES_BY_TYPE
from shared.ports.clock import SystemClock
from shared.settings import DatabaseSettings, WakeSettings


@dataclass(frozen=True, slots=True)
class Writer:
    receive: ReceiveIntents
    sweep: SweepOverdue


@lru_cache(maxsize=1)
def build_writer() -> Writer:
    start_telemetry("domain_writer")
    database = DatabaseSettings()
    pool = connect_pool(
        database.database_url, role="sre_writer", application="domain_writer", max_size=database.database_pool
    )
    codec = Codec((*INTENTS, *FACTS))
    handle = HandleIntents(
        store=PostgresFactStore(pool),
        aggregates=AGGREGATES_BY_TYPE,
        encode=codec.encode,
        waker=build_waker(WakeSettings().wake_address),
    )
    receive = ReceiveIntents(
        handle=handle, decode=codec.decode, tenants=PostgresTenants(pool), poison=PostgresPoison(pool)
    )
    return Writer(receive, SweepOverdue(handle=handle, overdue=PostgresOverdueAlerts(pool), clock=SystemClock()))
