"""How a figure is taken: five runs or more, the median, its spread, the ratio to a limit measured in the same run."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

RUNS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """``ratio`` = value / limit. ``limit`` is what the same machine did in the same run without our code around it."""

    name: str
    value: float
    unit: str
    limit: float | None
    ratio: float | None
    runs: int
    spread: tuple[float, float]
    limit_is: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    def line(self) -> str:
        against = f"  {self.ratio:6.2f} x {self.limit:,.1f} ({self.limit_is})" if self.limit and self.ratio else ""
        low, high = self.spread
        return f"{self.name:<44}{self.value:>12,.1f} {self.unit:<9} [{low:,.1f} … {high:,.1f}]{against}"


def result(
    name: str, unit: str, values: Sequence[float], limits: Sequence[float] | None = None, limit_is: str = ""
) -> Result:
    """Median of the values; the ratio is the median of the pairwise ratios, so that a drifting machine cancels out."""
    limit = statistics.median(limits) if limits else None
    ratio = (
        statistics.median(value / reference for value, reference in zip(values, limits, strict=True))
        if limits
        else None
    )
    return Result(
        name=name,
        value=round(statistics.median(values), 3),
        unit=unit,
        limit=None if limit is None else round(limit, 3),
        ratio=None if ratio is None else round(ratio, 4),
        runs=len(values),
        spread=(round(min(values), 3), round(max(values), 3)),
        limit_is=limit_is,
    )


def rate(count: int, work: Callable[[], object]) -> float:
    """Items per second of one run of ``work`` that handles ``count`` items."""
    started = time.perf_counter()
    work()
    return count / (time.perf_counter() - started)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` (0…1) of the values lie; nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]
