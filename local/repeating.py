"""Calling what has to be done again and again: when it is woken, by the clock, and soon after it failed."""

import time
from collections.abc import Callable
from threading import Event

from shared.ports.heartbeat import Heartbeat

#: What failed is called again so soon.
_AGAIN_S = 1.0


class Repeating:
    """``call`` answers whether it succeeded; it is called once at the start, whatever was missed before.

    ``every_s``: the longest time between two calls. ``max_rest_s``: after a call it rests for as long as that took, and
    this at most, so that a busy machine does more with each call.
    """

    def __init__(
        self, name: str, call: Callable[[], bool], heartbeat: Heartbeat, *, every_s: float, max_rest_s: float
    ) -> None:
        self._name = name
        self._call = call
        self._heartbeat = heartbeat
        self._every_s = every_s
        self._max_rest_s = max_rest_s

    def run(self, stop: Event, wake: Event) -> None:
        """Until ``stop`` is set, and ``wake`` with it."""
        while not stop.is_set():
            self._heartbeat.beat(self._name)
            wake.clear()
            began = time.monotonic()
            succeeded = self._call()
            stop.wait(min(self._max_rest_s, time.monotonic() - began))
            self._heartbeat.resting(self._name)
            wake.wait(self._every_s if succeeded else min(_AGAIN_S, self._every_s))
