"""What a line chart is made of: series with their gaps, thresholds, and what happened meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPoint:
    """One value at one moment."""

    at: datetime
    """The moment, with its zone."""
    value: float | None
    """What was measured. None: nothing is known, and the line is broken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSeries:
    """One line."""

    name: str
    """What it is, in words."""
    points: tuple[ChartPoint, ...]
    """Oldest first."""
    area: bool = False
    """Whether what is below the line is filled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartThreshold:
    """A value that matters has a line and a name."""

    value: float
    """The value."""
    name: str
    """What it means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartMark:
    """Something that happened at a moment stands on the time axis."""

    at: datetime
    """When, with its zone."""
    name: str
    """What it was."""
    kind: Literal["incident", "change", "exhaustion"]
    """Decides its shape."""
    href: str | None = None
    """Where it can be read. None: nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart:
    """What is drawn."""

    name: str
    """What the picture shows, in words."""
    series: tuple[ChartSeries, ...]
    """At most five."""
    since: datetime
    """The beginning of the time axis."""
    until: datetime
    """Its end."""
    zone: ZoneInfo
    """The reader's zone, in which times are written."""
    show: Callable[[float], str]
    """Writes a value with its unit."""
    thresholds: tuple[ChartThreshold, ...] = ()
    """Lines across."""
    marks: tuple[ChartMark, ...] = ()
    """What happened meanwhile."""
    from_zero: bool = True
    """Whether the axis begins at zero; where it does not, the picture says so."""
