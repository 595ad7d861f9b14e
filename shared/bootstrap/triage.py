"""Wires the workflow steps: processes on one side, their tables and what they read on the other."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.current_state import PostgresCurrentState
from shared.adapters.postgres.processes.store import PostgresProcessStore, types_due
from shared.adapters.postgres.processes.unreadable import PostgresUnreadableFacts
from shared.adapters.postgres.projections.service_catalog.queries import PostgresServiceCatalogQueries
from shared.app.link_services import SERVICE_LINKS, LinkServices
from shared.app.receive_process_facts import ReceiveProcessFacts, WorkflowStep
from shared.app.run_process import RunProcess
from shared.app.runbooks.step import RUNBOOK_STEPS
from shared.app.stay import Stay
from shared.bootstrap.changes import change_step
from shared.bootstrap.coder_client import build_coder
from shared.bootstrap.decoding import recent_facts
from shared.bootstrap.investigator import build_investigator
from shared.bootstrap.runbooks import runbook_activity
from shared.bootstrap.telemetry import start_telemetry
from shared.bootstrap.triage_reads import triage_steps
from shared.bootstrap.triage_remedy import remedy_steps
from shared.bootstrap.verifier import build_verifier
from shared.bootstrap.waking import own_waker
from shared.domain.published import FACTS, INTENTS
from shared.ports.wake import Waker
from shared.processes.alert_correlation.react import alert_correlation
from shared.processes.change_verification.react import change_verification
from shared.processes.incident_triage.react import incident_triage
from shared.processes.on_call_handoff.react import on_call_handoff
from shared.processes.process import Process
from shared.processes.published import PROCESS_FACTS
from shared.processes.runbook_execution.react import runbook_execution
from shared.settings import DatabaseSettings

#: Every process that runs here.
PROCESSES: tuple[Process[Any], ...] = (
    alert_correlation,
    incident_triage,
    runbook_execution,
    change_verification,
    on_call_handoff,
)


@dataclass(frozen=True, slots=True)
class Triage:
    #: By entry point.
    receive: Mapping[str, ReceiveProcessFacts[WorkflowStep]]
    #: By workflow type.
    processes: Mapping[str, RunProcess[Any]]

    #: Fires what is due; gives the timers fired by workflow type.
    tick: Stay


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
    reading = connect_pool(
        database.database_url, role="sre_query", application="triage_steps", max_size=database.database_pool
    )
    codec = Codec((*INTENTS, *FACTS, *PROCESS_FACTS), recent=recent_facts())
    waker = own_waker()
    processes = {process.workflow_type: _run(process, pool, codec, waker) for process in PROCESSES}
    looking_into = processes[incident_triage.workflow_type]
    steps = triage_steps(looking_into, reading, build_investigator(reading))
    coder = build_coder()
    acting = remedy_steps(looking_into, reading, coder, build_verifier(reading))
    listening: dict[str, WorkflowStep] = {
        **processes,
        SERVICE_LINKS: _links(reading, pool, codec, waker),
        **steps,
        **acting,
        RUNBOOK_STEPS: runbook_activity(processes[runbook_execution.workflow_type], reading, coder),
        "read_change": change_step(processes[change_verification.workflow_type], reading),
    }
    receive = {
        name: ReceiveProcessFacts(
            run=step,
            decode=codec.decode,
            published=(*FACTS, *PROCESS_FACTS),
            unreadable=PostgresUnreadableFacts(pool, name),
        )
        for name, step in listening.items()
    }
    return Triage(receive, processes, Stay(tick=partial(_tick, pool, processes)))


def _tick(pool: Pool, processes: Mapping[str, RunProcess[Any]]) -> Mapping[str, int]:
    due = types_due(pool, processes)
    return {name: run.tick().handled if name in due else 0 for name, run in processes.items()}


def _run(process: Process[Any], pool: Pool, codec: Codec, waker: Waker) -> RunProcess[Any]:
    store = PostgresProcessStore(pool, process.workflow_type)
    return RunProcess(process=process, store=store, encode=codec.encode, waker=waker)


def _links(reading: Pool, pool: Pool, codec: Codec, waker: Waker) -> LinkServices:
    """It reads the catalog and the writer's state."""
    return LinkServices(
        store=PostgresProcessStore(pool, SERVICE_LINKS),
        state=PostgresCurrentState(reading),
        services=PostgresServiceCatalogQueries(reading),
        encode=codec.encode,
        waker=waker,
    )
