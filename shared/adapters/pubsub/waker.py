"""Waking over Pub/Sub: a message without content on the sleeper's topic, which is pushed to it at once."""

import time
from collections.abc import Callable
from functools import partial
from threading import Lock

from shared.adapters.rounds import Rounds
from shared.kernel.wire import wake_topic
from shared.ports.transport import OutboundMessage, Publisher, TransportUnavailable
from shared.ports.wake import WOKEN

#: Seconds for which nobody is woken after a broker that did not answer: the work is not held up by it, and the clock
#: calls the sleepers.
_REST_S = 10.0


class PubSubWaker:
    """Many commits at a time are one message or two: a commit is covered by a message that was sent after it.

    It is sent before ``wake`` returns, since a platform that takes the processor away between two requests would not
    send it afterwards.
    """

    def __init__(self, publisher: Publisher, *, now: Callable[[], float] = time.monotonic) -> None:
        self._publisher = publisher
        self._now = now
        self._lock = Lock()
        self._rounds: dict[str, Rounds[None]] = {}
        self._rests_until = float("-inf")

    def wake(self, name: str) -> None:
        with self._lock:
            rounds = self._rounds.setdefault(name, Rounds(partial(self._send, name)))
        rounds()

    def _send(self, name: str) -> None:
        if self._now() < self._rests_until:
            return
        attributes = {"Content-Type": "application/json", WOKEN: name}
        message = OutboundMessage(topic=wake_topic(name), ordering_key="", attributes=attributes, data=b"{}")
        try:
            self._publisher.publish([message])
        except TransportUnavailable:
            # Whoever is not woken is called by the clock.
            self._rests_until = self._now() + _REST_S
