"""How often somebody may try to sign in; whoever tries more often waits."""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

_REMEMBERED = 10_000


class Throttle:
    """At most ``burst`` tries at once, and one more every ``every_s``, for each of those who try."""

    def __init__(self, *, burst: int, every_s: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._burst = burst
        self._every_s = every_s
        self._monotonic = monotonic
        #: When each of them would have nothing tried any more.
        self._free_at: OrderedDict[str, float] = OrderedDict()
        self._lock = Lock()

    def admits(self, who: str) -> bool:
        """Counts one try, and says whether it may be made."""
        now = self._monotonic()
        with self._lock:
            free_at = max(now, self._free_at.pop(who, now)) + self._every_s
            admitted = free_at - now <= self._burst * self._every_s
            self._free_at[who] = free_at if admitted else free_at - self._every_s
            while len(self._free_at) > _REMEMBERED:
                self._free_at.popitem(last=False)
        return admitted
