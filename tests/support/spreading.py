"""The order in which tests are spread over processes: what takes long stands first in the share of each.

Each process begins with as many neighbours as the others and, when it has none left, takes over the last ones of
another. So the long ones run first, and short ones are left to fill the end.
"""

import os
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import pytest

_TESTS = Path(__file__).parents[1]


def processes() -> int:
    """How many share the tests of this run; each of them orders them by itself."""
    return int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))


def spread(items: Sequence[pytest.Item], shares: int) -> list[pytest.Item]:
    """Tests of a file, or of a folder below a level, stay together: they share what is dear to set up."""
    files: dict[tuple[str, ...], list[pytest.Item]] = defaultdict(list)
    for item in items:
        files[item.path.relative_to(_TESTS).parts[:2]].append(item)
    long = [file for file in files.values() if any(item.get_closest_marker("slow") for item in file)]
    short = [item for file in files.values() if file not in long for item in file]
    spread: list[pytest.Item] = []
    for share in range(shares):
        first = [*chain.from_iterable(long[share::shares])]
        left = shares - share
        size = max(len(first), (len(items) - len(spread)) // left)
        then = len(short) if left == 1 else size - len(first)
        spread += [*first, *short[:then]]
        del short[:then]
    return spread
