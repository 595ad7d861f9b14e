"""Cuts what people paste into passages: by Markdown's fences and by the prompts of the commands that printed them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shared.adapters.case_files.command import Command, mentioned, prompted

_ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]{0,200}(?:\x07|\x1b\\)|[@-_])")
_FENCE = re.compile(r"^\s{0,8}(?:```|~~~)")
_HEADING_REACH = 4
"""Lines above a fence that may say what is in it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines that belong together. ``first`` is the number of the first in its file."""

    path: str
    first: int
    lines: Sequence[str]
    command: Command | None = None
    heading: str = ""
    """The prose above a fence."""
    fenced: bool = False

    @property
    def last(self) -> int:
        return self.first + len(self.lines) - 1

    def part(self, start: int, end: int) -> "Passage":
        return Passage(self.path, self.first + start, self.lines[start:end], self.command, self.heading, self.fenced)


def cleaned(text: str) -> list[str]:
    """Lines without colours, with blanks for tabs and for what looks like a blank."""
    if "\x1b" in text:
        text = _ESCAPES.sub("", text)
    return [_plain(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def _plain(line: str) -> str:
    line = line.expandtabs(8).rstrip()
    if line.isascii():
        return line
    return "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in line if sign not in "\u200b\ufeff")


def passages(path: str, first: int, lines: Sequence[str]) -> Iterator[Passage]:
    """One after the other; fences and prompts themselves are left out."""
    fenced, start, command, heading = False, 0, None, ""
    for index, line in enumerate(lines):
        is_fence = _FENCE.match(line) is not None
        asked = None if is_fence else prompted(line)
        if not is_fence and asked is None:
            continue
        yield from _passage(path, first, lines, (start, index), command, heading, fenced)
        start = index + 1
        if is_fence:
            fenced = not fenced
            heading = "\n".join(lines[max(0, index - _HEADING_REACH) : index]) if fenced else ""
            command = _named_in(lines[max(0, index - _HEADING_REACH) : index]) if fenced else None
        else:
            command = asked
    yield from _passage(path, first, lines, (start, len(lines)), command, heading, fenced)


def _passage(
    path: str, first: int, lines: Sequence[str], reach: tuple[int, int], command: Command | None, heading: str, fenced: bool
) -> Iterator[Passage]:  # fmt: skip
    start, end = reach
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    if start < end:
        yield Passage(path, first + start, _dedented(lines[start:end]), command, heading, fenced)


def _dedented(lines: Sequence[str]) -> Sequence[str]:
    """A paste is often indented as a whole."""
    common = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return [line[common:] for line in lines] if common else lines


def _named_in(lines: Sequence[str]) -> Command | None:
    for line in reversed(lines):
        if (found := mentioned(line)) is not None:
            return found
    return None
