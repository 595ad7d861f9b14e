"""Connections without a whole request, by address, in the order in which they began to wait."""

from collections.abc import Hashable
from typing import Generic, TypeVar

_C = TypeVar("_C", bound=Hashable)


class WaitingConnections(Generic[_C]):
    """Whoever is here has not said what it wants; the one that has waited longest makes room."""

    def __init__(self) -> None:
        self._by_peer: dict[str, dict[_C, None]] = {}
        self._order: dict[_C, str] = {}

    def add(self, connection: _C, peer: str) -> None:
        """Begins to wait; no effect on one that waits already."""
        if connection not in self._order:
            self._order[connection] = peer
            self._by_peer.setdefault(peer, {})[connection] = None

    def remove(self, connection: _C) -> None:
        peer = self._order.pop(connection, None)
        if peer is not None:
            of_peer = self._by_peer[peer]
            del of_peer[connection]
            if not of_peer:
                del self._by_peer[peer]

    def count(self, peer: str) -> int:
        return len(self._by_peer.get(peer, ()))

    def longest(self, peer: str) -> _C | None:
        return next(iter(self._by_peer.get(peer, ())), None)

    def longest_of_the_many(self) -> _C | None:
        """Gives the longest waiting of the address with the most of them: others shall not make room for its crowd."""
        if not self._by_peer:
            return None
        return self.longest(max(self._by_peer, key=self.count))
