"""What needs what: services as boxes that are links, worst ones marked, and how far a fault reaches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from shared.adapters.console.pictures.graph_layout import GraphLayout, LayoutFailed, lay_out
from shared.adapters.console.pictures.picture import Picture, nothing, table
from shared.adapters.console.pictures.svg import Drawn, clean, drawing, mark, node, number

#: More cannot be read; of a larger graph the neighbourhood of what is broken is drawn.
MOST_BOXES = 40
_BOX = (150.0, 40.0)
_MARGIN = 8.0
_LETTERS = 18
_COLUMNS = ("Service", "State", "Needs", "Needed by")
_SICK = frozenset({"critical", "high", "medium", "low", "unhealthy", "degraded"})


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphBox:
    """One service."""

    key: str
    """Names it in the edges."""
    name: str
    """What people call it."""
    state: str = "healthy"
    """A severity where something is open on it, a health, or ``unknown``; decides colour and shape."""
    detail: str = ""
    """A few words below the name; may be empty."""
    href: str | None = None
    """Where it can be read. None: nowhere."""
    centre: bool = False
    """Whether the picture is about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyPicture:
    """What is drawn."""

    name: str
    """What the picture shows, in words."""
    boxes: tuple[GraphBox, ...]
    """The services, nearest to the one that it is about first."""
    needs: tuple[tuple[str, str], ...]
    """Of each dependency who needs, and what is needed."""


def service_graph(graph: DependencyPicture) -> Picture:
    """Draws who needs what from left to right, at most forty services, and says how many are left out."""
    rows = tuple(_rows(graph))
    if not graph.boxes:
        return nothing(graph.name, "No service is known here.", _COLUMNS)
    shown = _cut(graph)
    places = {box.key: index for index, box in enumerate(shown.boxes)}
    edges = tuple(dict.fromkeys((places[start], places[end]) for start, end in shown.needs))
    try:
        layout = lay_out(len(shown.boxes), edges, _BOX)
    except LayoutFailed:
        picture = nothing(graph.name, "The graph could not be drawn; the table below has it all.", _COLUMNS)
        return replace(picture, table=table(_COLUMNS, rows))
    left_out = len(graph.boxes) - len(shown.boxes)
    parts = [*_edges(shown, edges, layout), *_boxes(shown, layout)]
    height = layout.height + 2 * _MARGIN
    if left_out:
        words = f"{left_out} further services are not drawn; the table has them."
        parts.append(node("text", words, x=_MARGIN, y=height + 8, class_="axis"))
        height += 16
    width = max(layout.width + 2 * _MARGIN, 330 if left_out else 0)
    said = f"{graph.name}: {len(graph.boxes)} services, {len(graph.needs)} dependencies"
    svg = drawing(said, parts, class_="graph", width=ceil(width), height=ceil(height), marks=True, view=True)
    return Picture(svg=svg, table=table(_COLUMNS, rows))


def _cut(graph: DependencyPicture) -> DependencyPicture:
    """Of a large graph: what it is about, what is broken and their neighbours; then the nearest, as many as fit."""
    known = {box.key for box in graph.boxes}
    needs = tuple(edge for edge in graph.needs if known.issuperset(edge))
    if len(graph.boxes) <= MOST_BOXES:
        return replace(graph, needs=needs)
    wanted = {box.key for box in graph.boxes if box.centre or box.state in _SICK}
    beside = {key for edge in needs if wanted.intersection(edge) for key in edge}
    ranked = sorted(graph.boxes, key=lambda box: (not box.centre, box.key not in wanted, box.key not in beside))
    kept = {box.key for box in ranked[:MOST_BOXES]}
    return replace(
        graph,
        boxes=tuple(box for box in graph.boxes if box.key in kept),
        needs=tuple(edge for edge in needs if kept.issuperset(edge)),
    )


def _edges(graph: DependencyPicture, edges: Sequence[tuple[int, int]], layout: GraphLayout) -> Iterator[Drawn]:
    for (start, end), curve in zip(edges, layout.curves, strict=True):
        if len(curve) < 2:  # noqa: PLR2004 - a curve has a beginning and an end
            continue
        places = [f"{number(x + _MARGIN)} {number(y + _MARGIN)}" for x, y in curve]
        needed = graph.boxes[end]
        tone = "sick" if needed.state in _SICK else "sound"
        path = node("path", d=f"M{places[0]} C{' '.join(places[1:])}", class_=f"edge {tone}")
        yield node("g", node("title", f"{graph.boxes[start].name} needs {needed.name}"), path, _arrow(curve, tone))


def _arrow(curve: Sequence[tuple[float, float]], tone: str) -> Drawn:
    """The head, turned the way in which the curve arrives."""
    (x0, y0), (x1, y1) = curve[-2], curve[-1]
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 or 1.0
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    x, y = x1 + _MARGIN, y1 + _MARGIN
    corners = ((x + 9 * dx, y + 9 * dy), (x - 4 * dy, y + 4 * dx), (x + 4 * dy, y - 4 * dx))
    drawn = " L".join(f"{number(a)} {number(b)}" for a, b in corners)
    return node("path", d=f"M{drawn} Z", class_=f"arrow {tone}")


def _boxes(graph: DependencyPicture, layout: GraphLayout) -> Iterator[Drawn]:
    for box, (x, y) in zip(graph.boxes, layout.centres, strict=True):
        left, top = x - _BOX[0] / 2 + _MARGIN, y - _BOX[1] / 2 + _MARGIN
        centre = " centre" if box.centre else ""
        shapes = [
            node("rect", x=left, y=top, width=_BOX[0], height=_BOX[1], rx=6, class_=f"box {box.state}{centre}"),
            node("rect", x=left, y=top, width=4, height=_BOX[1], rx=2, class_=f"edge-mark {box.state}"),
            node("text", _short(box.name), x=left + 12, y=top + 17, class_="box-name"),
            node("text", _short(box.detail or box.state), x=left + 12, y=top + 32, class_="axis"),
        ]
        said = f"{box.name}: {box.state}{', ' if box.detail else ''}{box.detail}"
        yield mark(said, shapes, href=box.href, class_=box.state)


def _short(text: str) -> str:
    return clean(text, _LETTERS)


def _rows(graph: DependencyPicture) -> Iterator[tuple[str, ...]]:
    names = {box.key: box.name for box in graph.boxes}
    for box in graph.boxes:
        needs = [names[end] for start, end in graph.needs if start == box.key and end in names]
        needed_by = [names[start] for start, end in graph.needs if end == box.key and start in names]
        state = f"{box.state}{', ' if box.detail else ''}{box.detail}"
        yield (box.name, state, ", ".join(needs) or "nothing", ", ".join(needed_by) or "nothing")
