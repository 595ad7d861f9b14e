"""Which passes of a failpoint a test kills at; with ``SRE_FAILPOINTS=all`` every one."""

import os
from collections.abc import Iterator
from itertools import count

#: True: as long as it takes. What a kill leaves behind differs little between neighbours.
EVERY_PASS = os.environ.get("SRE_FAILPOINTS") == "all"


def passes() -> Iterator[int]:
    """1, 2, 3, 5, 8, 13, … without end: whoever asks for them stops when a failpoint is not passed so often."""
    if EVERY_PASS:
        yield from count(1)
    this, following = 1, 2
    while True:
        yield this
        this, following = following, this + following


def passes_of(times: int) -> list[int]:
    """The first, the second and the last of so many."""
    return [*range(1, times + 1)] if EVERY_PASS else sorted({1, min(2, times), times})
