"""A description by its indentation: sections with a name, a value behind it, and what stands below."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_LINE = re.compile(r"^( *)([^\s:](?:[^:\s]| (?! )){0,90}):(?:\s+(.*))?$")
_DEEPEST = 40


@dataclass(slots=True)
class Section:
    """``name`` is empty for a line that has none; ``number`` counts lines from the description's first, from 0."""

    name: str
    value: str
    number: int
    text: str = ""
    below: list["Section"] = field(default_factory=list)

    def get(self, name: str) -> "Section | None":
        return next((each for each in self.below if each.name == name), None)

    def find(self, name: str) -> "Section | None":
        """The first of that name at any depth."""
        return self.get(name) or next((found for each in self.below if (found := each.find(name))), None)

    def value_of(self, *names: str) -> str:
        """Of the first of these that is there and has a value."""
        return next((each.value for each in self.below if each.name in names and each.value), "")

    def below_of(self, *names: str) -> list["Section"]:
        """What stands below the first of these that is there."""
        return next((each.below for each in self.below if each.name in names), [])

    def lines(self) -> Iterator[tuple[int, str]]:
        """All lines below, as they were written, with their numbers."""
        for each in self.below:
            yield each.number, each.text
            yield from each.lines()

    def values(self) -> list[str]:
        """Its value and the lines below, as a list of words is written: ``Args:``."""
        return [each for each in (self.value, *(text.strip() for _, text in self.lines())) if each]


def sections(lines: Sequence[str]) -> Section:
    """The description as one section."""
    top = Section("", "", 0)
    stack: list[tuple[int, Section]] = [(-1, top)]
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        indent = len(line) - len(line.lstrip(" "))
        while indent <= stack[-1][0]:
            stack.pop()
        found = _LINE.match(line)
        each = (
            Section("", line.strip(), number, line)
            if found is None
            else Section(found[2], (found[3] or "").strip(), number, line)
        )
        stack[-1][1].below.append(each)
        if len(stack) < _DEEPEST:
            stack.append((indent, each))
    return top


def table(lines: Sequence[str]) -> list[dict[str, str]]:
    """Of a table within a description, its rows by heading; the ruler below the heading is none."""
    filled = [line for line in lines if line.strip() and set(line.strip()) - set("- ")]
    if not filled:
        return []
    headings = filled[0].split()
    return [dict(zip(headings, _cells(line, len(headings)), strict=False)) for line in filled[1:]]


def _cells(line: str, many: int) -> list[str]:
    by_gap = re.split(r"\s{2,}", line.strip(), maxsplit=many - 1)
    return by_gap if len(by_gap) > 1 else line.split(None, many - 1)
