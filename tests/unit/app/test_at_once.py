"""Reads at once: bounded in number and time, and one that hangs keeps nobody waiting."""

import threading
from collections import Counter

from shared.app.triage.at_once import AtOnce, Done

GATE_S = 60.0


def outcomes(at_once: AtOnce, items, work) -> Counter[str]:
    return Counter(done.outcome for several in at_once(items, work) for done in several)


def test_never_more_at_a_time_than_there_may_be():
    inside, most, lock = 0, 0, threading.Lock()
    crowd = threading.Barrier(3)

    def work(_: int) -> None:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
        crowd.wait(GATE_S)  # three are inside together, or it breaks
        with lock:
            inside -= 1

    assert outcomes(AtOnce(3, each_s=GATE_S, within_s=2 * GATE_S, name="t"), range(30), work) == {"result": 30}
    assert most == 3


def test_one_that_never_comes_back_is_late_and_the_others_are_done():
    gate = threading.Event()

    def work(item: int) -> int:
        if item == 3:
            gate.wait(GATE_S)
        return item * 2

    at_once = AtOnce(2, each_s=0.5, within_s=GATE_S, name="t")
    told = [done for several in at_once(range(100), work) for done in several]
    gate.set()
    assert [done.item for done in told if done.outcome == "late"] == [3]
    assert sorted(done.result for done in told if done.result is not None) == [2 * n for n in range(100) if n != 3]


def test_what_is_over_is_told_while_another_hangs():
    gate = threading.Event()
    told: list[Done[int, int]] = []

    def work(item: int) -> int:
        if item == 0:
            gate.wait(GATE_S)
        return item

    for several in AtOnce(2, each_s=GATE_S, within_s=2 * GATE_S, name="t")(range(5), work):
        told += several
        if len(told) == 4:
            assert {done.item for done in told} == {1, 2, 3, 4}
            gate.set()
    assert len(told) == 5


def test_a_failure_is_told_with_its_item():
    def work(item: int) -> int:
        return 10 // item

    told = [
        done for several in AtOnce(2, each_s=GATE_S, within_s=2 * GATE_S, name="t")((0, 5), work) for done in several
    ]
    assert {done.item: (done.outcome, type(done.failure)) for done in told} == {
        0: ("failure", ZeroDivisionError),
        5: ("result", type(None)),
    }


def test_with_every_thread_stuck_nothing_is_begun_and_nothing_waits_for_ever():
    gate = threading.Event()
    at_once = AtOnce(2, each_s=0.1, within_s=0.4, name="t")
    assert outcomes(at_once, range(3), lambda _: gate.wait(GATE_S)) == {"late": 2, "unbegun": 1}
    assert outcomes(at_once, range(3), lambda _: gate.wait(GATE_S)) == {"unbegun": 3}
    gate.set()
