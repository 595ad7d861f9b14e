"""What befell the parts, one line each with its time: kept when the terminal is gone, shown by `sre status`."""

import contextlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

_SHOWN_BYTES = 8192


def say(line: str) -> None:
    # The terminal may be gone, or the disk full; that is no reason to leave the database running.
    with contextlib.suppress(OSError):
        print(line, flush=True)


class Journal:
    def __init__(self, path: Path, say: Callable[[str], None]) -> None:
        self._path = path
        self._say = say

    def tell(self, line: str) -> None:
        """Says it on the terminal and in the log; one that cannot be written does not stop what it tells of."""
        self._say(line)
        with contextlib.suppress(OSError), self._path.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {line}\n".replace("\n", "\n  ").rstrip(" "))


def lately(path: Path, count: int) -> Sequence[str]:
    """The newest entries, newest last, each with its first line only."""
    try:
        with path.open("rb") as log:
            log.seek(max(0, path.stat().st_size - _SHOWN_BYTES))
            lines = log.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return []
    return [line for line in lines if line[:4].isdigit()][-count:]
