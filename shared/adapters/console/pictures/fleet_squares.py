"""One square an application, worst first; a square's shape says its health a second time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.adapters.console.pictures.picture import Picture, nothing, table
from shared.adapters.console.pictures.svg import Drawn, drawing, mark, node, number

#: So many fit beside each other on a phone.
ACROSS = 20
MOST_SQUARES = 400
_SIZE, _STEP = 13, 16
_WORST_FIRST = ("unhealthy", "unknown", "degraded", "progressing", "healthy")
_COLUMNS = ("Application", "Health", "Detail")


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetSquare:
    """One application."""

    name: str
    """What it is called."""
    health: str
    """``unhealthy``, ``unknown``, ``degraded``, ``progressing`` or ``healthy``."""
    detail: str = ""
    """Since when, out of sync or not; may be empty."""
    href: str | None = None
    """Where it can be read. None: nowhere."""


def fleet_squares(name: str, squares: Sequence[FleetSquare]) -> Picture:
    """Draws at most four hundred squares, and says how many are left out."""
    if not squares:
        return nothing(name, "No application is known here.", _COLUMNS)
    ordered = sorted(squares, key=lambda square: (_rank(square.health), square.name))
    shown, left_out = ordered[:MOST_SQUARES], len(ordered) - MOST_SQUARES
    parts = [_square(square, index % ACROSS * _STEP, index // ACROSS * _STEP) for index, square in enumerate(shown)]
    height = -(-len(shown) // ACROSS) * _STEP
    if left_out > 0:
        parts.append(node("text", f"and {left_out} more, none of them worse", x=0, y=height + 12, class_="axis"))
        height += 18
    said = ", ".join(_counts(ordered))
    width = min(len(shown), ACROSS) * _STEP if left_out <= 0 else ACROSS * _STEP
    svg = drawing(f"{name}: {said}", parts, class_="fleet", width=width, height=height, marks=True, view=True)
    return Picture(svg=svg, table=table(_COLUMNS, [(each.name, each.health, each.detail) for each in ordered]))


def _square(square: FleetSquare, x: float, y: float) -> Drawn:
    name = f"{square.name}: {square.health}{', ' if square.detail else ''}{square.detail}"
    health = square.health if square.health in _WORST_FIRST else "unknown"
    box = node("rect", x=x, y=y, width=_SIZE, height=_SIZE, rx=2, class_=f"square {health}")
    return mark(name, (box, *_sign(health, x, y)), href=square.href)


def _sign(health: str, x: float, y: float) -> Iterator[Drawn]:
    """A cross, a stroke or a dot, so that nobody must tell colours apart."""
    middle = _SIZE / 2
    drawn = {
        "unhealthy": f"M{number(x + 3.5)} {number(y + 3.5)} l6 6 m0 -6 l-6 6",
        "degraded": f"M{number(x + 3)} {number(y + middle)} h7",
        "unknown": f"M{number(x + middle)} {number(y + middle)} h0.1",
    }
    if health in drawn:
        yield node("path", d=drawn[health], class_="sign")


def _rank(health: str) -> int:
    return _WORST_FIRST.index(health) if health in _WORST_FIRST else 1


def _counts(squares: Sequence[FleetSquare]) -> Iterator[str]:
    for health in _WORST_FIRST:
        count = sum(square.health == health for square in squares)
        if count:
            yield f"{count} {health}"
