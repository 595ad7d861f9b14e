"""Elements of SVG, well-formed by construction: what is not drawn by this module is escaped text and never markup."""

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Literal

MOST_LABEL = 200
_EDGE = 0.03
#: XML cannot hold them, and a terminal's colours are no part of a name.
_UNSHOWABLE = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: They turn the text that follows around, also that of its neighbours.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")


class Drawn(str):
    """An element with all that it holds, as it is written. Only ``node`` makes one."""

    __slots__ = ()


def node(tag: str, *children: str, **attributes: str | float | None) -> Drawn:
    """Makes an element; ``class_`` is ``class``, other underscores are hyphens, and None leaves an attribute out.

    Children that are not drawn themselves are text.
    """
    start = tag + "".join([_attribute(name, value) for name, value in attributes.items() if value is not None])
    held = "".join([child if isinstance(child, Drawn) else escape(clean(child), quote=False) for child in children])
    return Drawn(f"<{start}>{held}</{tag}>" if held else f"<{start}/>")


@lru_cache(maxsize=8_192)
def _attribute(name: str, value: str | float) -> str:
    """A picture says most of its values again and again."""
    written = clean(value) if isinstance(value, str) else number(value)
    escaped = escape(written).replace("\n", "&#10;").replace("\t", "&#9;")
    return f' {name.rstrip("_").replace("_", "-")}="{escaped}"'


def mark(name: str, shape: Iterable[Drawn], *, href: str | None = None, class_: str = "") -> Drawn:
    """Groups shapes into one thing with a name: shown on hover, read aloud, and a link where it leads somewhere.

    What leads nowhere is reached with the arrow keys, so that the tabulator does not stop at each of sixty points.
    """
    parts = (node("title", name), *shape)
    if href is not None:
        return node("a", *parts, href=href, class_=f"mark {class_}".strip(), aria_label=name)
    return node("g", *parts, tabindex="-1", role="img", aria_label=name, class_=f"mark {class_}".strip())


def drawing(
    name: str,
    parts: Iterable[Drawn],
    *,
    class_: str,
    width: float | Literal["100%"],
    height: float,
    marks: bool = False,
    view: bool = False,
) -> str:
    """The whole picture. With ``marks`` it holds things of their own, otherwise it is one image; ``view`` scales it."""
    return node(
        "svg",
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"picture {class_}",
        role="group" if marks else "img",
        aria_label=name,
        tabindex="0" if marks else None,
        width=width,
        height=height,
        viewBox=f"0 0 {number(float(width))} {number(height)}" if view else None,
    )


def percent(share: float) -> str:
    """A place across the picture, from 0 to 1, as SVG writes it."""
    return f"{number(100 * min(max(share, 0.0), 1.0))}%"


def anchored(share: float) -> Literal["start", "middle", "end"]:
    """How text stands at a place across the picture, so that none is cut off at its edges."""
    return "start" if share < _EDGE else "end" if share > 1 - _EDGE else "middle"


def number(value: float) -> str:
    """Two decimals are finer than a pixel."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def clean(text: str, most: int = 10 * MOST_LABEL) -> str:
    """The text without what cannot be shown and what would turn its neighbours around, cut where it has no end."""
    shown = _TURNING.sub("", _UNSHOWABLE.sub("\ufffd", text))
    return shown if len(shown) <= most else f"{shown[: most - 1]}…"
