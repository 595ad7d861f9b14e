"""How fast a budget burns in each look-back, as bars against the rate at which somebody is told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.adapters.console.pictures.picture import Picture, nothing, table
from shared.adapters.console.pictures.svg import Drawn, drawing, mark, node, percent

_ROW, _LABEL = 34, 12
_MANY = 100
_COLUMNS = ("Look-back", "Times as fast as allowed", "Alerts at", "Then")


@dataclass(frozen=True, slots=True, kw_only=True)
class BurnBar:
    """One look-back of one burn condition."""

    name: str
    """The look-back in words."""
    rate: float | None
    """How many times faster than allowed the budget was used up. None: nothing is known of that time."""
    threshold: float
    """The rate above which it counts."""
    severity: str
    """What follows when both look-backs of the condition are at it: ``page`` or ``ticket``."""


def burn_bars(name: str, bars: Sequence[BurnBar]) -> Picture:
    """Draws a row for each look-back; all share one scale."""
    if not bars:
        return nothing(name, "No burn condition is set.", _COLUMNS)
    reach = 1.1 * max(max(bar.threshold, bar.rate or 0.0) for bar in bars)
    parts = [part for row, bar in enumerate(bars) for part in _row(bar, row * _ROW, reach)]
    over = sum(_holds(bar) for bar in bars)
    sentence = f"{name}: {over} of {len(bars)} look-backs burn fast enough to count"
    svg = drawing(sentence, parts, class_="burn-bars", width="100%", height=len(bars) * _ROW, marks=True)
    rows = [(bar.name, _rate_text(bar.rate), _rate_text(bar.threshold), bar.severity) for bar in bars]
    return Picture(svg=svg, table=table(_COLUMNS, rows))


def _row(bar: BurnBar, top: float, reach: float) -> Iterator[Drawn]:
    rate = bar.rate or 0.0
    burns = f"{_rate_text(bar.rate)} times as fast as allowed"
    said = f"{bar.name}: {burns}, {bar.severity} at {_rate_text(bar.threshold)}"
    tone = "over" if _holds(bar) else "under"
    y = top + _LABEL + 4
    yield node("text", bar.name, x="0", y=top + _LABEL, class_="axis")
    values = f"{_rate_text(bar.rate)} · {bar.severity} at {_rate_text(bar.threshold)}"
    yield node("text", values, x="100%", y=top + _LABEL, text_anchor="end", class_=f"value {tone}")
    shapes = (
        node("rect", x="0", y=y, width="100%", height=8, class_="track"),
        node("rect", x="0", y=y, width=percent(rate / reach), height=8, class_=f"bar {tone}"),
        node(
            "line",
            x1=percent(bar.threshold / reach),
            x2=percent(bar.threshold / reach),
            y1=y - 1,
            y2=y + 11,
            class_="threshold",
        ),
    )
    yield mark(said, shapes)


def _holds(bar: BurnBar) -> bool:
    return bar.rate is not None and bar.rate > bar.threshold


def _rate_text(rate: float | None) -> str:
    if rate is None:
        return "no data"
    return f"{rate:.1f}" if rate < _MANY else f"{rate:.0f}"
