"""From a document's sections to chunks: each small enough to mean one thing, and whole enough to stand alone."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from shared.kernel.batches import batched

#: What a model of 256 tokens reads of ordinary prose, with room for the title.
MOST_WORDS = 150
MOST_CHUNKS = 80
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_FENCE = re.compile(r"^\s*(```|~~~)")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")

#: ``heading`` and ``text``; plain data, since it is stored with the row.
Section = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Chunk:
    """``text`` begins with the title and what the document is about, so that it says by itself what it is of."""

    heading: str
    text: str

    @property
    def content_hash(self) -> str:
        """The same text has the same vector, whichever document it stands in."""
        return sha256(self.text.encode("utf-8", "replace")).hexdigest()


def section(heading: str, text: str) -> Section:
    return {"heading": _storable(heading), "text": _storable(text).strip()}


def sections_of_markdown(markdown: str) -> list[Section]:
    """By headings, whose path is kept (``Database / Failover``); code fences hold no headings."""
    sections: list[Section] = []
    path: list[tuple[int, str]] = []
    lines: list[str] = []
    fenced = False
    for line in markdown.splitlines():
        if _FENCE.match(line):
            fenced = not fenced
        found = None if fenced else _HEADING.match(line)
        if found is None:
            lines.append(line)
            continue
        sections.append(section(_joined(path), "\n".join(lines)))
        level = len(found[1])
        # By steps of their own: one expression for it takes time that grows with the cube of the spaces.
        title = found[2].rstrip().rstrip("#").rstrip()
        path = [*(each for each in path if each[0] < level), (level, title)]
        lines = []
    sections.append(section(_joined(path), "\n".join(lines)))
    return [each for each in sections if each["text"]]


def chunks_of(title: str, context: str, sections: Sequence[Section]) -> list[Chunk]:
    """Small sections travel together, large ones are cut between paragraphs, else between sentences."""
    head = "\n".join(part for part in (title.strip(), context.strip()) if part)
    chunks: list[Chunk] = []
    heading, parts, words = "", list[str](), 0
    for name, piece in _pieces(sections):
        length = len(piece.split())
        if parts and words + length > MOST_WORDS:
            chunks.append(_chunk(head, heading, parts))
            heading, parts, words = "", [], 0
        heading = heading or name
        parts.append(f"{name}: {piece}" if name else piece)
        words += length
    if parts or not chunks:
        chunks.append(_chunk(head, heading, parts))
    return [chunk for chunk in chunks[:MOST_CHUNKS] if chunk.text]


def _chunk(head: str, heading: str, parts: Sequence[str]) -> Chunk:
    return Chunk(heading, _storable("\n".join(part for part in (head, *parts) if part)))


def _storable(text: str) -> str:
    """No store of texts holds NUL; a hash must be of what will be read again."""
    return text.replace("\x00", "\ufffd")


def _pieces(sections: Sequence[Section]) -> Iterator[tuple[str, str]]:
    for each in sections:
        for piece in _cut(each["text"]):
            yield each["heading"], piece


def _cut(text: str) -> Iterator[str]:
    """Paragraphs that together are not too long; a paragraph that is too long by itself goes sentence by sentence."""
    kept: list[str] = []
    words = 0
    for part in _small_parts(text):
        length = len(part.split())
        if kept and words + length > MOST_WORDS:
            yield "\n".join(kept)
            kept, words = [], 0
        kept.append(part)
        words += length
    if kept:
        yield "\n".join(kept)


def _small_parts(text: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", text):
        if len(paragraph.split()) <= MOST_WORDS:
            if paragraph.strip():
                yield paragraph.strip()
            continue
        for sentence in _SENTENCE.split(paragraph):
            yield from (" ".join(words) for words in batched(sentence.split(), MOST_WORDS))


def _joined(path: Sequence[tuple[int, str]]) -> str:
    return " / ".join(name for _level, name in path)
