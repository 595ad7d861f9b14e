"""What messages hold that were read a moment ago: the subscribers of one process are handed the same ones."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

#: (event, its JSON text)
Event = tuple[Mapping[str, Any], str]


class RecentMessages:
    """Events by the position of their message, of the last megabytes. One is known only when all of it is the same.

    Threads share it without a lock: what one of them misses it reads itself.
    """

    def __init__(self, limit_bytes: int = 4_000_000) -> None:
        self._limit_bytes = limit_bytes
        self._bytes = 0
        self._events: dict[int, tuple[bytes, Sequence[Event]]] = {}

    def events(self, position: int, data: bytes, read: Callable[[], Sequence[Event]]) -> Sequence[Event]:
        """What ``read`` finds in the message, or found a moment ago. What it raises is not kept."""
        known = self._events.get(position)
        if known is not None and known[0] == data:
            return known[1]
        found = read()
        if self._bytes + len(data) > self._limit_bytes:
            self._events, self._bytes = {}, 0
        if len(data) <= self._limit_bytes:
            self._events[position] = (data, found)
            self._bytes += len(data)
        return found
