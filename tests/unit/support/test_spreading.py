"""Each process begins with long tests, and those of a file stay together."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.spreading import in_order, spread, turned

_TESTS = Path(__file__).parents[2]


@dataclass(frozen=True)
class Item:
    """What is asked of one of pytest's."""

    file: str
    number: int = 0
    slow: bool = False
    postgres: bool = False
    emulator: bool = False

    @property
    def path(self) -> Path:
        return _TESTS / self.file

    def get_closest_marker(self, name: str) -> bool:
        return {"slow": self.slow, "postgres": self.postgres, "emulator": self.emulator}[name]


def spread_over(shares: int, *items: Item) -> list[Item]:
    given: list[Any] = [*items]
    found: list[Any] = spread(given, shares)
    return found


QUICK = tuple(Item("unit/a.py", number) for number in range(8))
ONE = (Item("e2e/one.py", 1, slow=True), Item("e2e/one.py", 2))
TWO = (Item("e2e/two.py", 1, slow=True),)
STORED = (Item("contract/five.py", 1, postgres=True),)
THREE = (Item("integration/filled/three.py", 1, slow=True), Item("integration/filled/four.py", 1))


def test_alone_the_long_ones_come_first():
    assert spread_over(1, *QUICK, *ONE, *TWO) == [*ONE, *TWO, *QUICK]


def test_what_needs_a_server_comes_before_what_needs_nothing():
    assert spread_over(1, *QUICK, *STORED, *ONE) == [*ONE, *STORED, *QUICK]


def test_each_of_two_begins_with_long_ones():
    order = spread_over(2, *QUICK, *ONE, *TWO, *THREE)
    assert order[:4] == [*ONE, *THREE]
    assert order[len(order) // 2] == TWO[0]


def test_whoever_uses_the_emulator_is_in_one_share():
    first = Item("contract/six.py", 1, slow=True, emulator=True)
    second = Item("e2e/seven.py", 1, slow=True, emulator=True)
    assert spread_over(2, *ONE, first, *TWO, second, *QUICK)[:2] == [first, second]


def test_more_long_ones_than_a_share_are_all_there():
    assert spread_over(3, *ONE, *TWO, *THREE) == [*ONE, *TWO, *THREE]


@pytest.mark.parametrize("shares", [1, 2, 3, 4, 20])
def test_nobody_is_forgotten(shares: int):
    items = [*QUICK, *STORED, *ONE, *TWO, *THREE]
    assert sorted(map(repr, spread_over(shares, *items))) == sorted(map(repr, items))


def test_each_process_begins_elsewhere_in_a_folder_and_finds_all_of_it(monkeypatch: pytest.MonkeyPatch):
    entries: list[Any] = [*range(7)]
    monkeypatch.setenv("PYTEST_XDIST_WORKER_COUNT", "3")
    begun: list[list[Any]] = []
    for process in ("gw0", "gw1", "gw2"):
        monkeypatch.setenv("PYTEST_XDIST_WORKER", process)
        begun.append([*turned(entries)])
    assert [first for first, *_ in begun] == [0, 2, 4]
    assert all(sorted(each) == entries for each in begun)


def test_wherever_a_process_begins_its_tests_are_in_the_order_of_their_files():
    items: list[Any] = [*QUICK[4:], *TWO, *QUICK[:4]]
    in_order(items)
    assert items == [*TWO, *QUICK[4:], *QUICK[:4]]
