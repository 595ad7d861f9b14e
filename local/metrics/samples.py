"""Series of samples, kept for some hours."""

import math
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Final, NamedTuple

#: Samples of one series that are kept: six hours, two a minute.
MOST_SAMPLES: Final = 720
_SPARE: Final = 120
_STALE_S: Final = 300.0
_KEPT_S: Final = 6 * 3_600.0

Labels = tuple[tuple[str, str], ...]


class Sample(NamedTuple):
    """One value of a series, named by its labels with its name as ``__name__``."""

    labels: Labels
    value: float


class Points(NamedTuple):
    """Moments in seconds since 1970, and the value at each."""

    times: "array[float]"
    values: "array[float]"


def labelled(name: str, **labels: str) -> Labels:
    return tuple(sorted({"__name__": name, **labels}.items()))


@dataclass(slots=True)
class SampleStore:
    _series: dict[Labels, Points] = field(default_factory=dict)
    _present: set[Labels] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def append(self, at: float, samples: Iterable[Sample]) -> None:
        """Keeps what was read at a moment; a series that is gone is marked so, and the oldest samples go."""
        with self._lock:
            before, self._present = self._present, set()
            for labels, value in samples:
                self._present.add(labels)
                self._put(labels, at, value)
            for labels in before - self._present:
                self._put(labels, at, math.nan)
            for labels in [labels for labels, points in self._series.items() if points.times[-1] < at - _KEPT_S]:
                del self._series[labels]

    def _put(self, labels: Labels, at: float, value: float) -> None:
        points = self._series.setdefault(labels, Points(array("d"), array("d")))
        points.times.append(at)
        points.values.append(value)
        if len(points.times) > MOST_SAMPLES + _SPARE:
            del points.times[:_SPARE], points.values[:_SPARE]

    def select(self, wanted: Iterable["LabelMatcher"]) -> Iterator[tuple[Mapping[str, str], Points]]:
        """Gives the series that fit."""
        wanted = list(wanted)
        with self._lock:
            known = list(self._series.items())
        for labels, points in known:
            named = dict(labels)
            if all(each.fits(named) for each in wanted):
                yield named, points


@dataclass(frozen=True, slots=True)
class LabelMatcher:
    label: str
    operator: str
    value: str

    def fits(self, labels: Mapping[str, str]) -> bool:
        found = labels.get(self.label, "")
        if self.operator in ("=", "!="):
            return (found == self.value) == (self.operator == "=")
        return (re.fullmatch(self.value, found) is not None) == (self.operator == "=~")


def value_at(points: Points, at: float) -> float | None:
    """The newest value that is not older than five minutes, as Prometheus takes it."""
    place = bisect_right(points.times, at)
    if place == 0 or points.times[place - 1] <= at - _STALE_S:
        return None
    value = points.values[place - 1]
    return None if math.isnan(value) else value


def within(points: Points, begin: float, end: float) -> tuple[list[float], list[float]]:
    """The samples after ``begin`` up to ``end``."""
    first, last = bisect_right(points.times, begin), bisect_right(points.times, end)
    there = [at for at in range(first, last) if not math.isnan(points.values[at])]
    return [points.times[at] for at in there], [points.values[at] for at in there]
