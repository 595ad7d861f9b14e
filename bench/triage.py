"""Triage with a thousand incidents at once: steps per second of our own, and what one that never answers adds."""

import json
import time
from collections.abc import Iterator
from threading import Event
from typing import Any
from uuid import UUID, uuid5

import psycopg

from bench.database import Database, a_database
from bench.measure import RUNS, Result, result
from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.migrate import migrate
from shared.adapters.postgres.processes.store import PostgresProcessStore
from shared.app.run_process import RunProcess
from shared.app.triage.at_once import AtOnce
from shared.app.triage.step import Brought, TriageStep
from shared.diagnosis.hypothesis import Diagnosis
from shared.domain.incident.facts import IncidentCreated
from shared.domain.published import FACTS, INTENTS
from shared.kernel.envelope import Envelope
from shared.kernel.ids import IncidentId, TenantId
from shared.kernel.vocabulary import IncidentSource, Severity
from shared.ports.clock import SystemClock
from shared.ports.wake import NoWaker
from shared.processes.incident_triage.facts import IncidentTriageStarted, PatternLookupCompleted
from shared.processes.incident_triage.investigation import GivenUp, Investigation
from shared.processes.incident_triage.pattern import PatternDecision, PatternLookup
from shared.processes.incident_triage.phase import TriagePhase
from shared.processes.incident_triage.react import incident_triage
from shared.processes.incident_triage.state import TriageRun
from shared.processes.published import PROCESS_FACTS
from shared.remediation.proposal import Proposal

_INCIDENTS = 1_000
_STEPS = 3 * _INCIDENTS
_STUCK_S = 2.0
_TENANT = TenantId(UUID(int=1))
_LOOKUP = PatternLookup(query="q", index_position=1, threshold=0.5, decision=PatternDecision.UNKNOWN, why="nothing")
_FOUND = Investigation(evidence=(), diagnosis=Diagnosis(), proposal=Proposal(reason="nothing is known"))
_TABLES = "process.instance, process.association, process.timer, process.progress, process.fact, process.outbox"


def run() -> Iterator[Result]:
    with a_database("triage") as database:
        migrate(database.url)
        pool = connect_pool(database.url, role="sre_process", application="bench-triage", max_size=4)
        alone = [_STEPS / _seconds(database, pool, stuck=False) for _ in range(RUNS)]
        beside = [_seconds(database, pool, stuck=True) for _ in range(RUNS)]
        pool.close()
    yield result("triage: start, lookup, investigate", "steps/s", alone)
    name = f"triage: {_INCIDENTS - 1:,} beside one that is stuck for {_STUCK_S:g} s"
    yield result(name, "s", beside, [_STEPS / rate for rate in alone], "none is stuck")


def _seconds(database: Database, pool: Pool, *, stuck: bool) -> float:
    """From the incidents being told to the last of them being over; reads cost nothing."""
    database.execute(f"TRUNCATE {_TABLES}")
    codec, gate = Codec((*INTENTS, *FACTS, *PROCESS_FACTS)), Event()
    store = PostgresProcessStore(pool, incident_triage.workflow_type)
    process = RunProcess(process=incident_triage, store=store, encode=codec.encode, waker=NoWaker())
    waits_for = f"triage/{_incident(0)}/1" if stuck else ""

    def look_up(_: Envelope[Any], _run: TriageRun) -> Brought:
        return Brought(_LOOKUP)

    def investigate(fact: Envelope[Any], _run: TriageRun) -> Brought:
        if fact.aggregate_id == waits_for:
            gate.wait(60)
        return Brought(_FOUND)

    at_once = AtOnce(16, each_s=_STUCK_S, within_s=60, name="bench")
    lookup: TriageStep[Any] = TriageStep(
        after=(IncidentTriageStarted,),
        waits=lambda run: run.is_at(TriagePhase.PATTERN_LOOKUP),
        run=process,
        read=look_up,
        when_late=GivenUp(phase=TriagePhase.PATTERN_LOOKUP, reason="late"),
        at_once=at_once,
    )
    world: TriageStep[Any] = TriageStep(
        after=(PatternLookupCompleted,),
        waits=lambda run: run.is_at(TriagePhase.TRIAGE),
        run=process,
        read=investigate,
        when_late=GivenUp(phase=TriagePhase.TRIAGE, reason="late"),
        at_once=at_once,
    )
    told = [_created(number) for number in range(_INCIDENTS)]
    began = time.perf_counter()
    process.handle(_TENANT, told)
    lookup.handle(_TENANT, _said(database.url, codec, 1))
    world.handle(_TENANT, _said(database.url, codec, 2))
    seconds = time.perf_counter() - began
    gate.set()
    ended = database.number("SELECT count(*) FROM process.fact WHERE event LIKE '%triage-escalated%'")
    if ended != _INCIDENTS:
        raise AssertionError(f"{ended} of {_INCIDENTS} are over")
    return seconds


def _said(url: str, codec: Codec, version: int) -> list[Envelope[Any]]:
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT event FROM process.fact WHERE version = %s", (version,)).fetchall()
    return [codec.decode(json.loads(event)) for (event,) in rows]


def _incident(number: int) -> IncidentId:
    return IncidentId(uuid5(_TENANT, f"incident {number}"))


def _created(number: int) -> Envelope[IncidentCreated]:
    at = SystemClock().now()
    fact = IncidentCreated(
        incident_id=_incident(number),
        number=number,
        title="checkout fails",
        description="",
        severity=Severity.HIGH,
        source=IncidentSource.ALERT,
        affected_resources=(),
        service_ids=(),
        created_by="process:alert_correlation",
        declared_at=at,
        detected_at=at,
        impact_started_at=at,
        correlation_key=None,
        follows=None,
    )
    fact_id = uuid5(_TENANT, f"fact {number}")
    return Envelope(
        message_id=fact_id,
        tenant_id=_TENANT,
        data=fact,
        occurred_at=at,
        producer="/bench",
        actor="process:alert_correlation",
        correlation_id=fact_id,
        aggregate_version=1,
    )
