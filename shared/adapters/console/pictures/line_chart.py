"""Lines and areas over time: gaps are gaps, thresholds have names, the last value is written at the line's end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.adapters.console.pictures.chart import ChartPoint, ChartSeries, LineChart
from shared.adapters.console.pictures.picture import Picture, nothing, table
from shared.adapters.console.pictures.scale import local_text, share_of, time_ticks, value_steps
from shared.adapters.console.pictures.svg import Drawn, anchored, drawing, mark, node, number, percent

HEIGHT, _TOP, _BOTTOM = 232, 22, 40
_PLOT = HEIGHT - _TOP - _BOTTOM
#: Of text.
_LINE = 14
#: What ends before this share of the width has its last value written to the right of it.
_LEFT = 0.2
MOST_SERIES = 5
#: The inner plot is stretched to the width that there is.
_ACROSS = 1_000


def line_chart(chart: LineChart) -> Picture:
    """Draws the chart; without a known value it says that nothing was measured."""
    columns = ("Time", *(series.name for series in chart.series[:MOST_SERIES]))
    known = [point.value for series in chart.series for point in series.points if point.value is not None]
    if not known:
        return nothing(chart.name, "Nothing was measured in this time.", columns, height=96)
    bounds = [*known, *(threshold.value for threshold in chart.thresholds), *([0.0] if chart.from_zero else [])]
    steps = value_steps(min(bounds), max(bounds))
    frame = _Frame(chart=chart, low=steps[0], high=steps[-1])
    parts = [
        *_value_axis(frame, steps),
        *_time_axis(frame),
        _plot(frame),
        *_thresholds(frame),
        *_points(frame),
        *_marks(frame),
        *_ends(frame),
    ]
    svg = drawing(_sentence(chart), parts, class_="line-chart", width="100%", height=HEIGHT, marks=True)
    return Picture(svg=svg, table=table(columns, tuple(_rows(chart))))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    chart: LineChart
    low: float
    high: float

    def across(self, at: datetime) -> float:
        return share_of(at, self.chart.since, self.chart.until)

    def down(self, value: float) -> float:
        return _TOP + _PLOT * (1 - (value - self.low) / (self.high - self.low))


def _value_axis(frame: _Frame, steps: Sequence[float]) -> Iterator[Drawn]:
    for value in steps:
        y = frame.down(value)
        yield node("line", x1="0", x2="100%", y1=y, y2=y, class_="grid zero" if value == 0 else "grid")
        yield node("text", frame.chart.show(value), x="0", y=y - 3, class_="axis")
    if frame.low > 0:
        yield node("text", "axis does not begin at zero", x="0", y=HEIGHT - 2, class_="axis quiet extra")


def _time_axis(frame: _Frame) -> Iterator[Drawn]:
    chart = frame.chart
    span = max((chart.until - chart.since).total_seconds(), 1.0)
    for index, tick in enumerate(time_ticks(chart.since, chart.until, chart.zone)):
        x = (tick.at - chart.since.timestamp()) / span
        extra = " extra" if index % 2 else ""
        yield node("line", x1=percent(x), x2=percent(x), y1=_TOP + _PLOT, y2=_TOP + _PLOT + 4, class_="tick")
        anchor = anchored(x)
        yield node("text", tick.label, x=percent(x), y=_TOP + _PLOT + 16, text_anchor=anchor, class_=f"axis{extra}")


def _plot(frame: _Frame) -> Drawn:
    """Lines stretch with the width; their strokes do not."""
    paths: list[Drawn] = []
    for index, series in enumerate(frame.chart.series[:MOST_SERIES], 1):
        for run in _runs(series.points):
            places = [(_ACROSS * frame.across(at), frame.down(value)) for at, value in run]
            line = "M" + " L".join(f"{number(x)} {number(y)}" for x, y in places)
            if series.area:
                floor = number(frame.down(max(0.0, frame.low)))
                closed = f"{line} L{number(places[-1][0])} {floor} L{number(places[0][0])} {floor} Z"
                paths.append(node("path", d=closed, class_=f"area series-{index}"))
            # A run of one value would have no length, and not be seen.
            shown = line if len(places) > 1 else f"{line} h2"
            paths.append(node("path", d=shown, class_=f"line series-{index}", vector_effect="non-scaling-stroke"))
    return node(
        "svg", *paths, viewBox=f"0 0 {_ACROSS} {HEIGHT}", width="100%", height=HEIGHT, preserveAspectRatio="none"
    )


def _runs(points: Sequence[ChartPoint]) -> Iterator[list[tuple[datetime, float]]]:
    """Stretches without a gap."""
    run: list[tuple[datetime, float]] = []
    for point in points:
        if point.value is not None:
            run.append((point.at, point.value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _thresholds(frame: _Frame) -> Iterator[Drawn]:
    for threshold in frame.chart.thresholds:
        y = frame.down(threshold.value)
        words = f"{threshold.name} {frame.chart.show(threshold.value)}"
        yield node("line", x1="0", x2="100%", y1=y, y2=y, class_="threshold")
        yield node("text", words, x="50%", y=y - 4, text_anchor="middle", class_="axis threshold-name")


def _points(frame: _Frame) -> Iterator[Drawn]:
    """A dot for each value, seen when the mouse or the arrow keys are at it."""
    for index, series in enumerate(frame.chart.series[:MOST_SERIES], 1):
        for point in series.points:
            if point.value is not None:
                name = f"{series.name}: {frame.chart.show(point.value)}, {local_text(point.at, frame.chart.zone)}"
                x, y = percent(frame.across(point.at)), frame.down(point.value)
                dot = node("circle", cx=x, cy=y, r="4", class_=f"dot series-{index}")
                yield mark(name, (node("circle", cx=x, cy=y, r="9", class_="reach"), dot), class_="point")


def _marks(frame: _Frame) -> Iterator[Drawn]:
    for happened in frame.chart.marks:
        if not frame.chart.since <= happened.at <= frame.chart.until:
            continue
        x, y = percent(frame.across(happened.at)), _TOP + _PLOT
        name = f"{happened.name}, {local_text(happened.at, frame.chart.zone)}"
        stem = node("line", x1=x, x2=x, y1=_TOP, y2=y, class_=f"stem {happened.kind}")
        yield mark(name, (stem, _shape(happened.kind, x, y)), href=happened.href, class_=f"happened {happened.kind}")


def _shape(kind: str, x: str, y: float) -> Drawn:
    """A disc for an incident, a triangle for a change, a square for a budget used up."""
    if kind == "incident":
        return node("circle", cx=x, cy=y, r="5")
    drawn = {"change": "M-6 5 L0 -5 L6 5 Z", "exhaustion": "M-4.5 -4.5 h9 v9 h-9 Z"}[kind]
    # A nested picture takes a place in per cent, which a path cannot.
    return node("svg", node("path", d=drawn), x=x, y=y, width="1", height="1", overflow="visible")


def _ends(frame: _Frame) -> Iterator[Drawn]:
    """The last value of each line, clear of the one above it."""
    taken: list[float] = []
    for index, series in enumerate(frame.chart.series[:MOST_SERIES], 1):
        if (last := _last(series)) is None:
            continue
        at, value = last
        y = max(frame.down(value) - 8, 12)
        while any(abs(y - other) < _LINE for other in taken):
            y += _LINE
        taken.append(y)
        x = frame.across(at)
        words = frame.chart.show(value)
        words = f"{series.name} {words}" if len(frame.chart.series) > 1 else words
        anchor = "start" if x < _LEFT else "end"
        yield node("text", words, x=percent(x), y=y, text_anchor=anchor, class_=f"value series-{index}")


def _last(series: ChartSeries) -> tuple[datetime, float] | None:
    known = ((point.at, point.value) for point in reversed(series.points) if point.value is not None)
    return next(known, None)


def _sentence(chart: LineChart) -> str:
    lasts = ((series.name, _last(series)) for series in chart.series[:MOST_SERIES])
    said = [f"{name} {chart.show(last[1])} at {local_text(last[0], chart.zone)}" for name, last in lasts if last]
    return f"{chart.name}: {'; '.join(said)}"


def _rows(chart: LineChart) -> Iterator[tuple[str, ...]]:
    shown = chart.series[:MOST_SERIES]
    values = [{point.at: point.value for point in series.points} for series in shown]
    for at in sorted({moment for series in values for moment in series}):
        cells = (series.get(at) for series in values)
        yield (local_text(at, chart.zone), *("no data" if cell is None else chart.show(cell) for cell in cells))
