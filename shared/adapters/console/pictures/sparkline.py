"""A line as high as a word: which way something goes."""

from collections.abc import Callable, Sequence

from shared.adapters.console.pictures.picture import Picture, nothing, table
from shared.adapters.console.pictures.svg import drawing, node, number

WIDTH, HEIGHT = 96, 24
_EDGE = 2


def sparkline(name: str, values: Sequence[float | None], show: Callable[[float], str]) -> Picture:
    """Draws values in equal steps, oldest first; None is a gap."""
    columns = ("Step", name)
    known = [value for value in values if value is not None]
    if not known:
        return nothing(name, "no data", columns, height=HEIGHT)
    low, high = min(0.0, *known), max(known)
    span = (high - low) or 1.0
    step = (WIDTH - 2 * _EDGE) / max(len(values) - 1, 1)

    def place(index: int, value: float) -> tuple[float, float]:
        return _EDGE + index * step, HEIGHT - _EDGE - (HEIGHT - 2 * _EDGE) * (value - low) / span

    path, pen_up = [], True
    for index, value in enumerate(values):
        if value is not None:
            x, y = place(index, value)
            path.append(f"{'M' if pen_up else 'L'}{number(x)} {number(y)}")
        pen_up = value is None
    at, last = max((index, value) for index, value in enumerate(values) if value is not None)
    x, y = place(at, last)
    parts = (
        node("path", d=" ".join(path), class_="line series-1"),
        node("circle", cx=x, cy=y, r=2, class_="dot-last series-1"),
    )
    svg = drawing(f"{name}: now {show(last)}", parts, class_="sparkline", width=WIDTH, height=HEIGHT, view=True)
    rows = [(str(index + 1), "no data" if value is None else show(value)) for index, value in enumerate(values)]
    return Picture(svg=svg, table=table(columns, rows))
