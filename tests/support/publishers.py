"""Brokers for tests of what publishes: they remember, refuse or go away as told."""

import json
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any

from shared.ports.transport import OutboundMessage, PublishRefused, TransportUnavailable


class RecordingPublisher:
    """Keeps what it was given, in order; ``refuses`` names the events it will never take."""

    def __init__(self, refuses: Callable[[str], bool] = lambda _event: False) -> None:
        self.messages: list[OutboundMessage] = []
        self.away = False
        self._refuses = refuses
        self._lock = Lock()

    def publish(self, messages: Sequence[OutboundMessage]) -> Sequence[PublishRefused | None]:
        if self.away:
            raise TransportUnavailable("told to be away")
        with self._lock:
            return [self._one(message) for message in messages]

    def _one(self, message: OutboundMessage) -> PublishRefused | None:
        if self._refuses(message.data.decode()):
            return PublishRefused("too strange")
        self.messages.append(message)
        return None

    @property
    def events(self) -> list[dict[str, Any]]:
        return [event for message in self.messages for event in json.loads(message.data)]
