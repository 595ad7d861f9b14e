"""A budget over its window: an area that shrinks, with what happened meanwhile on its time axis."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from shared.adapters.console.pictures.chart import (
    ChartMark,
    ChartPoint,
    ChartSeries,
    ChartThreshold,
    LineChart,
)
from shared.adapters.console.pictures.line_chart import line_chart
from shared.adapters.console.pictures.picture import Picture

#: Below this per cent of the budget the line at which it is used up is drawn.
_SOON = 25
#: Between these, whole per cents say enough.
_LOW, _HIGH = 1, 99


def budget_area(
    name: str,
    remaining: Sequence[tuple[datetime, float | None]],
    *,
    since: datetime,
    until: datetime,
    zone: ZoneInfo,
    marks: Sequence[ChartMark] = (),
) -> Picture:
    """Draws the share that is left: 1 is untouched, 0 used up, below it overdrawn; None is a gap."""
    points = tuple(ChartPoint(at=at, value=None if left is None else 100 * left) for at, left in remaining)
    known = [point.value for point in points if point.value is not None]
    empty = (ChartThreshold(value=0, name="used up,"),) if known and min(known) < _SOON else ()
    return line_chart(
        LineChart(
            name=name,
            series=(ChartSeries(name="budget left", points=points, area=True),),
            since=since,
            until=until,
            zone=zone,
            show=percent_text,
            thresholds=empty,
            marks=tuple(marks),
        )
    )


def percent_text(value: float) -> str:
    """Percent with as many decimals as it takes to tell it from 0 and from 100."""
    decimals = 0 if value == round(value) or _LOW <= abs(value) < _HIGH else 2
    return f"{value:.{decimals}f} %"
