"""Executions on a real database: killed at every boundary they say the same, and nothing is done twice at a target."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest

from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.processes.execution_record import PostgresExecutionRecord
from shared.adapters.postgres.processes.store import PostgresProcessStore
from shared.ports.failpoint import install_failpoint
from tests.support.facts import OTHER_TENANT, TENANT
from tests.support.kill_points import passes
from tests.support.runbook_plays import LOOK, RESTART, SYNC, WITH_APP, a_runbook
from tests.support.runbook_world import EXECUTION, RunbookWorld
from tests.support.triage import Killed, contents

pytestmark = pytest.mark.postgres

BOUNDARIES = ("connect", "turn", "progress", "load", "write", "written", "commit", "committed")
RESTARTED = "argocd.resource_action"
TABLES = ("instance", "association", "timer", "progress", "fact", "outbox")
PLAY: tuple[Callable[[RunbookWorld], Any], ...] = (
    lambda world: world.execute(**WITH_APP),
    lambda world: world.approve(),
    lambda world: world.report("look"),
)


@dataclass
class KeptRunbookWorld(RunbookWorld):
    looking: psycopg.Connection[Any] | None = None

    def said(self) -> list[dict[str, Any]]:
        return self._events("SELECT event FROM process.fact ORDER BY workflow_id, version")

    def asked_for(self) -> list[dict[str, Any]]:
        return self._events("SELECT event FROM process.outbox WHERE event LIKE '%.intent.%' ORDER BY position")

    def _events(self, statement: str) -> list[dict[str, Any]]:
        assert self.looking is not None
        return [json.loads(event) for (event,) in self.looking.execute(statement.encode()).fetchall()]


class KillOnce:
    """Kills at the ``nth`` time that a failpoint is reached."""

    def __init__(self, name: str, nth: int) -> None:
        self.left = nth
        self.name = name

    def __call__(self, reached: str) -> None:
        if reached == self.name:
            self.left -= 1
            if self.left == 0:
                raise Killed


@pytest.fixture
def pool(database_url: str) -> Iterator[Pool]:
    with connect_pool(database_url, role="sre_process", application="runbook-test", max_size=4) as pool:
        yield pool
    install_failpoint(None)


def begun(world: RunbookWorld) -> RunbookWorld:
    return world.define(a_runbook(RESTART, LOOK, SYNC))


@pytest.fixture
def looking(database_url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection


def emptied(connection: psycopg.Connection[Any]) -> None:
    for table in TABLES:
        connection.execute(f"DELETE FROM process.{table}".encode())


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_killed_at_any_boundary_it_says_the_same_and_does_each_thing_once(
    pool: Pool, looking: psycopg.Connection[Any], boundary: str
):
    expected = begun(RunbookWorld())
    for played in PLAY:
        played(expected)
    kills = 0
    for rounds, nth in enumerate(passes()):
        if kills < rounds:
            break
        emptied(looking)
        kept = PostgresProcessStore(pool, "runbook_execution")
        world = begun(KeptRunbookWorld(kept=kept, looking=looking))
        install_failpoint(KillOnce(f"process.{boundary}", nth))
        for played in PLAY:
            try:
                played(world)
            except Killed:
                kills += 1
                world.hear_again()
        install_failpoint(None)
        assert world.bytes_said() == expected.bytes_said()
        assert world.done() == [(0, RESTARTED), (1, "argocd.sync")]
        assert [fact.data for fact in world.log.facts] == [fact.data for fact in expected.log.facts]
    assert kills > 3


def test_an_execution_that_is_over_leaves_no_timer_and_is_found_by_nothing(
    pool: Pool, database_url: str, looking: psycopg.Connection[Any]
):
    world = begun(KeptRunbookWorld(kept=PostgresProcessStore(pool, "runbook_execution"), looking=looking))
    for played in PLAY:
        played(world)
    kept = contents(database_url)
    assert (kept["timer"], kept["association"]) == ([], [])


def test_what_an_execution_said_is_found_by_its_tenant_only(
    pool: Pool, database_url: str, looking: psycopg.Connection[Any]
):
    world = begun(KeptRunbookWorld(kept=PostgresProcessStore(pool, "runbook_execution"), looking=looking))
    world.execute(**WITH_APP)
    with connect_pool(database_url, role="sre_query", application="runbook-test") as reading:
        record = PostgresExecutionRecord(reading)
        assert [fact.aggregate_version for fact in record.facts(TENANT, EXECUTION, limit=3)] == [1, 2, 3]
        assert record.facts(OTHER_TENANT, EXECUTION, limit=3) == []
