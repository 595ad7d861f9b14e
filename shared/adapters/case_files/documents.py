"""JSON and YAML documents with the lines they stand on; the items of a list one by one, up to where it breaks off."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from json import JSONDecoder
from typing import Any

from shared.adapters.case_files.bounds import DEEPEST, LONGEST_FILE, MOST_VALUES
from shared.adapters.imports.strict_yaml import Mapped, YamlRefused, core_scalar, documents_of

_LISTS = ("items", "alerts")
_SPACE = re.compile(r"[ \t\r\n]*")
_DOCUMENT = re.compile(r"^(?:---|\.\.\.)(?=\s|$).*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Piece:
    """One value. ``header`` is what stood beside it where it was an item of a list; of an empty list that alone."""

    value: Any
    first: int
    last: int
    header: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """What cannot be read: from this line to the end, or to where the next document begins."""

    first: int
    last: int
    why: str


def json_pieces(text: str, first_line: int = 1) -> Iterator[Piece | Broken]:
    """Of one document after the other, with or without anything between them."""
    reader = _Json(text, first_line)
    while not reader.is_at_end:
        found: list[Piece] = []
        started = reader.line
        try:
            yield from reader.document(found)
        except (ValueError, IndexError, RecursionError) as broken:
            yield from found
            last = first_line + text.count("\n")
            yield Broken(reader.line if found else started, last, f"not JSON: {_said(broken)}")
            return


def yaml_pieces(text: str, first_line: int = 1) -> Iterator[Piece | Broken]:
    """Each document by itself: one that is broken does not hide the next."""
    start, line = 0, first_line
    for mark in (*_DOCUMENT.finditer(text), None):
        chunk = text[start:] if mark is None else text[start : mark.start()]
        if chunk.strip():
            yield from _yaml_document(chunk, line)
        start = len(text) if mark is None else mark.end()
        line += chunk.count("\n")


class _Json:
    """Reads the outermost level by hand, so that each item of a list is known with its lines."""

    def __init__(self, text: str, first_line: int) -> None:
        self._text = text
        self._decoder = JSONDecoder()
        self._at = 0
        self._counted = 0
        self.line = first_line
        self.ended = first_line
        """The line that the last value ended on."""
        self._skip(0)

    @property
    def is_at_end(self) -> bool:
        return self._at >= len(self._text)

    def document(self, found: list[Piece]) -> Iterator[Piece]:
        """``found`` holds the items that were read, for when the rest of the list cannot be."""
        first, opening = self.line, self._text[self._at]
        if opening == "[":
            self._items(found)
            yield from found
            return
        if opening != "{":
            raise ValueError("neither an object nor a list")
        header: dict[str, Any] = {}
        listed = self._fields(header, found)
        if not listed:
            yield Piece(header, first, self.ended)
        yield from (Piece(each.value, each.first, each.last, header) for each in found)
        if listed and not found:
            yield Piece(None, first, self.ended, header)

    def _fields(self, header: dict[str, Any], found: list[Piece]) -> bool:
        """Whether one of them is a list of things."""
        listed = False
        self._skip(self._at + 1)
        while self._text[self._at] != "}":
            key = self._value()
            self._take(":")
            if key in _LISTS and self._text[self._at] == "[":
                listed = True
                self._items(found)
            else:
                header[str(key)] = self._value()
            self._next("}")
        self.ended = self.line
        self._skip(self._at + 1)
        return listed

    def _items(self, found: list[Piece]) -> None:
        self._skip(self._at + 1)
        while self._text[self._at] != "]":
            first = self.line
            value = self._value()
            found.append(Piece(value, first, self.ended))
            self._next("]")
        self._skip(self._at + 1)

    def _value(self) -> Any:
        value, end = self._decoder.raw_decode(self._text, self._at)
        self._count(end)
        self.ended = self.line
        self._skip(end)
        return value

    def _next(self, closing: str) -> None:
        if self._text[self._at] == ",":
            self._skip(self._at + 1)
        elif self._text[self._at] != closing:
            raise ValueError(f"neither a comma nor {closing}")

    def _take(self, sign: str) -> None:
        if self._text[self._at] != sign:
            raise ValueError(f"no {sign}")
        self._skip(self._at + 1)

    def _skip(self, position: int) -> None:
        match = _SPACE.match(self._text, position)
        self._at = position if match is None else match.end()
        self._count(self._at)

    def _count(self, position: int) -> None:
        self.line += self._text.count("\n", self._counted, position)
        self._counted = position


def _yaml_document(chunk: str, first_line: int) -> Iterator[Piece | Broken]:
    last, above = first_line + chunk.rstrip().count("\n"), first_line - 1
    try:
        values = list(documents_of(chunk, scalar=core_scalar, longest=LONGEST_FILE, most_nodes=MOST_VALUES))
    except YamlRefused as refused:
        yield Broken(first_line, last, str(refused) + (f" (line {refused.line + above})" if refused.line else ""))
        return
    for value in values:
        items = value.get("items") if isinstance(value, dict) else value
        if not isinstance(items, list):
            known = isinstance(value, Mapped)
            yield Piece(value, value.line + above if known else first_line, value.last_line + above if known else last)
            continue
        header = {key: each for key, each in value.items() if key != "items"} if isinstance(value, dict) else None
        for item in items:
            known = isinstance(item, Mapped)
            yield Piece(
                item, item.line + above if known else first_line, item.last_line + above if known else last, header
            )
        if not items:
            yield Piece(None, first_line, last, header or {})


def is_too_deep(value: Any) -> bool:
    """Whether something nests deeper than whoever walks it should go."""
    level, waiting = 0, [value]
    while waiting:
        level += 1
        if level > DEEPEST:
            return True
        waiting = [
            inner
            for each in waiting
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
            if isinstance(inner, dict | list)
        ]
    return False


def _said(broken: Exception) -> str:
    if isinstance(broken, RecursionError):
        return "nested too deep"
    return "it breaks off" if isinstance(broken, IndexError) else str(broken).split(":", 1)[0]
