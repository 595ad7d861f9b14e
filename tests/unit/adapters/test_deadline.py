"""Work is ended when its time is over, wherever it is, and nothing else is."""

import contextlib
import gc
import sys
import threading
import time
from collections.abc import Callable, Mapping
from types import FrameType

import pytest

from shared.adapters.deadline import DeadlineExceeded, _watch, deadline, left, shielded


def spin_for_ever() -> None:
    while True:
        pass


def swallow_everything_once(met: list[str]) -> None:
    try:
        spin_for_ever()
    except BaseException:  # noqa: BLE001 - what careless code does
        met.append("swallowed")


def test_a_loop_without_end_is_ended_and_where_it_was_is_told() -> None:
    with pytest.raises(DeadlineExceeded) as ended, deadline(0.05, "rule 7"):
        spin_for_ever()
    assert (ended.value.name, str(ended.value)) == ("rule 7", "rule 7 took longer than 0.05 s")
    assert "spin_for_ever" in ended.value.stack


def test_nothing_is_collected_while_the_frames_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    collects = []
    frames = sys._current_frames

    def looked_at() -> Mapping[int, FrameType]:
        collects.append(gc.isenabled())
        return frames()

    monkeypatch.setattr(sys, "_current_frames", looked_at)
    with pytest.raises(DeadlineExceeded), deadline(0.05, "a loop"):
        spin_for_ever()
    assert collects
    assert not any(collects)
    assert gc.isenabled()


def test_code_that_catches_every_exception_does_not_catch_its_end() -> None:
    def careless() -> None:
        while True:
            with contextlib.suppress(Exception):
                spin_for_ever()

    with pytest.raises(DeadlineExceeded), deadline(0.05, "careless"):
        careless()


def test_an_end_that_was_swallowed_is_still_told() -> None:
    met: list[str] = []
    with pytest.raises(DeadlineExceeded), deadline(0.05, "swallowed"):
        swallow_everything_once(met)
    assert met == ["swallowed"]


def test_work_that_is_done_in_time_gives_its_result_and_its_own_exceptions() -> None:
    with deadline(60, "quick"):
        pass
    with pytest.raises(KeyError), deadline(60, "fails"):
        raise KeyError


def test_the_inner_deadline_ends_only_what_is_inside() -> None:
    reached = []
    with deadline(60, "outer"):
        with pytest.raises(DeadlineExceeded) as ended, deadline(0.05, "inner"):
            spin_for_ever()
        reached.append("after")
    assert (ended.value.name, reached) == ("inner", ["after"])


def test_the_outer_deadline_passes_through_the_inner_one() -> None:
    with pytest.raises(DeadlineExceeded) as ended, deadline(0.05, "outer"), deadline(60, "inner"):
        spin_for_ever()
    assert ended.value.name == "outer"


def test_other_threads_go_on() -> None:
    stop, ended = threading.Event(), threading.Event()

    def bystander() -> None:
        while not stop.is_set():
            pass
        ended.set()

    thread = threading.Thread(target=bystander)
    thread.start()
    with pytest.raises(DeadlineExceeded), deadline(0.05, "one"):
        spin_for_ever()
    assert not ended.is_set()
    stop.set()
    thread.join()
    assert ended.is_set()


def test_what_is_shielded_is_finished_first() -> None:
    done: list[str] = []

    def give_back() -> None:
        with shielded():
            until = time.monotonic() + 0.2
            while time.monotonic() < until:
                pass
            done.append("given back")
        spin_for_ever()

    with pytest.raises(DeadlineExceeded), deadline(0.05, "returns"):
        give_back()
    assert done == ["given back"]


@pytest.mark.parametrize("interrupted", ["shield", "unshield"])
def test_a_shield_is_left_although_a_signal_arrives_on_the_way_in_or_out(
    monkeypatch: pytest.MonkeyPatch, interrupted: str
) -> None:
    act, signals = getattr(_watch, interrupted), iter([KeyboardInterrupt])

    def hit(shield: shielded) -> None:
        if interrupted == "shield":
            act(shield)
        for arrived in signals:
            raise arrived
        act(shield)

    monkeypatch.setattr(_watch, interrupted, hit)
    with pytest.raises(KeyboardInterrupt), shielded():
        pass
    assert not [shield for shield in _watch._shields if shield.thread == threading.get_ident()]
    with pytest.raises(DeadlineExceeded), deadline(0.05, "after"):
        spin_for_ever()


@pytest.mark.parametrize("interrupted", ["add", "remove"])
def test_a_deadline_is_over_although_a_signal_arrives_on_the_way_in_or_out(
    monkeypatch: pytest.MonkeyPatch, interrupted: str
) -> None:
    act, signals = getattr(_watch, interrupted), iter([KeyboardInterrupt])

    def hit(running: deadline) -> None:
        if interrupted == "add":
            act(running)
        for arrived in signals:
            raise arrived
        act(running)

    monkeypatch.setattr(_watch, interrupted, hit)
    with pytest.raises(KeyboardInterrupt), deadline(60, "interrupted"):
        pass
    assert left() is None


def test_nothing_arrives_after_the_block_however_close_the_end_was() -> None:
    """The end of the time and the end of the work, as close to each other as can be."""
    outcomes = [_raced(0.011) for _ in range(50)]
    for _ in range(10_000):
        pass
    assert set(outcomes) <= {"done", "ended"}


def _raced(seconds: float) -> str:
    try:
        with deadline(seconds, "raced"):
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                pass
    except DeadlineExceeded:
        return "ended"
    return "done"


@pytest.mark.parametrize(
    ("ask", "expected"), [(left, None), (lambda: _left_within(60.0, 30.0), 30.0)], ids=["none", "nearest"]
)
def test_how_much_time_is_left_is_the_nearest_end(ask: Callable[[], float | None], expected: float | None) -> None:
    seconds = ask()
    assert seconds == expected if expected is None else seconds is not None and 0 < seconds <= expected


def _left_within(outer: float, inner: float) -> float | None:
    with deadline(outer, "outer"), deadline(inner, "inner"):
        return left()
