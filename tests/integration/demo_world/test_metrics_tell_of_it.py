"""The bundled Prometheus tells of the last hour, of the fault, and of its end, in the queries that the company asks."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from local.demo import signals as signals_of
from local.demo.objectives import PROMISES, indicator_of
from local.demo.signals import golden_signals
from local.fleet.breakages import GOOD
from local.fleet.history import FleetCommit
from shared.adapters.prometheus.counts_expression import expressions_of
from shared.adapters.prometheus.query import expression_of
from tests.support.demo_world import WorldUnderTest, a_world, ask

EXAMPLE = Path(signals_of.__file__).parent / "pricing_crashes.json"


@pytest.fixture
def world(tmp_path) -> WorldUnderTest:
    return a_world(tmp_path, services=["pricing", "search"])


def at(world: WorldUnderTest, query: str, minutes_ago: float = 0) -> list[float]:
    moment = world.clock.at.timestamp() - 60 * minutes_ago
    status, found = ask(world.world.metrics, "GET", f"/api/v1/query?{urlencode({'query': query, 'time': moment})}")
    assert status == 200, found
    return [round(float(each["value"][1]), 4) for each in found["data"]["result"]]


def signals(service: str, team: str) -> dict[str, str]:
    return {signal.kind.value: signal.expression for signal in golden_signals(service, team)}


def heal(world: WorldUnderTest) -> None:
    mended = FleetCommit(at=world.clock.at, author="ana", subject="Mend", files=GOOD.files())
    world.world.repository.commit(mended)


def expression() -> str:
    [alert] = json.loads(EXAMPLE.read_text("utf-8"))["alerts"]
    return expression_of(alert["generatorURL"])


def test_the_golden_signals_are_those_of_a_service_that_broke_a_quarter_of_an_hour_ago(world):
    asked = signals("pricing", "booking")
    before = {kind: at(world, query, minutes_ago=30) for kind, query in asked.items()}
    now = {kind: at(world, query) for kind, query in asked.items()}
    assert (before["errors"], now["errors"]) == ([0.001], [1.0])
    assert (before["traffic"], now["traffic"]) == ([20.0], [20.0])
    assert before["latency"][0] < 0.5 < now["latency"][0]
    assert (before["saturation"], now["saturation"]) == ([0.4609], [])


def test_what_objectives_are_counted_by_is_counted(world):
    """The search needs pricing, so that three of ten of its answers are errors."""
    (wanted,) = (promise for promise in PROMISES if promise.service == "search")
    good, total = expressions_of(indicator_of(wanted), timedelta(minutes=5))
    assert (at(world, good), at(world, total)) == ([4_200.0], [6_000.0])


def test_who_needs_it_fails_in_part(world):
    assert at(world, signals("search", "web")["errors"]) == [0.3]


def test_the_alert_fires_for_each_pod_and_is_over_minutes_after_it_was_healed(world):
    assert at(world, expression()) == [1.0, 1.0]
    assert at(world, expression(), minutes_ago=30) == []
    heal(world)
    world.passes(60)
    assert at(world, 'kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}') == []
    world.passes(300)
    assert at(world, expression()) == []
    assert at(world, signals("pricing", "booking")["errors"]) == [0.001]


def test_restarts_rise_until_it_is_healed(world):
    query = 'sum(increase(kube_pod_container_status_restarts_total{namespace="booking"}[10m]))'
    rising: list[Any] = [at(world, query, minutes_ago=minutes) for minutes in (30, 4)]
    assert rising[0] == [0.0]
    assert rising[1][0] > 6
