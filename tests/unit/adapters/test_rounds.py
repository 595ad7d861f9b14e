"""Who comes while a round runs shares the next, and nobody is told of a round that began before he came."""

from collections.abc import Iterator
from threading import Event, Thread

import pytest

from shared.adapters.rounds import Rounds
from tests.support.patience import PATIENCE_S, wait_until


def test_a_round_gives_its_own_result():
    rounds = Rounds(lambda: 7)
    assert [rounds(), rounds()] == [7, 7]


def test_those_who_come_meanwhile_share_the_next_round():
    begun, let_go, results = [Event(), Event()], Event(), []
    calls = iter(begun)

    def do() -> str:
        next(calls).set()
        assert let_go.wait(PATIENCE_S)
        return "done"

    rounds = Rounds(do)
    threads = [Thread(target=lambda: results.append(rounds())) for _ in range(5)]
    threads[0].start()
    assert begun[0].wait(PATIENCE_S)
    for thread in threads[1:]:
        thread.start()
    wait_until(lambda: rounds._asked == len(threads))
    assert not begun[1].is_set()
    let_go.set()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert sorted(results, key=str) == [None, None, None, "done", "done"]


def test_what_a_round_failed_with_is_told_and_the_next_tries_again():
    answers: Iterator[int | Exception] = iter([ValueError("away"), 3])

    def do() -> int:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    rounds = Rounds(do)
    with pytest.raises(ValueError, match="away"):
        rounds()
    assert rounds() == 3
