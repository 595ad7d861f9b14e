"""Where the boxes of a graph go. graphviz decides on places only; it never sees a name from outside."""

import subprocess
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

#: A graph that takes longer is shown as a table.
_PATIENCE_S = 5.0
_INCH = 72.0


class LayoutFailed(Exception):  # noqa: N818 - an answer: the table is shown in its place
    """The graph could not be laid out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphLayout:
    """Places in pixels; the origin is the upper left corner."""

    width: float
    """Of the whole."""
    height: float
    """Of the whole."""
    centres: tuple[tuple[float, float], ...]
    """Of each box."""
    curves: tuple[tuple[tuple[float, float], ...], ...]
    """Of each edge the points of its Bézier curve, the first and then three for each further piece."""


@lru_cache(maxsize=256)
def lay_out(
    boxes: int, edges: tuple[tuple[int, int], ...], size: tuple[float, float], *, sideways: bool = True
) -> GraphLayout:
    """Lays boxes of one size out in layers; an edge joins two of them by number. Raises LayoutFailed."""
    written = _dot(boxes, edges, size, sideways=sideways)
    program = Path(sysconfig.get_path("scripts")) / "graphviz-pure"
    try:
        done = subprocess.run(  # noqa: S603 - a program of our own environment, without arguments from outside
            (str(program), "-Tplain"), input=written, capture_output=True, text=True, timeout=_PATIENCE_S, check=True
        )
    except (OSError, subprocess.SubprocessError) as failure:
        raise LayoutFailed(type(failure).__name__) from failure
    return _read(done.stdout, boxes, edges)


def _dot(boxes: int, edges: Sequence[tuple[int, int]], size: tuple[float, float], *, sideways: bool) -> str:
    width, height = size[0] / _INCH, size[1] / _INCH
    lines = [
        f"digraph {{ rankdir={'LR' if sideways else 'TB'}; nodesep=0.2; ranksep=0.6;",
        f"node [shape=box fixedsize=true width={width:.3f} height={height:.3f}];",
        *(f"n{box};" for box in range(boxes)),
        *(f"n{start}->n{end} [id={index}];" for index, (start, end) in enumerate(edges)),
    ]
    return "\n".join([*lines, "}"])


def _read(plain: str, boxes: int, edges: Sequence[tuple[int, int]]) -> GraphLayout:
    """The plain format: ``graph scale width height``, ``node name x y …``, ``edge tail head n x1 y1 …``, in inches."""
    width = height = 0.0
    centres = [(0.0, 0.0)] * boxes
    found: dict[tuple[int, int], tuple[tuple[float, float], ...]] = {}
    for kind, *words in (line.split() for line in plain.splitlines() if line):
        if kind == "graph":
            width, height = float(words[1]) * _INCH, float(words[2]) * _INCH
        elif kind == "node":
            centres[int(words[0][1:])] = (float(words[1]) * _INCH, height - float(words[2]) * _INCH)
        elif kind == "edge":
            count = int(words[2])
            places = [float(word) * _INCH for word in words[3 : 3 + 2 * count]]
            curve = tuple((x, height - y) for x, y in zip(places[::2], places[1::2], strict=True))
            found[int(words[0][1:]), int(words[1][1:])] = curve
    curves = tuple(found.get(edge, ()) for edge in edges)
    return GraphLayout(width=width, height=height, centres=tuple(centres), curves=curves)
