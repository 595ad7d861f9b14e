"""Asking again until something has come to its end."""

import time
from collections.abc import Iterator
from typing import Final

_LONGEST_S: Final = 4.0


def pauses(pause_s: float, until: float) -> Iterator[None]:
    """Gives a turn at once, and then after pauses that become longer, before a moment of ``time.monotonic``."""
    while True:
        yield
        if time.monotonic() + pause_s >= until:
            return
        time.sleep(pause_s)
        pause_s = min(pause_s * 1.5, _LONGEST_S)
