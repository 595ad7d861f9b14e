"""Wires the workflow steps: processes on one side, their tables on the other."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.current_state import PostgresCurrentState
from shared.adapters.postgres.processes.store import PostgresProcessStore
from shared.adapters.postgres.processes.unreadable import PostgresUnreadableFacts
from shared.adapters.postgres.projections.service_catalog.queries import PostgresServiceCatalogQueries
from shared.adapters.wake import build_waker
from shared.app.link_services import SERVICE_LINKS, LinkServices
from shared.app.receive_process_facts import ReceiveProcessFacts
from shared.app.run_process import RunProcess
from shared.bootstrap.decoding import recent_facts
from shared.bootstrap.telemetry import start_telemetry
from shared.domain.published import FACTS, INTENTS
from shared.ports.wake import Waker
from shared.processes.alert_correlation.react import alert_correlation
from shared.processes.process import Process
from shared.processes.published import PROCESS_FACTS
from shared.settings import DatabaseSettings, WakeSettings

#: Every process that runs here.
PROCESSES: tuple[Process[Any], ...] = (alert_correlation,)


@dataclass(frozen=True, slots=True)
class Triage:
    #: By workflow type.
    receive: dict[str, ReceiveProcessFacts[RunProcess[Any]]]
    service_links: ReceiveProcessFacts[LinkServices]

    def tick(self) -> dict[str, int]:
        """Timers fired, by workflow type."""
        return {name: receive.run.tick().handled for name, receive in self.receive.items()}


@lru_cache(maxsize=1)
def build_triage() -> Triage:
    start_telemetry("triage_steps")
    database = DatabaseSettings()
    pool = connect_pool(
        database.database_url,
        role="sre_process",
        application="triage_steps",
        max_size=database.database_pool,
        synchronous_commit=database.database_synchronous_commit,
    )
    codec = Codec((*INTENTS, *FACTS, *PROCESS_FACTS), recent=recent_facts())
    waker = build_waker(WakeSettings().wake_address)
    return Triage(
        {
            process.workflow_type: ReceiveProcessFacts(
                run=RunProcess(
                    process=process,
                    store=PostgresProcessStore(pool, process.workflow_type),
                    encode=codec.encode,
                    waker=waker,
                ),
                decode=codec.decode,
                published=FACTS,
                unreadable=PostgresUnreadableFacts(pool, process.workflow_type),
            )
            for process in PROCESSES
        },
        ReceiveProcessFacts(
            run=_links(database, pool, codec, waker),
            decode=codec.decode,
            published=FACTS,
            unreadable=PostgresUnreadableFacts(pool, SERVICE_LINKS),
        ),
    )


def _links(database: DatabaseSettings, pool: Pool, codec: Codec, waker: Waker) -> LinkServices:
    """It reads the catalog, which no other workflow does."""
    reading = connect_pool(
        database.database_url, role="sre_query", application="triage_steps", max_size=database.database_pool
    )
    return LinkServices(
        store=PostgresProcessStore(pool, SERVICE_LINKS),
        state=PostgresCurrentState(reading),
        services=PostgresServiceCatalogQueries(reading),
        encode=codec.encode,
        waker=waker,
    )
