"""The supervisor looks often while something happens, seldom while all are at rest, and at once when it is told."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from threading import Event, Thread
from types import SimpleNamespace

import pytest

from local.bell import Bell
from local.pace import Pace
from local.turns import turns
from tests.support.patience import PATIENCE_S


class _Part:
    def __init__(self) -> None:
        self.at_rest = True


class _Watched:
    def __init__(self) -> None:
        self.parts = [_Part(), _Part()]
        self.now = 1000.0
        self.pace = Pace(self.parts, monotonic=lambda: self.now)

    def pause_s(self, *, rung: bool = False, after_s: float = 0.0) -> float:
        self.now += after_s
        return self.pace.pause_s(rung)


@pytest.fixture
def watched() -> _Watched:
    """Whose start has gone by."""
    watched = _Watched()
    watched.now += 60
    return watched


@pytest.fixture
def bell() -> Iterator[Bell]:
    bell = Bell()
    yield bell
    bell.close()


def test_at_rest_it_looks_once_a_second(watched):
    assert watched.pause_s() == 1.0


def test_it_begins_by_looking_often():
    assert _Watched().pause_s() == 0.2


def test_while_one_part_moves_it_looks_often_however_long_that_takes(watched):
    watched.parts[1].at_rest = False
    assert [watched.pause_s(after_s=20) for _ in range(3)] == [0.2] * 3


def test_who_was_rung_looks_often_for_a_while(watched):
    assert watched.pause_s(rung=True) == 0.2
    assert watched.pause_s(after_s=9) == 0.2
    assert watched.pause_s(after_s=2) == 1.0


def test_it_goes_on_to_look_often_for_a_while_when_all_have_come_to_rest(watched):
    watched.parts[0].at_rest = False
    watched.pause_s()
    watched.parts[0].at_rest = True
    assert watched.pause_s(after_s=9) == 0.2
    assert watched.pause_s(after_s=2) == 1.0


def test_a_pause_nobody_ends_is_over_by_itself(bell):
    assert not bell.wait(0.0)


def test_the_end_of_a_child_ends_the_pause_and_is_heard_once(bell):
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    assert bell.wait(PATIENCE_S)
    assert child.wait(PATIENCE_S) == 0
    assert not bell.wait(0.0)


def test_what_was_rung_before_the_pause_is_not_missed(bell):
    signal.raise_signal(signal.SIGCHLD)
    assert bell.wait(PATIENCE_S)


def test_those_who_ring_together_are_heard_together(bell):
    for _ in range(100_000):
        signal.raise_signal(signal.SIGCHLD)
    assert bell.wait(PATIENCE_S)
    assert not bell.wait(0.0)


def test_a_bell_that_is_closed_leaves_signals_as_they_were():
    before = signal.getsignal(signal.SIGCHLD)
    bell = Bell()
    assert signal.getsignal(signal.SIGCHLD) != before
    bell.close()
    assert signal.getsignal(signal.SIGCHLD) == before
    assert signal.set_wakeup_fd(-1) == -1


def test_a_signal_that_says_stop_ends_the_turns_in_the_middle_of_a_pause(bell):
    stopping = Event()
    before = signal.signal(signal.SIGUSR1, lambda _number, _frame: stopping.set())
    pausing = Event()

    def stop() -> None:
        pausing.wait(PATIENCE_S)
        os.kill(os.getpid(), signal.SIGUSR1)

    def pause_s(_rung: bool) -> float:
        pausing.set()
        return PATIENCE_S

    asking = Thread(target=stop)
    asking.start()
    try:
        assert list(turns(stopping, bell, pause_s)) == []
    finally:
        asking.join()
        signal.signal(signal.SIGUSR1, before)


def test_a_turn_tells_the_next_pause_whether_it_was_rung(bell):
    told: list[bool] = []

    def pause_s(rung: bool) -> float:
        told.append(rung)
        return 0.0

    taken = turns(Event(), bell, pause_s)
    next(taken)
    signal.raise_signal(signal.SIGCHLD)
    next(taken)
    next(taken)
    assert told == [False, False, True]


def test_who_comes_later_than_it_meant_to_watches_from_then_on(monkeypatch):
    clock = iter([100.0, 101.1, 103.4, 106.0, 107.0])
    monkeypatch.setattr("local.turns.time", SimpleNamespace(monotonic=lambda: next(clock)))
    taken = turns(Event(), _Deaf(), lambda _rung: 1.0)
    assert [next(taken) for _ in range(4)] == [(101.1, 100.0), (103.4, 100.0), (106.0, 106.0), (107.0, 106.0)]


class _Deaf(Bell):
    def __init__(self) -> None:
        """Rung by nobody."""

    def wait(self, _seconds: float) -> bool:
        return False
