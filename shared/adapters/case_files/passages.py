"""Cuts what people paste into passages: by Markdown's fences and by the prompts of the commands that printed them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from shared.adapters.case_files.command import PastedCommand, mentioned, prompted

_ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\x07\x1b]{0,200}(?:\x07|\x1b\\)|[@-_])")
_FENCE = re.compile(r"^\s{0,8}(?:```|~~~)")
_HEADING_REACH = 4
"""Lines above a fence that may say what is in it."""


@dataclass(frozen=True, slots=True)
class TextPassage:
    """Lines that belong together. ``first`` is the number of the first in its file."""

    path: str
    first: int
    lines: Sequence[str]
    command: PastedCommand | None = None
    heading: str = ""
    """The prose above a fence."""
    fenced: bool = False

    @property
    def last(self) -> int:
        return self.first + len(self.lines) - 1

    def part(self, start: int, end: int) -> "TextPassage":
        return TextPassage(
            self.path, self.first + start, self.lines[start:end], self.command, self.heading, self.fenced
        )


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


def passages(path: str, first: int, lines: Sequence[str]) -> Iterator[TextPassage]:
    """One after the other; fences and prompts themselves are left out."""
    begun = TextPassage(path, first, ())
    for index, line in enumerate(lines):
        is_fence = _FENCE.match(line) is not None
        asked = None if is_fence else prompted(line)
        if not is_fence and asked is None:
            continue
        yield from _filled(begun, lines[begun.first - first : index])
        above = lines[max(0, index - _HEADING_REACH) : index]
        after = TextPassage(path, first + index + 1, (), asked, begun.heading, begun.fenced)
        begun = _behind_fence(after, above) if is_fence else after
    yield from _filled(begun, lines[begun.first - first :])


def _behind_fence(after: TextPassage, above: Sequence[str]) -> TextPassage:
    """What a fence opens is as the prose above it says; what it closes is prose again."""
    if after.fenced:
        return replace(after, fenced=False, heading="")
    return replace(after, fenced=True, heading="\n".join(above), command=_named_in(above))


def _filled(begun: TextPassage, lines: Sequence[str]) -> Iterator[TextPassage]:
    """Without blank lines around it; nothing where there are no others."""
    written = [index for index, line in enumerate(lines) if line.strip()]
    if written:
        start, end = written[0], written[-1] + 1
        yield replace(begun, first=begun.first + start, lines=_dedented(lines[start:end]))


def _dedented(lines: Sequence[str]) -> Sequence[str]:
    """A paste is often indented as a whole."""
    common = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return [line[common:] for line in lines] if common else lines


def _named_in(lines: Sequence[str]) -> PastedCommand | None:
    for line in reversed(lines):
        if (found := mentioned(line)) is not None:
            return found
    return None
