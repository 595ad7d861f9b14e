"""A text that is longer than a document may be becomes several: cut above a heading, else above a paragraph, else where
it must be. Each but the first begins with the headings that it stands under, so that it says what it is about.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate, takewhile

from shared.adapters.imports.markdown_outline import Outline, OutlinePart

#: What code is in; a longer line is none that needs to be said again.
_FENCE = re.compile(r"\s{0,3}(?:```|~~~).{0,100}")
#: Headings above a part take no more room than this; longer ones are left out.
_LONGEST_HEAD = 2_000


class _Cut(IntEnum):
    """How good it is to cut above a line."""

    IN_A_LINE = 0
    IN_CODE = 1
    ANYWHERE = 2
    PARAGRAPH = 3
    HEADING = 4


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """``line`` is the first that it has of the file's lines, counted from 0 below the front matter."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    cut: _Cut
    head: str


def parts_of(outline: Outline, lines: Sequence[int], longest: int) -> list[DocumentPart]:
    """One part where the lines are not too many; whatever was in the first of several stays there when more is added
    at the end.
    """
    whole = outline.text(lines)
    if len(whole) <= longest:
        return [DocumentPart(lines[0] if lines else 0, whole)]
    described = list(_described(outline, outline.trimmed(lines), longest // 4 - 1))
    return list(_filled(described, longest))


def _filled(lines: Sequence[_Line], longest: int) -> Iterator[DocumentPart]:
    start = 0
    while start < len(lines):
        head = lines[start].head if start else ""
        stop = _end_of_part(lines, start, longest - len(head))
        text = head + "\n".join(each.text for each in lines[start:stop])
        if text.strip():
            yield DocumentPart(lines[start].number, text.rstrip())
        start = stop


def _end_of_part(lines: Sequence[_Line], start: int, room: int) -> int:
    """The best place to cut in the second half of what there is room for, the last of those that are equally good."""
    sizes = accumulate(len(each.text) + 1 for each in lines[start:])
    ends = list(takewhile(lambda end: end[1] <= room, enumerate(sizes, start + 1)))
    if ends[-1][0] == len(lines):
        return len(lines)
    return max((end for end, size in ends if 2 * size >= room), key=lambda end: (lines[end].cut, end))


def _described(outline: Outline, numbers: Sequence[int], longest_line: int) -> Iterator[_Line]:
    headings = {part.start: part for part in outline.whole.all() if part.level}
    path: list[OutlinePart] = []
    opening, before = "", -1
    for number in numbers:
        text = outline.lines[number]
        in_code = number in outline.literal and before in outline.literal
        opening = opening if in_code else f"{text}\n" if _FENCE.fullmatch(text) and number in outline.literal else ""
        head = _head(path) + (opening if in_code else "")
        cut = _Cut.IN_CODE if in_code else _Cut.ANYWHERE
        if (part := headings.get(number)) is not None:
            path = [*(above for above in path if above.level < part.level), part]
            head, cut = _head(path[:-1]), _Cut.HEADING
        elif not in_code and before >= 0 and not outline.lines[before].strip():
            cut = _Cut.PARAGRAPH
        for piece in _pieces(text, longest_line):
            yield _Line(number, piece, cut, head)
            cut = _Cut.IN_A_LINE
        before = number


def _pieces(line: str, longest: int) -> Iterator[str]:
    """The line itself, or stretches of it that end with a space where there is one."""
    start = 0
    while len(line) - start > longest:
        stop = line.rfind(" ", start, start + longest) + 1 or start + longest
        yield line[start:stop]
        start = stop
    yield line[start:]


def _head(path: Sequence[OutlinePart]) -> str:
    head = "".join(f"{'#' * part.level} {part.title}\n" for part in path)
    return f"{head}\n" if 0 < len(head) < _LONGEST_HEAD else ""
