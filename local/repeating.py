"""Calling an entry point again and again: when it is woken, by the clock, and soon after it failed."""

import time
from collections.abc import Callable
from threading import Event

#: What failed is called again so soon.
_AGAIN_S = 1.0
#: Whoever rests gives a sign of life as often.
_BEAT_S = 1.0


class Repeating:
    """``call`` answers whether it succeeded; it is called once at the start, whatever was missed before.

    ``every_s``: the longest time between two calls. ``max_rest_s``: after a call it rests for as long as that took, and
    this at most, so that a busy machine does more with each call.
    """

    def __init__(
        self, call: Callable[[], bool], *, beat: Callable[[], None], every_s: float, max_rest_s: float
    ) -> None:
        self._call = call
        self._beat = beat
        self._every_s = every_s
        self._max_rest_s = max_rest_s

    def run(self, stop: Event, wake: Event) -> None:
        """Until ``stop`` is set."""
        while not stop.is_set():
            self._beat()
            wake.clear()
            began = time.monotonic()
            succeeded = self._call()
            stop.wait(min(self._max_rest_s, time.monotonic() - began))
            self._rest(stop, wake, self._every_s if succeeded else min(_AGAIN_S, self._every_s))

    def _rest(self, stop: Event, wake: Event, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not stop.is_set() and (left_s := until - time.monotonic()) > 0:
            self._beat()
            if wake.wait(min(left_s, _BEAT_S)):
                return
