"""The time of the world: what the clock behind it says, or a moment of its past while that is made."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from shared.ports.clock import Clock


class WorldClock:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._past: datetime | None = None

    def now(self) -> datetime:
        return self._past or self._clock.now()

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """Within the block it is that moment."""
        self._past, before = moment, self._past
        try:
            yield
        finally:
            self._past = before
