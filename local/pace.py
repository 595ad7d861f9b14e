"""How soon the supervisor looks again: often while something happens, and seldom while all are at rest."""

import time
from collections.abc import Callable, Collection
from typing import Protocol

_OFTEN_S = 0.2
#: Whoever hangs is judged as often as this.
_SELDOM_S = 1.0
#: What has begun to happen seldom comes alone.
_LINGERS_S = 10.0


class CanRest(Protocol):
    @property
    def at_rest(self) -> bool:
        """What happens next to it tells by itself, as its end does, or is looked for no oftener than once a second."""


class Pace:
    def __init__(self, watched: Collection[CanRest], *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._watched = watched
        self._monotonic = monotonic
        self._moved_at = monotonic()

    def pause_s(self, rung: bool) -> float:  # noqa: FBT001 - what the pause before says
        """Gives the next pause. ``rung``: the one before was ended by somebody."""
        now = self._monotonic()
        if rung or not all(each.at_rest for each in self._watched):
            self._moved_at = now
        return _OFTEN_S if now - self._moved_at < _LINGERS_S else _SELDOM_S
