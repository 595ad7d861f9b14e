"""The pictures of an objective: its budget, how fast it burns, and what was measured."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from shared.adapters.console.pictures.budget import budget_area, percent_text
from shared.adapters.console.pictures.burn_bars import BurnBar, burn_bars
from shared.adapters.console.pictures.chart import (
    ChartMark,
    ChartPoint,
    ChartSeries,
    ChartThreshold,
    LineChart,
)
from shared.adapters.console.pictures.line_chart import line_chart
from shared.adapters.console.pictures.picture import Picture
from shared.adapters.console.pictures.sparkline import sparkline
from shared.adapters.console.shown_time import span


def small_budget(burndown: Any) -> Picture | None:
    """How a budget went, as high as a word. None: its curve was not read."""
    if burndown is None:
        return None
    return sparkline(
        f"Budget of {burndown.slug}",
        [None if point.remaining is None else 100 * point.remaining for point in burndown.points],
        percent_text,
    )


def budget_picture(burndown: Any, until: datetime, zone: ZoneInfo, happened: Mapping[str, Sequence[Any]]) -> Picture:
    """The budget over its window, with incidents, changes and the times in which it was used up."""
    used_up = [ChartMark(at=time.starts_at, name="Budget used up", kind="exhaustion") for time in burndown.exhaustions]
    return budget_area(
        f"Budget of {burndown.name}",
        [(point.at, point.remaining) for point in burndown.points],
        since=burndown.window_start,
        until=min(burndown.window_end, until),
        zone=zone,
        marks=(*used_up, *_marks(happened)),
    )


def burn_picture(burn: Sequence[Any]) -> Picture:
    """Both look-backs of each condition against its rate."""
    bars = [
        BurnBar(
            name=f"{name} {span(seconds)}",
            rate=rate,
            threshold=each.condition.rate,
            severity=each.condition.severity,
        )
        for each in burn
        for name, seconds, rate in (
            ("over", each.condition.long_s, each.long_rate),
            ("and still over", each.condition.short_s, each.short_rate),
        )
    ]
    return burn_bars("How fast the budget burns", bars)


def indicator_picture(series: Any, zone: ZoneInfo, happened: Mapping[str, Sequence[Any]]) -> Picture:
    """What was measured, step by step; a step of which nothing is known is a gap."""
    points = tuple(ChartPoint(at=point.starts_at, value=point.sli) for point in series.points)
    return line_chart(
        LineChart(
            name=f"Good events of {series.slug}",
            series=(ChartSeries(name="good", points=points),),
            since=series.points[0].starts_at,
            until=series.points[-1].ends_at,
            zone=zone,
            show=lambda value: f"{value:.2f} %",
            thresholds=(ChartThreshold(value=series.target, name="target"),),
            marks=tuple(_marks(happened)),
            from_zero=False,
        )
    )


def _marks(happened: Mapping[str, Sequence[Any]]) -> list[ChartMark]:
    incidents = [
        ChartMark(
            at=incident.declared_at,
            name=f"INC-{incident.number} {incident.title}",
            kind="incident",
            href=f"/incidents/{incident.incident_id}",
        )
        for incident in happened["incidents"]
    ]
    changes = [
        ChartMark(at=change.started_at, name=f"{change.application.name} {change.revision[:8]}", kind="change")
        for change in happened["changes"]
    ]
    return [*incidents, *changes]
