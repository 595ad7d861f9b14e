"""Who was here of late: whether somebody has a thing to himself or shares it."""

from collections.abc import Iterable


class Company:
    """Names are remembered for so many seconds. Not for several threads at once."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._last: dict[str, float] = {}

    def saw(self, names: Iterable[str], now: float) -> None:
        """``now``: seconds of a clock that only goes on."""
        recently = {name: at for name, at in self._last.items() if now - at < self._seconds}
        self._last = recently | dict.fromkeys(names, now)

    @property
    def several(self) -> bool:
        return len(self._last) > 1
