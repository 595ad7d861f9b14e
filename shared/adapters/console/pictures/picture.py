"""A picture and the table behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.adapters.console.pictures.svg import drawing, node


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureTable:
    """It says in rows what a picture shows, for whoever reads rather than looks."""

    columns: tuple[str, ...]
    """The heads of the columns."""
    rows: tuple[tuple[str, ...], ...]
    """The cells, as many in each row as there are columns; empty when there is nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """It is put into a page as it is: templates ask it for its ``__html__``."""

    svg: str
    """The drawing: one element, without scripts and without styles of its own."""
    table: PictureTable
    """What it shows, in rows."""
    empty: bool = False
    """True when there was nothing to draw; the picture says so."""

    def __html__(self) -> str:
        return self.svg

    def below(self, root: str) -> "Picture":
        """The same picture in a console that is mounted at ``root``: its links are paths of the console."""
        return replace(self, svg=self.svg.replace('href="/', f'href="{root}/')) if root else self


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> PictureTable:
    return PictureTable(columns=tuple(columns), rows=tuple(tuple(row) for row in rows))


def nothing(name: str, why: str, columns: Sequence[str], *, height: float = 72) -> Picture:
    """A picture of nothing says why there is nothing."""
    words = node("text", why, x="50%", y=height / 2 + 4, text_anchor="middle", class_="label quiet")
    svg = drawing(f"{name}: {why}", (words,), class_="picture-empty", width="100%", height=height)
    return Picture(svg=svg, table=table(columns, ()), empty=True)
