"""An entry point that is called by the clock and by wakes: at the start, when woken, and soon after it failed."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread

from local.repeating import Repeating
from shared.ports.heartbeat import NoHeartbeat

LONG_S = 3600.0
PATIENCE_S = 30.0


class Called:
    """Answers what it is told to, then True; and lets the test wait for the n-th call."""

    def __init__(self, answers: Sequence[bool] = ()) -> None:
        self._answers = list(answers)
        self.calls = [Event() for _ in range(3)]
        self.count = 0

    def __call__(self) -> bool:
        self.count += 1
        if self.count <= len(self.calls):
            self.calls[self.count - 1].set()
        return self._answers.pop(0) if self._answers else True


@contextmanager
def repeating(call: Callable[[], bool], every_s: float) -> Iterator[Event]:
    stop, wake = Event(), Event()
    loop = Repeating("loop", call, NoHeartbeat(), every_s=every_s, max_rest_s=0.0)
    thread = Thread(target=loop.run, args=(stop, wake))
    thread.start()
    yield wake
    stop.set()
    wake.set()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()


def test_it_is_called_at_the_start_and_then_not_until_somebody_wakes_it():
    called = Called()
    with repeating(called, LONG_S) as wake:
        assert called.calls[0].wait(PATIENCE_S)
        assert not called.calls[1].wait(0.1)
        wake.set()
        assert called.calls[1].wait(PATIENCE_S)


def test_a_wake_that_was_lost_costs_the_time_between_two_calls_of_the_clock():
    called = Called()
    with repeating(called, 0.05):
        assert called.calls[2].wait(PATIENCE_S)


def test_what_failed_is_called_again_soon_whatever_the_clock_says():
    called = Called([False, True])
    with repeating(called, LONG_S):
        assert called.calls[1].wait(PATIENCE_S)
        assert not called.calls[2].wait(0.1)
