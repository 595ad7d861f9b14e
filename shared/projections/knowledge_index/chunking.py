"""From a document's sections to chunks: each small enough to mean one thing, and whole enough to stand alone."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from shared.kernel.batches import batched_by_size
from shared.kernel.headings import as_read

#: Title and headings included: of what is estimated to have so many, a model that reads 256 reads all.
MOST_TOKENS = 200
#: However long the title is.
_LEAST_TOKENS = 100
#: More than the longest document has: none is cut.
MOST_CHUNKS = 2_000
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_FENCE = re.compile(r"^\s*(```|~~~)")
_BETWEEN_PARAGRAPHS = re.compile(r"\n\s*\n")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n")
#: What has no spaces (Japanese, a line of JSON) is cut: all of it is found.
_WORD = re.compile(r"\S{1,60}")
#: About as tokenizers of English cut: names at their humps, long words and numbers in pieces, each mark by itself.
_TOKEN = re.compile(r"[A-Z]?[a-z]{1,7}|[A-Z]{1,3}|[^\W\d_]|\d{1,2}|_|[^\w\s]")

#: Where a stretch of a text begins and ends, and how many tokens it has.
_Stretch = tuple[int, int, int]
#: ``heading``, ``text``, and the ``line`` of a document's body where the text begins, if it is of there; plain data,
#: since it is stored with the row.
Section = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Chunk:
    """``text`` begins with the title and what the document is about, so that it says by itself what it is of."""

    heading: str
    text: str
    first_line: int | None = None
    """Where it stands in the document's body, counted from 1, with ``last_line``; None: it is of other fields."""
    last_line: int | None = None

    @property
    def content_hash(self) -> str:
        """The same text has the same vector, whichever document it stands in."""
        return sha256(self.text.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class _Piece:
    heading: str
    text: str
    tokens: int
    lines: tuple[int, int] | None


def section(heading: str, text: str, line: int | None = None) -> Section:
    """``line``: where ``text`` begins, with the space before it."""
    text = _storable(text)
    told = {"heading": _storable(heading), "text": text.strip()}
    return told if line is None else told | {"line": line + text[: len(text) - len(text.lstrip())].count("\n")}


def sections_of_markdown(markdown: str) -> list[Section]:
    """By headings, whose path is kept (``Database / Failover``); code fences hold no headings."""
    sections: list[Section] = []
    path: list[tuple[int, str]] = []
    lines: list[str] = []
    fenced, start = False, 1
    for number, line in enumerate(markdown.splitlines(), start=1):
        if _FENCE.match(line):
            fenced = not fenced
        found = None if fenced else _HEADING.match(line)
        if found is None:
            lines.append(line)
            continue
        sections.append(section(_joined(path), "\n".join(lines), start))
        level = len(found[1])
        # By steps of their own: one expression for it takes time that grows with the cube of the spaces.
        title = as_read(found[2].rstrip().rstrip("#").rstrip())
        path = [*(each for each in path if each[0] < level), (level, title)]
        lines, start = [], number + 1
    sections.append(section(_joined(path), "\n".join(lines), start))
    return [each for each in sections if each["text"]]


def chunks_of(title: str, context: str, sections: Sequence[Section]) -> list[Chunk]:
    """Small sections travel together, large ones are cut between paragraphs, else between sentences or lines."""
    head = "\n".join(part for part in (title.strip(), context.strip()) if part)
    most = max(_LEAST_TOKENS, MOST_TOKENS - tokens_in(head))
    pieces = batched_by_size(_pieces(sections, most), most=most, most_bytes=most, size_of=lambda piece: piece.tokens)
    chunks = [_chunk(head, together) for together in pieces] or [_chunk(head, ())]
    return [chunk for chunk in chunks[:MOST_CHUNKS] if chunk.text]


def passage_of(text: str, title: str, context: str) -> str:
    """A chunk's text without what stands in front of every chunk; of one that has nothing else, the whole."""
    head = "\n".join(part for part in (title.strip(), context.strip()) if part)
    return text.removeprefix(_storable(head)).removeprefix("\n") or text


def _chunk(head: str, pieces: Sequence[_Piece]) -> Chunk:
    parts = (f"{each.heading}: {each.text}" if each.heading else each.text for each in pieces)
    heading = next((each.heading for each in pieces if each.heading), "")
    lines = [each.lines for each in pieces if each.lines]
    text = _storable("\n".join(part for part in (head, *parts) if part))
    if not lines:
        return Chunk(heading, text)
    return Chunk(heading, text, min(first for first, _last in lines), max(last for _first, last in lines))


def _storable(text: str) -> str:
    """No store of texts holds NUL; a hash must be of what will be read again."""
    return text.replace("\x00", "\ufffd")


def tokens_in(text: str) -> int:
    """About so many tokens a model reads."""
    return len(_TOKEN.findall(text))


def _pieces(sections: Sequence[Section], most: int) -> Iterator[_Piece]:
    for each in sections:
        text, line, heading = each["text"], each.get("line"), each["heading"]
        of_heading = tokens_in(heading)
        for start, stop, tokens in _cut(text, max(_LEAST_TOKENS, most - of_heading)):
            lines = None if line is None else (line + text.count("\n", 0, start), line + text.count("\n", 0, stop))
            yield _Piece(heading, _closed_up(text[start:stop]), of_heading + tokens, lines)


def _cut(text: str, most: int) -> Iterator[_Stretch]:
    """Paragraphs that together are not too long; one that is too long by itself goes sentence by sentence, or line by
    line.
    """
    return _together(_small_parts(text, most), most)


def _together(stretches: Iterable[_Stretch], most: int) -> Iterator[_Stretch]:
    """Neighbours that have ``most`` tokens or fewer become one."""
    for some in batched_by_size(stretches, most=most, most_bytes=most, size_of=lambda each: each[2]):
        yield some[0][0], some[-1][1], sum(tokens for _start, _stop, tokens in some)


def _small_parts(text: str, most: int) -> Iterator[_Stretch]:
    for start, stop in _between(_BETWEEN_PARAGRAPHS, text, 0, len(text)):
        tokens = tokens_in(text[start:stop])
        if tokens > most:
            for begin, end in _between(_BETWEEN_SENTENCES, text, start, stop):
                words = ((*found.span(), tokens_in(found[0])) for found in _WORD.finditer(text, begin, end))
                yield from _together(words, most)
        elif tokens:
            yield start, stop, tokens


def _between(separator: re.Pattern[str], text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    for found in separator.finditer(text, start, stop):
        yield start, found.start()
        start = found.end()
    yield start, stop


def _closed_up(text: str) -> str:
    """Without empty lines."""
    return _BETWEEN_PARAGRAPHS.sub("\n", text).strip()


def _joined(path: Sequence[tuple[int, str]]) -> str:
    return " / ".join(name for _level, name in path)
