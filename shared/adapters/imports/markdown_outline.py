"""Markdown as lines under headings. What stands in code, or in HTML, is text and never a heading or a label."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt

from shared.adapters.imports.markdown import front_matter, plain
from shared.adapters.imports.reading import Unusable
from shared.kernel.headings import as_read

_LITERAL = frozenset({"fence", "code_block", "html_block"})
_RULE = re.compile(r"-{3,}|\*{3,}|_{3,}")
_LINE_END = re.compile(r"\r\n?")
#: Blocks alone: reading what stands inside a line takes time that grows with the square of its brackets.
_BLOCKS = MarkdownIt("commonmark", {"html": True}).disable("inline")


@dataclass(slots=True)
class OutlinePart:
    """A heading with all that stands below it, deeper headings included; or the whole, without a heading.

    Lines count from 0; ``body`` is the first one below the heading, ``end`` the first one after it all.
    """

    title: str
    level: int
    start: int
    body: int
    end: int
    parts: list["OutlinePart"] = field(default_factory=list)

    def all(self) -> Iterator["OutlinePart"]:
        yield self
        for part in self.parts:
            yield from part.all()


@dataclass(frozen=True, slots=True)
class Outline:
    front: Mapping[str, Any]
    lines: Sequence[str]
    whole: OutlinePart
    literal: frozenset[int]
    #: In the file, counted from 1, of the first line.
    first: int

    @property
    def title(self) -> str:
        """The first heading's, of whatever level."""
        return self.whole.parts[0].title if self.whole.parts else ""

    def text(self, lines: Sequence[int]) -> str:
        """Without the empty lines and the rules around it."""
        return "\n".join(self.lines[line] for line in self.trimmed(lines))

    def trimmed(self, lines: Sequence[int]) -> Sequence[int]:
        """The lines without the empty ones and the rules around them."""
        said = ((place, self.lines[line].strip()) for place, line in enumerate(lines))
        says = [place for place, text in said if text and not _RULE.fullmatch(text)]
        return lines[says[0] : says[-1] + 1] if says else []

    def of_file(self, line: int) -> int:
        return self.first + line


def outline_of(text: str, *, longest: int) -> Outline:
    """Raises Unusable."""
    if len(text) > longest:
        raise Unusable("markdown.long", f"it has {len(text):,} characters, more than {longest:,}; split it")
    if (nul := text.find("\x00")) >= 0:
        raise Unusable("markdown.no_text", "it holds a NUL character and is no text", text.count("\n", 0, nul) + 1)
    text = _LINE_END.sub("\n", text.removeprefix("\ufeff"))
    front, offset = front_matter(text)
    body = text[offset:]
    lines = body.split("\n")
    whole = OutlinePart("", 0, 0, 0, len(lines))
    literal: set[int] = set()
    open_parts = [whole]
    tokens = _BLOCKS.parse(body)
    for token, following in zip(tokens, tokens[1:] + tokens[-1:], strict=True):
        start, end = token.map or (0, 0)
        if token.type in _LITERAL:
            literal.update(range(start, end))
        elif token.type == "heading_open" and token.level == 0:
            part = OutlinePart(plain(as_read(following.content)), int(token.tag[1:]), start, end, len(lines))
            while open_parts[-1].level >= part.level:
                open_parts.pop().end = start
            open_parts[-1].parts.append(part)
            open_parts.append(part)
    return Outline(front, lines, whole, frozenset(literal), text.count("\n", 0, offset) + 1)
