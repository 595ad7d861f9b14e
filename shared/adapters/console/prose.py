"""Markdown of people as a page shows it: HTML in it is text, and a picture of another host is its words alone."""

from functools import cache

from markdown_it import MarkdownIt

from shared.adapters.console.shown_text import plain

_LONGEST = 100_000


class Prose:
    """It is put into a page as it is: templates ask it for its ``__html__``."""

    def __init__(self, html: str) -> None:
        self._html = html

    def __html__(self) -> str:
        return self._html


def prose(markdown: str) -> Prose:
    """Renders CommonMark and tables; links that would run a script stay text."""
    return Prose(_renderer().render(plain(markdown[:_LONGEST])))


@cache
def _renderer() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
