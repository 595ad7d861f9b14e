"""The turns of whoever watches others, who must not have been held up itself."""

import time
from collections.abc import Callable, Iterator
from threading import Event

from local.bell import Bell

#: Whoever came so much later than it meant to has no right to call others silent.
_LATE_S = 1.5


def turns(stopping: Event, bell: Bell, pause: Callable[[bool], float]) -> Iterator[tuple[float, float]]:
    """Gives, after each pause and until told to stop, the time and since when there was no break in the watch.

    Both are seconds of the monotonic clock. ``pause`` says how long the next one is, and is told whether the one before
    was ended by the bell.
    """
    watched = last = time.monotonic()
    rung = False
    while not stopping.is_set():
        pause_s = pause(rung)
        rung = bell.wait(pause_s)
        if stopping.is_set():
            return
        now = time.monotonic()
        if now - last > pause_s + _LATE_S:
            watched = now
        yield now, watched
        last = now
