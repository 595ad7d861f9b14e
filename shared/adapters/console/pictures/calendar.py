"""Lanes over days: who is on call when, and when a silence comes back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from shared.adapters.console.pictures.picture import Picture, nothing, table
from shared.adapters.console.pictures.scale import local_text, share_of, time_ticks
from shared.adapters.console.pictures.svg import Drawn, anchored, drawing, mark, node, percent

_HEAD, _NAME, _BAR, _LANE = 24, 14, 22, 46
#: A bar that takes less of the width has no label.
_ROOM = 0.025
_COLUMNS = ("Lane", "What", "From", "Until")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarBar:
    """One stretch of a lane."""

    starts_at: datetime
    """When it begins, with its zone."""
    ends_at: datetime | None
    """When it ends. None: it has no end."""
    label: str
    """What is written on it."""
    tone: Literal["usual", "override", "gap", "silence", "maintenance", "past"] = "usual"
    """What sort of stretch it is."""
    hue: int = 0
    """From 0 to 5: the same thing keeps its colour in all lanes."""
    href: str | None = None
    """Where it can be read. None: nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarLane:
    """One row."""

    name: str
    """What the row is about."""
    bars: tuple[CalendarBar, ...]
    """Its stretches, in any order."""


def calendar(
    name: str,
    lanes: Sequence[CalendarLane],
    *,
    since: datetime,
    until: datetime,
    zone: ZoneInfo,
    now: datetime,
    when_empty: str,
) -> Picture:
    """Draws what of the lanes lies between ``since`` and ``until``, with a line at ``now``."""
    if not any(_within(bar, since, until) for lane in lanes for bar in lane.bars):
        return nothing(name, when_empty, _COLUMNS)
    height = _HEAD + len(lanes) * _LANE
    parts = [*_days(since, until, zone, height)]
    for row, lane in enumerate(lanes):
        top = _HEAD + row * _LANE
        parts.append(node("text", lane.name, x="0", y=top + _NAME - 2, class_="axis lane-name"))
        parts.append(node("rect", x="0", y=top + _NAME, width="100%", height=_BAR, class_="track"))
        bars = sorted(lane.bars, key=lambda bar: (bar.starts_at, bar.label))
        parts += [_bar(bar, top + _NAME, since, until, zone) for bar in bars if _within(bar, since, until)]
    if since <= now <= until:
        x = percent(share_of(now, since, until))
        parts.append(node("line", x1=x, x2=x, y1=_HEAD - 6, y2=height, class_="now"))
    svg = drawing(_sentence(name, lanes), parts, class_="calendar", width="100%", height=height, marks=True)
    return Picture(svg=svg, table=table(_COLUMNS, tuple(_rows(lanes, since, until, zone))))


def _within(bar: CalendarBar, since: datetime, until: datetime) -> bool:
    return bar.starts_at < until and (bar.ends_at is None or bar.ends_at > since)


def _days(since: datetime, until: datetime, zone: ZoneInfo, height: float) -> Iterator[Drawn]:
    span = max((until - since).total_seconds(), 1.0)
    for index, tick in enumerate(time_ticks(since, until, zone, wanted=8)):
        share = (tick.at - since.timestamp()) / span
        x, extra = percent(share), " extra" if index % 2 else ""
        yield node("line", x1=x, x2=x, y1=_HEAD - 6, y2=height, class_="grid")
        anchor = anchored(share)
        yield node("text", tick.label, x=x, y=12, text_anchor=anchor, class_=f"axis{extra}")


def _bar(bar: CalendarBar, top: float, since: datetime, until: datetime, zone: ZoneInfo) -> Drawn:
    begins = share_of(bar.starts_at, since, until)
    ends = 1.0 if bar.ends_at is None else share_of(bar.ends_at, since, until)
    until_text = "without end" if bar.ends_at is None else f"until {local_text(bar.ends_at, zone)}"
    said = f"{bar.label}: {local_text(bar.starts_at, zone)} {until_text}"
    box = node("rect", x="0", y="0", width="100%", height=_BAR, rx=3, class_=f"bar {bar.tone} hue-{bar.hue % 6}")
    words = node("text", bar.label, x="6", y="15", class_="bar-label")
    # The inner picture cuts off what its bar has no room for; a single letter says nothing.
    inside = (box, words) if ends - begins > _ROOM else (box,)
    inner = node("svg", *inside, x=percent(begins), y=top, width=percent(max(ends - begins, 0.004)), height=_BAR)
    return mark(said, (inner,), href=bar.href)


def _sentence(name: str, lanes: Sequence[CalendarLane]) -> str:
    gaps = sum(bar.tone == "gap" for lane in lanes for bar in lane.bars)
    return f"{name}: {len(lanes)} {'lane' if len(lanes) == 1 else 'lanes'}{f', {gaps} gaps' if gaps else ''}"


def _rows(lanes: Sequence[CalendarLane], since: datetime, until: datetime, zone: ZoneInfo) -> Iterator[tuple[str, ...]]:
    for lane in lanes:
        for bar in sorted(lane.bars, key=lambda bar: (bar.starts_at, bar.label)):
            if _within(bar, since, until):
                ends = "no end" if bar.ends_at is None else local_text(bar.ends_at, zone)
                yield (lane.name, bar.label, local_text(bar.starts_at, zone), ends)
