"""How many bytes of bodies are here, of whom, and who has to go when there are too many."""

from collections import Counter
from collections.abc import Callable, Hashable
from typing import Generic, Protocol, TypeVar


class Sender(Protocol):
    peer: str

    def __hash__(self) -> int: ...


_S = TypeVar("_S", bound=Sender)


class Bodies(Generic[_S]):
    """``shed(sender)`` ends a sender whose body is unfinished; it is chosen among those that ``unfinished`` names."""

    def __init__(
        self, *, at_most: int, per_peer: int, unfinished: Callable[[_S], bool], shed: Callable[[_S], None]
    ) -> None:
        self._at_most = at_most
        self._per_peer = per_peer
        self._unfinished = unfinished
        self._shed = shed
        self._of: dict[_S, int] = {}
        self._of_peer: Counter[Hashable] = Counter()
        self._all = 0

    @property
    def held(self) -> int:
        return self._all

    def grow(self, sender: _S, more: int) -> None:
        """At more than may be here the largest unfinished body goes, which may be the one that has just grown."""
        if not more:
            return
        self._change(sender, more)
        if self._all > self._at_most:
            self._make_room(None)
        if self._of_peer[sender.peer] > self._per_peer:
            self._make_room(sender.peer)

    def release(self, sender: _S, *, but: int = 0) -> None:
        """``but``: what the next request of this sender has already brought."""
        held = self._of.get(sender, 0)
        if held > but:
            self._change(sender, but - held)

    def _change(self, sender: _S, by: int) -> None:
        held = self._of.get(sender, 0) + by
        if held:
            self._of[sender] = held
        else:
            self._of.pop(sender, None)
        self._of_peer[sender.peer] += by
        if not self._of_peer[sender.peer]:
            del self._of_peer[sender.peer]
        self._all += by

    def _make_room(self, peer: str | None) -> None:
        candidates = [s for s in self._of if (peer is None or s.peer == peer) and self._unfinished(s)]
        if candidates:
            self._shed(max(candidates, key=lambda sender: self._of[sender]))
