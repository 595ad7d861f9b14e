"""A timer that falls due before the clock calls again wakes whoever fires timers; a later one waits for the clock."""

from dataclasses import replace
from datetime import datetime

import pytest

from shared.domain.correlation_rule.intents import PutCorrelationRule
from shared.domain.correlation_rule.values import RuleDefinition
from shared.ports.wake import TIMERS
from tests.support.correlation_world import CorrelationWorld
from tests.support.facts import named


class Noting:
    def __init__(self) -> None:
        self.woken: set[str] = set()

    def wake(self, name: str) -> None:
        self.woken.add(name)


class WorldClock:
    def __init__(self, world: CorrelationWorld) -> None:
        self._world = world

    def now(self) -> datetime:
        return self._world.now


@pytest.mark.parametrize(("hold_down_s", "woken"), [(30, True), (600, False)])
def test_a_near_timer_wakes_and_a_far_one_does_not(hold_down_s: int, woken: bool):
    world, waker = CorrelationWorld(), Noting()
    rule = RuleDefinition(name="by service", group_by=("service",), hold_down_s=hold_down_s)
    world.ask(PutCorrelationRule(rule_id=named("rule"), definition=rule))
    world.settle()
    world.fire("a")
    world.settle()
    world.process = replace(world.process, waker=waker, clock=WorldClock(world))
    world.clear("a")
    world.settle()
    assert (TIMERS in waker.woken) == woken
