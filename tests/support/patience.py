"""How long a test waits for what must come. It waits for conditions; the time only ends what never comes."""

import os
import time
from collections.abc import Callable
from typing import TypeVar

#: Seconds. On a machine that twenty share, what takes one takes twenty.
PATIENCE_S = 120.0
_EVERY_S = 0.02
#: Of the time waited so far: whoever waits long asks more rarely, and leaves the machine to what is waited for.
_LATER = 0.05

T = TypeVar("T")


def wait_until(
    condition: Callable[[], T | None],
    what: str | Callable[[], str] = "what must come",
    *,
    patience_s: float = PATIENCE_S,
) -> T:
    """The condition's first true value; ``what`` it was, or what is known then, is told when it never came."""
    began = time.monotonic()
    while not (value := condition()):
        waited = time.monotonic() - began
        if waited > patience_s:
            raise AssertionError(f"not within {patience_s:.0f} s: {what if isinstance(what, str) else what()}")
        time.sleep(max(_EVERY_S, _LATER * waited))
    return value


def at_this_load(seconds: float) -> float:
    """A promise of a quiet machine, in seconds, for as many as share a core of this one now."""
    return seconds * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
