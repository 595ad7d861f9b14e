"""No log grows beyond its bound for longer than a moment."""

from collections.abc import Callable

from local.data_directory import DataDirectory

_EVERY_S = 1.0


class LogTrimming:
    """``say`` is told what cannot be cut."""

    def __init__(self, data: DataDirectory, limit: int, say: Callable[[str], None]) -> None:
        self._data = data
        self._limit = limit
        self._say = say
        self._trim_at = float("-inf")

    def take_turn(self, now: float) -> None:
        """Looks once a second, however often it is called; ``now`` in seconds of the monotonic clock."""
        if now > self._trim_at:
            self._trim_at = now + _EVERY_S
            try:
                self._data.trim_logs(self._limit)
            except OSError as refused:
                self._say(f"logs      cannot be cut: {refused}")
