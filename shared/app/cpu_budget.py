"""How much computing time work in the background may take: all while it is quiet, a share while it is not."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class CpuBudget:
    """A token bucket of CPU seconds, filled by wall time and emptied by the clock of the thread that computes.

    Only time spent while something arrives is counted; a wait for a service over the network costs nothing.
    """

    share: float
    """Seconds of one core per second, from 0 (nothing while something arrives) to 1."""
    quiet_s: float = 2.0
    """Seconds without an arrival after which it is quiet."""
    burst_s: float = 1.0
    """CPU seconds that may be taken at once after nothing was taken for long."""
    monotonic: Callable[[], float] = time.monotonic
    cpu: Callable[[], float] = time.thread_time
    _arrived_at: float = field(default=float("-inf"), init=False)
    _left_s: float = field(default=0.0, init=False)
    _counted_at: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        self._left_s = self.burst_s if self.share else 0.0
        self._counted_at = self.monotonic()

    def arrived(self) -> None:
        """Something else needs the core now."""
        self._arrived_at = self.monotonic()

    @property
    def is_quiet(self) -> bool:
        return self.monotonic() - self._arrived_at >= self.quiet_s

    def allows(self) -> bool:
        """Whether work may begin or go on."""
        now = self.monotonic()
        self._left_s = min(self.burst_s, self._left_s + (now - self._counted_at) * self.share)
        self._counted_at = now
        return self.is_quiet or self._left_s > 0

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Counts the CPU time of what is done inside, by this thread."""
        began = self.cpu()
        try:
            yield
        finally:
            if not self.is_quiet:
                self._left_s -= self.cpu() - began


def unlimited() -> CpuBudget:
    """For work that nobody waits behind: nothing ever arrives."""
    return CpuBudget(share=1.0)
