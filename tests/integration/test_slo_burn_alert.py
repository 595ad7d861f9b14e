"""A burn on a real database: judged, alerted and cleared once, whatever is repeated and wherever it is killed."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest

from shared.adapters.cloudevents.codec import Codec
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.processes.store import PostgresProcessStore
from shared.adapters.postgres.projections.slo_burndown.burning import PostgresBurnReadings
from shared.app.run_process import RunProcess
from shared.app.slo_checks.evaluate import EvaluateBurning
from shared.domain.published import FACTS, INTENTS
from shared.domain.slo.values import BurnCondition, RollingWindow
from shared.kernel.ids import TenantId
from shared.kernel.message import Fact
from shared.ports.failpoint import install_failpoint
from shared.ports.wake import NoWaker
from shared.processes.published import PROCESS_FACTS
from shared.processes.slo_burn.react import slo_burn
from shared.projections.service_catalog.projection import service_catalog
from shared.projections.slo_burndown.projection import slo_burndown
from tests.support.facts import T0, TENANT
from tests.support.history_services import service, service_id
from tests.support.history_slos import measured, objective
from tests.support.projected import Projected, projected
from tests.support.triage import Killed

pytestmark = pytest.mark.postgres
FIVE = timedelta(minutes=5)
#: An hour and five minutes, above ten times of one in a hundred.
POLICY: dict[str, Any] = {
    "target": 99,
    "window": RollingWindow(days=7),
    "service_id": service_id("shop"),
    "burn_policy": (BurnCondition(long_s=3_600, short_s=300, rate=10),),
}
BOUNDARIES = ("connect", "turn", "load", "write", "written", "commit", "committed")
CODEC = Codec((*INTENTS, *FACTS, *PROCESS_FACTS))


@dataclass
class Now:
    at: datetime = T0

    def now(self) -> datetime:
        return self.at


@dataclass
class World:
    projected: Projected
    evaluation: EvaluateBurning
    clock: Now

    def tick(self, number: int, *facts: Fact) -> None:
        """What was measured until the number-th five minutes is known; then the clock's evaluation comes by."""
        self.projected.happened(*facts)
        self.clock.at = T0 + FIVE * number + timedelta(seconds=20)
        self.evaluation.tick()

    def rows(self, statement: str) -> list[dict[str, Any]]:
        with psycopg.connect(self.projected.url) as connection:
            return [json.loads(event) for (event,) in connection.execute(statement.encode())]

    def asked(self) -> list[dict[str, Any]]:
        return self.rows("SELECT event FROM process.outbox WHERE topic LIKE '%intents%' ORDER BY position")

    def said(self) -> list[dict[str, Any]]:
        return self.rows("SELECT event FROM process.fact ORDER BY workflow_id, version")


def window(number: int, bad: int) -> Fact:
    return measured(100 - bad, 100, start=T0 + FIVE * (number - 1))


def evaluation(world: Projected, pool: Pool, clock: Now) -> EvaluateBurning:
    run = RunProcess(
        process=slo_burn,
        store=PostgresProcessStore(pool, "slo_burn"),
        encode=CODEC.encode,
        waker=NoWaker(),
        clock=clock,
    )
    return EvaluateBurning(tenants=_OnlyOne(), readings=PostgresBurnReadings(world.reading), run=run, clock=clock)


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    clock = Now()
    with (
        projected(database_url, slo_burndown, service_catalog) as projected_,
        connect_pool(database_url, role="sre_process", application="burn-test", max_size=4) as pool,
    ):
        projected_.happened(service("shop"), objective(**POLICY))
        yield World(projected_, evaluation(projected_, pool, clock), clock)
    install_failpoint(None)


def test_from_a_burn_to_its_end(world: World) -> None:
    """A budget that is far from used up, an hour without a bad event, two windows in which all is bad, then none."""
    world.projected.happened(measured(100_000, 100_000, start=T0 - timedelta(days=3)))
    for number in range(-11, 1):
        world.tick(number, window(number, 0))
    assert (world.asked(), world.said()) == ([], [])

    world.tick(1, window(1, 100))
    assert world.asked() == [], "8.3 times in the hour"
    world.tick(2, window(2, 100))
    (page,) = world.asked()
    assert (page["data"]["status"], page["data"]["severity"]) == ("firing", "critical")
    assert page["data"]["labels"]["service"] == "shop"
    world.tick(2)
    assert len(world.asked()) == 1, "nothing new was told"
    world.tick(3, window(3, 0))
    (_, over) = world.asked()
    assert (over["data"]["status"], over["data"]["starts_at"]) == ("resolved", page["data"]["starts_at"])
    assert [event["type"].rsplit(".", 2)[1] for event in world.said()] == ["slo-burn-detected", "slo-burn-cleared"]


def test_a_gap_is_no_burn_and_no_end_of_one_and_what_is_caught_up_later_wakes_nobody(world: World) -> None:
    for number in range(-11, 1):
        world.tick(number, window(number, 0))
    for number in range(1, 30):
        world.tick(number)
    assert world.asked() == []
    for number in range(1, 24):
        world.projected.happened(window(number, 100))
    world.tick(29)
    assert world.asked() == [], "it was bad half an hour ago"
    world.tick(29, *(window(number, 0) for number in range(24, 30)))
    assert world.asked() == []


@pytest.mark.parametrize("step", BOUNDARIES)
def test_killed_at_any_boundary_it_says_the_same(world: World, step: str) -> None:
    world.projected.happened(*(window(number, 100) for number in range(-11, 1)))
    kills = 0
    whole: list[dict[str, Any]] = []
    for nth in range(10):
        with psycopg.connect(world.projected.url) as connection:
            connection.execute("TRUNCATE process.instance, process.association, process.fact, process.outbox")
        kill = _KillAt(f"process.{step}", nth)
        install_failpoint(kill)
        try:
            world.tick(0)
        except Killed:
            kills += 1
        install_failpoint(None)
        world.tick(0)
        whole = whole or world.said()
        assert (len(world.asked()), world.said()) == (2, whole), "a page, and the budget that is gone"
        if nth and kill.left > 0:
            break
    assert kills == nth - 1 > 0


class _OnlyOne:
    def with_objectives(self) -> Sequence[TenantId]:
        return [TENANT]


class _KillAt:
    """Kills at the ``nth`` time that a failpoint is reached; 0: never."""

    def __init__(self, name: str, nth: int) -> None:
        self.name, self.left = name, nth

    def __call__(self, reached: str) -> None:
        if reached == self.name:
            self.left -= 1
            if self.left == 0:
                raise Killed
