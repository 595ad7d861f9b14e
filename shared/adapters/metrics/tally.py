"""The numbers of this process, kept where they arise: a sum in a dictionary costs a hundredth of what an SDK's does.

Who exports them reads them all at once (`Tally.points`), so that nothing is computed, and nothing imported, until
somebody asks.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import inf
from threading import Lock

from shared.adapters.metrics.instruments import BOUNDS_S, Instrument

#: Of one instrument. What would be one more is counted as OVERFLOW, whatever its attributes are.
MOST_SERIES = 1_000
OVERFLOW = "overflow"


@dataclass(slots=True)
class TimeDistribution:
    """``counts``: how many values lie at or below each bound, and above the bound before; the last has no bound."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS_S) + 1))
    total: float = 0.0
    least: float = inf
    most: float = 0.0

    def take(self, value: float) -> None:
        self.counts[bisect_left(BOUNDS_S, value)] += 1
        self.total += value
        self.least = min(self.least, value)
        self.most = max(self.most, value)

    def copy(self) -> "TimeDistribution":
        return TimeDistribution(list(self.counts), self.total, self.least, self.most)

    @property
    def count(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Point:
    """One series of an instrument; ``values`` stand in the order of its attributes, and "" is not said at all."""

    instrument: Instrument
    values: tuple[str, ...]
    number: float | TimeDistribution


class Tally:
    """Used by all threads of a process."""

    def __init__(self, most_series: int = MOST_SERIES) -> None:
        self._most = most_series
        self._lock = Lock()
        self._sums: dict[Instrument, dict[tuple[str, ...], float]] = {}
        self._distributions: dict[Instrument, dict[tuple[str, ...], TimeDistribution]] = {}

    def add(self, instrument: Instrument, amount: float, *values: str) -> None:
        """Adds to a counter."""
        with self._lock:
            series = self._sums.setdefault(instrument, {})
            known = self._known(series, values)
            series[known] = series.get(known, 0) + amount

    def record(self, instrument: Instrument, value: float, *values: str) -> None:
        """Adds one value to a histogram."""
        with self._lock:
            series = self._distributions.setdefault(instrument, {})
            known = self._known(series, values)
            distribution = series.get(known)
            if distribution is None:
                distribution = series[known] = TimeDistribution()
            distribution.take(value)

    def points(self) -> list[Point]:
        """Gives everything as it is now."""
        with self._lock:
            return [*self._of_sums(), *self._of_distributions()]

    def _of_sums(self) -> Iterator[Point]:
        for instrument, series in self._sums.items():
            for values, number in series.items():
                yield Point(instrument, values, number)

    def _of_distributions(self) -> Iterator[Point]:
        for instrument, series in self._distributions.items():
            for values, each in series.items():
                yield Point(instrument, values, each.copy())

    def _known(self, series: Mapping[tuple[str, ...], object], values: tuple[str, ...]) -> tuple[str, ...]:
        return values if values in series or len(series) < self._most else (OVERFLOW,) * len(values)


#: One process, one tally.
TALLY = Tally()
