"""The order in which tests are spread over processes: what takes long stands first in the share of each.

Each process begins with as many neighbours as the others and, when it has none left, takes over the last ones of
another. So the long ones run first, then what shares a server and its databases, and quick ones are left to fill the
end: what is taken over was not set up for.
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


def processes_wanted() -> int:
    """One more than there are cores: a system that is started, or waited for, leaves a core to somebody else."""
    return (os.cpu_count() or 1) + 1


def turned(entries: Sequence[pytest.Item | pytest.Collector]) -> list[pytest.Item | pytest.Collector]:
    """What a folder holds, begun elsewhere by each process: what one has compiled, the others find compiled."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    begin = len(entries) * number // processes()
    return [*entries[begin:], *entries[:begin]]


def in_order(items: list[pytest.Item]) -> None:
    """Puts the tests into the order of their files, wherever the process began."""
    items.sort(key=lambda item: item.path)


def spread(items: Sequence[pytest.Item], shares: int) -> list[pytest.Item]:
    """Tests of a file, or of a folder below a level, stay together: they share what is dear to set up.

    So do those of all files that use the Pub/Sub emulator, which is the dearest.
    """
    files: dict[tuple[str, ...], list[pytest.Item]] = defaultdict(list)
    for item in items:
        files[item.path.relative_to(_TESTS).parts[:2]].append(item)
    emulated = [*chain.from_iterable(file for file in files.values() if _has(file, "emulator"))]
    others = [file for file in files.values() if not _has(file, "emulator")]
    long = [*([emulated] if emulated else []), *(file for file in others if _has(file, "slow"))]
    dear = [file for file in others if file not in long and _has(file, "postgres")]
    quick = [item for file in others if file not in long and file not in dear for item in file]
    spread: list[pytest.Item] = []
    for share in range(shares):
        first = [*chain.from_iterable([*long[share::shares], *dear[share::shares]])]
        left = shares - share
        size = max(len(first), (len(items) - len(spread)) // left)
        then = len(quick) if left == 1 else size - len(first)
        spread += [*first, *quick[:then]]
        del quick[:then]
    return spread


def _has(file: Sequence[pytest.Item], marker: str) -> bool:
    return any(item.get_closest_marker(marker) for item in file)
