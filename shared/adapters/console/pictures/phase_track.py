"""How far a triage has come: its phases in a row, each with a shape, a word and a line to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from shared.adapters.console.pictures.picture import Picture, nothing, table
from shared.adapters.console.pictures.svg import Drawn, drawing, mark, node, percent

HEIGHT, _MIDDLE = 56, 16
_COLUMNS = ("Phase", "Standing", "Detail")
#: In each state: the sign that stands in the disc.
_SIGNS = {"done": "M-4 0 l3 3 l5 -6", "failed": "M-3.5 -3.5 l7 7 m0 -7 l-7 7", "waiting": "M-2.5 -4 v8 m5 -8 v8"}
_WORDS = {"done": "done", "now": "under way", "waiting": "waits", "failed": "ended", "ahead": "not yet"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseStop:
    """One phase."""

    name: str
    """What it is called."""
    standing: Literal["done", "now", "waiting", "failed", "ahead"]
    """How it stands."""
    detail: str = ""
    """What is to be known of it in a few words; may be empty."""
    href: str | None = None
    """Where its result is shown. None: nowhere."""


def phase_track(name: str, stops: Sequence[PhaseStop]) -> Picture:
    """Draws the phases from left to right, in equal steps."""
    if not stops:
        return nothing(name, "Nothing has been looked into.", _COLUMNS)
    width = 1 / len(stops)
    parts: list[Drawn] = []
    for index, stop in enumerate(stops):
        if index:
            x1, x2 = percent((index - 0.5) * width), percent((index + 0.5) * width)
            reached = "ahead" if stop.standing == "ahead" else "reached"
            parts.append(node("line", x1=x1, x2=x2, y1=_MIDDLE, y2=_MIDDLE, class_=f"rail {reached}"))
    parts += [_stop(stop, percent((index + 0.5) * width)) for index, stop in enumerate(stops)]
    at = next((stop for stop in reversed(stops) if stop.standing != "ahead"), stops[0])
    said = f"{name}: {at.name}, {at.detail or _WORDS[at.standing]}"
    svg = drawing(said, parts, class_="phase-track", width="100%", height=HEIGHT, marks=True)
    rows = [(stop.name, _WORDS[stop.standing], stop.detail) for stop in stops]
    return Picture(svg=svg, table=table(_COLUMNS, rows))


def _stop(stop: PhaseStop, x: str) -> Drawn:
    detail = stop.detail or _WORDS[stop.standing]
    shapes = [node("circle", cx=x, cy=_MIDDLE, r=9, class_=f"stop {stop.standing}")]
    if stop.standing in _SIGNS:
        sign = node("path", d=_SIGNS[stop.standing], class_="sign")
        shapes.append(node("svg", sign, x=x, y=_MIDDLE, width=1, height=1, overflow="visible"))
    shapes.append(node("text", stop.name, x=x, y=38, text_anchor="middle", class_=f"phase {stop.standing}"))
    shapes.append(node("text", detail, x=x, y=52, text_anchor="middle", class_="axis extra"))
    return mark(f"{stop.name}: {detail}", shapes, href=stop.href)
