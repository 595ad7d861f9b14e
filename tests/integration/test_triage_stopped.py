"""Triage on a real database: killed at every boundary, and with reads that never come back, it says the same."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile
from threading import Event
from typing import Any
from uuid import UUID

import psycopg
import pytest

from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.processes.store import PostgresProcessStore
from shared.adapters.postgres.processes.triage_record import PostgresTriageRecord
from shared.domain.approval.facts import ApprovalGranted
from shared.kernel.envelope import Envelope
from shared.kernel.ids import IncidentId
from shared.kernel.vocabulary import IncidentSource
from shared.ports.failpoint import install_failpoint
from shared.processes.incident_triage.investigation import Investigation
from shared.processes.incident_triage.remedy_facts import ApprovalAwaited
from tests.support.acting import Carries
from tests.support.facts import OTHER_TENANT, T0, TENANT, correlated, created, named
from tests.support.investigators import FOUND
from tests.support.joining import CORRELATION, ESCALATED, NOTHING, found, of_service
from tests.support.kill_points import passes
from tests.support.triage import Killed, contents
from tests.support.triage_world import INVESTIGATION, TriageWorld

pytestmark = pytest.mark.postgres

STEPS = ("connect", "turn", "progress", "load", "write", "written", "commit", "committed")
GATE_S = 120.0


@dataclass
class KeptWorld(TriageWorld):
    url: str = ""

    def said(self) -> list[dict[str, Any]]:
        with psycopg.connect(self.url) as connection:
            rows = connection.execute("SELECT event FROM process.fact ORDER BY workflow_id, version").fetchall()
        return [json.loads(event) for (event,) in rows]


@pytest.fixture
def pool(database_url: str) -> Iterator[Pool]:
    with connect_pool(database_url, role="sre_process", application="triage-test", max_size=4) as pool:
        yield pool
    install_failpoint(None)


def kept_world(pool: Pool, url: str, **fields: Any) -> KeptWorld:
    return KeptWorld(kept=PostgresProcessStore(pool, "incident_triage"), url=url, **fields)


def incidents(count: int) -> list[Any]:
    return [created(f"incident-{number}", number, source=IncidentSource.ALERT) for number in range(count)]


def in_memory(count: int) -> str:
    world = TriageWorld(coder=Carries())
    world.happened(*incidents(count))
    to_the_end(world)
    return world.bytes_said()


def to_the_end(world: TriageWorld) -> None:
    """Also from in between: what was heard is recognised, and every question is answered once with a yes."""
    world.hear_again()
    world.deliver()
    answered = {fact.data.approval_id for fact in world.log.facts if isinstance(fact.data, ApprovalGranted)}
    for asked in [fact for fact in world.told() if isinstance(fact, ApprovalAwaited)]:
        if asked.approval_id not in answered:
            world.log.add(granted(asked), at=T0 + timedelta(minutes=1))
    world.hear_again()
    world.deliver()


def granted(asked: ApprovalAwaited) -> ApprovalGranted:
    return ApprovalGranted(
        approval_id=asked.approval_id,
        plan_hash=asked.plan_hash,
        dry_run_hash=asked.dry_run_hash,
        granted_by="human:ben",
        granted_at=T0 + timedelta(minutes=1),
        comment=None,
        policy=None,
    )


class KillAt:
    """Kills at the ``nth`` time that a failpoint is reached; tells whether it did."""

    def __init__(self, name: str, nth: int) -> None:
        self.left = nth
        self.name = name

    def __call__(self, reached: str) -> None:
        if reached == self.name:
            self.left -= 1
            if self.left == 0:
                raise Killed


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_boundary_it_says_the_same_byte_for_byte(pool: Pool, database_url: str, step: str):
    """It is killed the first time that it comes there, then the second time, and so on, until it never is."""
    whole = in_memory(2)
    killed: list[int] = []
    for nth in passes():
        world = kept_world(pool, database_url, coder=Carries())
        with psycopg.connect(database_url) as connection:
            connection.execute("TRUNCATE process.instance, process.association, process.timer, process.progress")
            connection.execute("TRUNCATE process.fact, process.evidence, process.outbox")
        kill = KillAt(f"process.{step}", nth)
        install_failpoint(kill)
        try:
            world.happened(*incidents(2))
            to_the_end(world)
        except Killed:
            killed.append(nth)
        install_failpoint(None)
        to_the_end(world)
        assert world.bytes_said() == whole
        assert {type(fact).__name__ for fact in world.told()} >= {"RemediationApplied", "VerificationStarted"}
        evidence = {f"triage/{named(f'incident-{number}')}/1" for number in range(2)}
        with psycopg.connect(database_url) as connection:
            rows = connection.execute("SELECT DISTINCT workflow_id FROM process.evidence").fetchall()
        assert {workflow_id for (workflow_id,) in rows} == evidence
        if kill.left > 0:
            break
    assert killed == [*takewhile(lambda earlier: earlier < nth, passes())] != []


def test_process_facts_travel_as_they_are_kept(pool: Pool, database_url: str):
    world = kept_world(pool, database_url)
    world.happened(*incidents(3))
    world.deliver()
    with psycopg.connect(database_url) as connection:
        travel = connection.execute(
            "SELECT topic, event FROM process.outbox WHERE topic = 'sre.process.facts.v1' ORDER BY event"
        ).fetchall()
        kept = connection.execute("SELECT event FROM process.fact ORDER BY event").fetchall()
    assert [event for _, event in travel] == [event for (event,) in kept]
    assert len(kept) == 12


def test_what_was_read_is_found_by_its_tenant_only(pool: Pool, database_url: str):
    world = kept_world(pool, database_url)
    world.happened(*incidents(1))
    world.deliver()
    incident_id = IncidentId(named("incident-0"))
    run = f"triage/{incident_id}/1"
    with connect_pool(database_url, role="sre_query", application="triage-test") as reading:
        record = PostgresTriageRecord(reading)
        facts = record.facts(TENANT, incident_id, limit=2)
        assert [fact.aggregate_version for fact in facts] == [4, 3]
        assert record.facts(OTHER_TENANT, incident_id, limit=2) == []
        without_text = [piece.model_copy(update={"text": ""}) for piece in FOUND.evidence]
        assert record.evidence(TENANT, run) == without_text
        assert record.evidence(OTHER_TENANT, run) == []
        (first, _) = FOUND.evidence
        assert record.one_evidence(TENANT, run, UUID(first.evidence_id)) == first
        assert record.one_evidence(OTHER_TENANT, run, UUID(first.evidence_id)) is None


def test_a_process_fact_can_be_neither_changed_nor_removed(pool: Pool, database_url: str):
    world = kept_world(pool, database_url)
    world.happened(*incidents(1))
    with psycopg.connect(database_url) as connection:
        connection.execute("SET ROLE sre_process")
        connection.execute("SELECT set_config('app.tenant_id', %s, false)", (str(TENANT),))
        for change in ("UPDATE process.fact SET event = ''", "DELETE FROM process.fact"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
                connection.execute(change.encode())


def test_a_thousand_at_once_are_done_although_one_never_comes_back(pool: Pool, database_url: str):
    gate = Event()
    stuck = f"triage/{named('incident-500')}/1"

    def investigation(fact: Envelope[Any]) -> Investigation:
        if fact.aggregate_id == stuck:
            gate.wait(GATE_S)
        return INVESTIGATION

    world = kept_world(pool, database_url, most=8, each_s=3.0, within_s=GATE_S, investigation=investigation)
    world.happened(*incidents(1_000))
    world.deliver()
    gate.set()
    ends = {event["subject"].removeprefix("incident_triage/"): event["type"] for event in world.said()}
    assert len(ends) == 1_000
    assert {run for run, last in ends.items() if "remediation-proposed" not in last} == {stuck}
    assert "triage-escalated" in ends[stuck]
    assert len(world.reads) == len(set(world.reads)) == 2_000


def test_timers_of_phases_are_fired_by_the_databases_clock(pool: Pool, database_url: str):
    world = kept_world(pool, database_url)
    world.happened(*incidents(1))
    assert len(contents(database_url)["timer"]) == 1
    world.clock.at = T0 + timedelta(minutes=11)
    world.run.tick()
    assert world.names() == ["IncidentTriageStarted", "TriageEscalated"]
    assert contents(database_url)["timer"] == []


def test_what_joined_is_kept_over_a_restart_and_looked_at_when_the_databases_clock_says_so(
    pool: Pool, database_url: str
):
    world = kept_world(pool, database_url, investigation=NOTHING)
    world.happened(created(source=IncidentSource.ALERT))
    world.happened(correlated(), actor=CORRELATION)
    world.deliver()
    world.happened(of_service("pricing"), minute=1, actor=CORRELATION)
    assert (world.names(), len(contents(database_url)["timer"])) == (ESCALATED, 1)
    again = kept_world(pool, database_url, investigation=found(in_hand_of="human:ana"))
    again.run.tick()
    again.deliver()
    assert again.names() == [*ESCALATED, *ESCALATED]
    assert again.last().reason.startswith("human:ana has the incident.")
    assert contents(database_url)["timer"] == []
