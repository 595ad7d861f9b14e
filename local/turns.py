"""The pace of whoever watches others, who must not have been held up itself."""

import time
from collections.abc import Iterator
from threading import Event

#: Whoever was not given a turn for so long has no right to call others silent.
_OWN_BREAK_S = 2.0


def turns(stopping: Event, pause_s: float) -> Iterator[tuple[float, float]]:
    """Gives, after each pause and until told to stop, the time and since when there was no break in the watch.

    Both are seconds of the monotonic clock.
    """
    watched = last = time.monotonic()
    while not stopping.wait(pause_s):
        now = time.monotonic()
        if now - last > _OWN_BREAK_S:
            watched = now
        yield now, watched
        last = now
