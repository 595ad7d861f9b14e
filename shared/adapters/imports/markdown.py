"""Markdown as sections: headings, and below each of them paragraphs, lists and code, with their lines."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

from shared.adapters.imports.reading import Unusable, mapping
from shared.adapters.imports.strict_yaml import YamlRefused, documents_of

#: What a runbook, a postmortem or a document keeps of its text.
LONGEST = 100_000
#: Nobody writes so many brackets, and reading them takes time that grows with their square.
_MOST_MARKS = 5_000
_FRONT = re.compile(r"\A﻿?---[ \t]*\r?\n(.*?)^---[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE)
#: A key whose value on its line is no collection and not quoted.
_KEYED = re.compile(r"[A-Za-z_][\w-]*:[ \t]+(?=[^\s\"'\[{|>&*!#%@`-])")
#: What is emphasised is a few words; a longer stretch keeps its marks, and reading stays linear.
_EMPHASIS = re.compile(r"(\*\*|__|`)(?=\S)(.{1,500}?)(?<=\S)\1")
_NUMBERED = re.compile(r"^(?:step\s*)?\d{1,3}\s*[.):–—-]\s*", re.IGNORECASE)  # noqa: RUF001


@dataclass(frozen=True, slots=True)
class Block:
    kind: Literal["heading", "paragraph", "item", "code"]
    text: str
    line: int
    #: Of a heading; lists count from 1 inwards.
    level: int = 0
    #: The language of code.
    info: str = ""


@dataclass(slots=True)
class Section:
    """``text`` is what stands below the heading as its author wrote it, deeper headings included."""

    title: str
    level: int
    line: int
    text: str = ""
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MarkdownPage:
    front: Mapping[str, Any]
    blocks: Sequence[Block]
    sections: Sequence[Section]


def page_of(text: str) -> MarkdownPage:
    """Raises Unusable."""
    if len(text) > LONGEST:
        raise Unusable("markdown.long", f"it has more than {LONGEST} characters")
    front, offset = front_matter(text)
    body = text[offset:]
    if max(body.count(mark) for mark in "[*_`<!") > _MOST_MARKS:
        raise Unusable("markdown.marks", f"it has more than {_MOST_MARKS} brackets or stars")
    first = text.count("\n", 0, offset) + 1
    blocks = _blocks(MarkdownIt("commonmark", {"html": False}).parse(body), first)
    return MarkdownPage(front, blocks, _sections(blocks, text.splitlines()))


def plain(text: str) -> str:
    """Without emphasis, in one line."""
    return " ".join(_EMPHASIS.sub(r"\2", text).split())


def unnumbered(title: str) -> str:
    return _NUMBERED.sub("", plain(title)).strip() or plain(title)


def items_of(section: Section) -> list[Block]:
    return [block for block in section.blocks if block.kind == "item" and block.level == 1]


def rows_of(section: Section) -> list[list[str]]:
    """Gives the cells of a table in the section by rows, the heading first, without the line of dashes."""
    rows = [line.strip() for line in section.text.splitlines() if line.strip().startswith("|")]
    cells = [[plain(cell) for cell in row.strip("|").split("|")] for row in rows]
    return [row for row in cells if not all(re.fullmatch(r":?-+:?", cell.strip()) for cell in row)]


def front_matter(text: str) -> tuple[Mapping[str, Any], int]:
    """And where the text goes on after it. Raises Unusable."""
    found = _FRONT.match(text)
    if found is None:
        return {}, 0
    try:
        documents = _read_front(found[1])
    except YamlRefused as refused:
        line = None if refused.line is None else refused.line + 1
        raise Unusable("front_matter.refused", str(refused), line) from refused
    return mapping(documents[0] if documents else None), found.end()


def _read_front(text: str) -> list[Any]:
    """As YAML; where that is refused, with the values quoted that hold a colon, as titles do. Raises YamlRefused."""
    try:
        return list(documents_of(text))
    except YamlRefused:
        quoted = "\n".join(map(_quoted, text.split("\n")))
        if quoted == text:
            raise
        return list(documents_of(quoted))


def _quoted(line: str) -> str:
    """A line ``title: Runbook: disk full`` as YAML would have it."""
    key = _KEYED.match(line)
    value = line[key.end() :].strip() if key else ""
    if key is None or not (": " in value or value.endswith(":")):
        return line
    return f"{key[0]}'{value.replace(chr(39), 2 * chr(39))}'"


def _blocks(tokens: Sequence[Token], first: int) -> list[Block]:
    found: list[Block] = []
    depth, item = 0, False
    for position, token in enumerate(tokens):
        line = first + (token.map[0] if token.map else 0)
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.type == "list_item_open":
            item = True
        elif token.type == "heading_open":
            found.append(Block("heading", tokens[position + 1].content, line, level=int(token.tag[1:])))
        elif token.type == "paragraph_open":
            kind: Literal["item", "paragraph"] = "item" if item else "paragraph"
            found.append(Block(kind, tokens[position + 1].content, line, level=depth))
            item = False
        elif token.type == "fence":
            found.append(Block("code", token.content, line, level=depth, info=token.info.strip().lower()))
            item = False
    return found


def _sections(blocks: Sequence[Block], lines: Sequence[str]) -> list[Section]:
    """Each with all that stands below it, deeper sections included."""
    headings = [(position, block) for position, block in enumerate(blocks) if block.kind == "heading"]
    sections: list[Section] = []
    for number, (position, heading) in enumerate(headings):
        # Not a slice: each heading is passed by the few that stand above it only.
        later = (headings[later] for later in range(number + 1, len(headings)))
        following = next(((p, b) for p, b in later if b.level <= heading.level), None)
        last_block = len(blocks) if following is None else following[0]
        last_line = len(lines) if following is None else following[1].line - 1
        section = Section(plain(heading.text), heading.level, heading.line)
        section.text = "\n".join(lines[heading.line : last_line]).strip()
        section.blocks = list(blocks[position + 1 : last_block])
        sections.append(section)
    return sections
