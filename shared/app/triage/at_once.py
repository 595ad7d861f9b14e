"""Reads done at once on bounded threads, each for a bounded time: one that does not come back keeps nobody waiting."""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Thread
from typing import Generic, Literal, TypeVar

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Done(Generic[T, R]):
    """``late``: it was not over in its time. ``unbegun``: there was no time, or no thread, left for it."""

    item: T
    outcome: Literal["result", "failure", "late", "unbegun"]
    result: R | None = None
    failure: BaseException | None = None


class AtOnce:
    """``most`` threads at a time, over all calls. A thread that never ends is one fewer; nothing can end it."""

    def __init__(self, most: int, *, each_s: float, within_s: float, name: str) -> None:
        """``within_s``: nothing is begun that might not be over by then."""
        self._free = BoundedSemaphore(most)
        self._each_s = each_s
        self._begin_s = max(0.0, within_s - each_s)
        self._name = name

    def __call__(self, items: Sequence[T], work: Callable[[T], R]) -> Iterator[Sequence[Done[T, R]]]:
        """Tells what is over as soon as it is, several together where they are."""
        finished: SimpleQueue[tuple[int, Done[T, R]]] = SimpleQueue()
        waiting = deque(enumerate(items))
        running: dict[int, tuple[T, float]] = {}
        until = time.monotonic() + self._begin_s
        while waiting or running:
            self._begin(waiting, running, work, finished, until)
            if not running:
                yield [Done(item, "unbegun") for _, item in waiting]
                return
            over = self._over(running, finished)
            if over:
                yield over

    def _begin(
        self,
        waiting: deque[tuple[int, T]],
        running: dict[int, tuple[T, float]],
        work: Callable[[T], R],
        finished: SimpleQueue[tuple[int, Done[T, R]]],
        until: float,
    ) -> None:
        """Begins what there are threads for; with nothing of its own under way it waits for one."""
        while waiting and time.monotonic() <= until:
            patience = 0.0 if running else max(0.0, until - time.monotonic())
            if not self._free.acquire(timeout=patience):
                return
            number, item = waiting.popleft()
            running[number] = (item, time.monotonic() + self._each_s)
            Thread(target=self._do, args=(number, item, work, finished), name=self._name, daemon=True).start()

    def _do(self, number: int, item: T, work: Callable[[T], R], finished: SimpleQueue[tuple[int, Done[T, R]]]) -> None:
        try:
            done: Done[T, R] = Done(item, "result", work(item))
        except BaseException as failure:  # noqa: BLE001 - told to whoever waits, who raises it
            done = Done(item, "failure", failure=failure)
        finally:
            self._free.release()
        finished.put((number, done))

    def _over(
        self, running: dict[int, tuple[T, float]], finished: SimpleQueue[tuple[int, Done[T, R]]]
    ) -> list[Done[T, R]]:
        """Waits for the first that is over, or late; what ends after it was late is not looked at."""
        patience = min(ends_at for _, ends_at in running.values()) - time.monotonic()
        over: list[Done[T, R]] = []
        try:
            number, done = finished.get(timeout=max(0.0, patience))
            while True:
                if running.pop(number, None) is not None:
                    over.append(done)
                number, done = finished.get_nowait()
        except Empty:
            pass
        now = time.monotonic()
        for number in [number for number, (_, ends_at) in running.items() if ends_at <= now]:
            item, _ = running.pop(number)
            over.append(Done(item, "late"))
        return over
