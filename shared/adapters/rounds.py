"""Doing once what several ask for at the same time."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Rounds(Generic[T]):
    """One call of ``do`` at a time; those who come while one runs share the next, which begins after they came."""

    def __init__(self, do: Callable[[], T]) -> None:
        self._do = do
        self._turn = Lock()
        self._counting = Lock()
        self._asked = 0
        #: Whoever asked up to here has had a whole call since.
        self._served = 0

    def __call__(self) -> T | None:
        """Returns once a call that began after this one was made has ended: its result, or None when it was another's.

        Raises what its own call raises; the next who waits then tries again.
        """
        with self._counting:
            self._asked += 1
            mine = self._asked
        with self._turn:
            if mine <= self._served:
                return None
            with self._counting:
                upto = self._asked
            result = self._do()
            self._served = upto
            return result
