"""Work in the background takes a share of a core while something arrives, and all of it while nothing does."""

from dataclasses import dataclass

import pytest

from shared.app.cpu_budget import CpuBudget, unlimited


@dataclass
class Clocks:
    wall: float = 0.0
    cpu: float = 0.0

    def works(self, budget: CpuBudget, seconds: float) -> None:
        with budget.spending():
            self.wall += seconds
            self.cpu += seconds


def budget_of(share: float) -> tuple[CpuBudget, Clocks]:
    clocks = Clocks()
    budget = CpuBudget(share=share, quiet_s=2.0, burst_s=1.0, monotonic=lambda: clocks.wall, cpu=lambda: clocks.cpu)
    return budget, clocks


def test_while_it_is_quiet_there_is_no_end_to_it():
    budget, clocks = budget_of(0.1)
    for _ in range(100):
        assert budget.allows()
        clocks.works(budget, 1.0)


def test_while_something_arrives_it_takes_its_share_and_a_burst():
    budget, clocks = budget_of(0.1)
    spent = 0.0
    while clocks.wall < 100.0:
        budget.arrived()
        if budget.allows():
            clocks.works(budget, 0.25)
            spent += 0.25
        else:
            clocks.wall += 0.25
    assert 10.0 <= spent <= 11.5


def test_a_share_of_nothing_waits_until_it_is_quiet():
    budget, clocks = budget_of(0.0)
    budget.arrived()
    assert not budget.allows()
    clocks.wall += 1.9
    assert not budget.allows()
    clocks.wall += 0.1
    assert budget.allows()


def test_waiting_for_somebody_else_costs_nothing():
    budget, clocks = budget_of(0.1)
    for _ in range(100):
        budget.arrived()
        assert budget.allows()
        with budget.spending():
            clocks.wall += 5.0
            budget.arrived()


def test_what_fails_is_counted_too():
    budget, clocks = budget_of(0.1)
    budget.arrived()
    with pytest.raises(ValueError, match="no model"):
        _fail(budget, clocks)
    assert not budget.allows()


def test_without_a_limit_everything_is_allowed():
    assert unlimited().allows()


def _fail(budget: CpuBudget, clocks: Clocks) -> None:
    with budget.spending():
        clocks.cpu += 2.0
        raise ValueError("a text that no model takes")
