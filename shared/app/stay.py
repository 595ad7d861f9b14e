"""Ticking on for a while where the clock calls rarely: what falls due soon is not left to its next call."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock


@dataclass(slots=True, kw_only=True)
class Stay:
    """One at a time stays; whoever comes meanwhile makes him stay longer and goes. ``tick`` gives what it counted."""

    tick: Callable[[], Mapping[str, int]]
    every_s: float = 5.0
    """Seconds between two ticks."""
    at_most_s: float = 240.0
    """Seconds after which he goes in any case; the clock's next call stays for what is left."""
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _until: float = field(default=float("-inf"), init=False)
    _here: bool = field(default=False, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def __call__(self, for_s: float = 0.0) -> Mapping[str, int]:
        """Ticks at once, and again and again for so many seconds. Raises what a tick raises."""
        counted: Counter[str] = Counter()
        came_at = self.now()
        if not self._comes(came_at + for_s):
            return counted
        while True:
            try:
                counted.update(self.tick())
                if self._goes(came_at):
                    return counted
                self.sleep(self.every_s)
            except BaseException:
                with self._lock:
                    self._here = False
                raise

    def _comes(self, until: float) -> bool:
        with self._lock:
            self._until = max(self._until, until)
            first, self._here = not self._here, True
            return first

    def _goes(self, came_at: float) -> bool:
        """In one step with going, so that whoever comes then finds nobody here."""
        with self._lock:
            next_at = self.now() + self.every_s
            if next_at < self._until and next_at - came_at < self.at_most_s:
                return False
            self._here = False
            return True
