"""What stands beside a label: ``**Symptom:** 5xx``, ``- Fix: rolled back``, ``| Environment | prod |``, headings."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from textwrap import dedent

from shared.adapters.imports.markdown import plain
from shared.adapters.imports.markdown_outline import Outline, OutlinePart

_LABELS: Mapping[str, str] = {
    "environment": r"environments?|env|stage",
    "application": r"applications?|apps?|services?|components?",
    "resource": r"(?:affected )?resources?|workload",
    "symptom": r"symptoms?|symptom\(s\)",
    "root_cause": r"root[ -]causes?|root cause\(s\)|causes?|rca",
    "fix": r"fix(?:es)?|fix applied|resolution|solution|remediation|mitigation|workaround",
    "verification": r"verification|verified by|how verified",
    "verified": r"verified",
    "occurred_at": r"date|occurred(?: at| on)?|when",
    "status": r"status",
}
#: These say what a note is about; the others where and when.
CORE = frozenset({"symptom", "root_cause", "fix"})
CONTEXT = frozenset({"environment", "application", "resource", "occurred_at"})
_LONG = CORE | {"verification"}
_TWO = 2
_LONGEST_WORD, _LONGEST_TEXT = 300, 20_000

_ANY = f"(?P<label>{'|'.join(_LABELS.values())})" + r"(?:\s+\([^)]{0,40}\))?"
_ITEM = r"(?P<indent>[ \t]*)(?P<item>(?:[-*+]|\d{1,2}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)?"
_BOLD = re.compile(
    rf"{_ITEM}(?P<mark>\*\*|__){_ANY}\s*(?::\s*(?P=mark)|(?P=mark)\s*[:—–]|(?P=mark)\s*$)\s*(?P<rest>.*)",  # noqa: RUF001
    re.IGNORECASE,
)
_PLAIN = re.compile(rf"{_ITEM}{_ANY}:(?:\s+(?P<rest>.*))?$", re.IGNORECASE)
_TITLE = re.compile(rf"{_ANY}\s*:?", re.IGNORECASE)
_OTHER_LABEL = re.compile(r"\s*(?:[-*+]\s+)?(\*\*|__)[^*_]{1,60}(?::\1|\1\s*:)")
_RULE = re.compile(r"\s{0,3}([-*_])(?:\s*\1){2,}\s*")
_DELIMITERS = re.compile(r"\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?)?")
_HEADS = frozenset({"", "field", "what", "key", "name", "item", "value", "detail", "details", "description"})
_LIST_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,2}[.)])\s")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


@dataclass(slots=True)
class Labelled:
    """``lines`` are those that became values; the others are still the text."""

    values: dict[str, str] = field(default_factory=dict)
    lines: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Open:
    """A label whose text may go on."""

    key: str
    form: str
    indent: int
    lines: list[int]
    text: list[str]


def label_of(title: str) -> str | None:
    """What is meant by a heading, or the head of a column, that is a label."""
    found = _TITLE.fullmatch(plain(title))
    return None if found is None else _key(found["label"])


def labelled(outline: Outline, spans: Iterable[tuple[int, int]], parts: Iterable[OutlinePart]) -> Labelled:
    """In these stretches of lines; ``parts`` are the headings that stand in them."""
    headings = {part.start: part for part in parts if part.level}
    reader = _Reader(outline)
    for start, end in spans:
        line = start
        while line < end:
            if line in headings:
                reader.heading(headings[line])
                line = headings[line].body
            else:
                reader.line(line)
                line += 1
        reader.close()
    reader.tidy_tables()
    return reader.found


def cells_of(row: str) -> list[str]:
    inner = row.strip().removeprefix("|")
    inner = inner if inner.endswith(r"\|") else inner.removesuffix("|")
    return [_BREAK.sub("\n", cell.replace(r"\|", "|").strip()) for cell in re.split(r"(?<!\\)\|", inner)]


def is_delimiter(row: str) -> bool:
    return "|" in row and _DELIMITERS.fullmatch(row.strip()) is not None


def fits(key: str, value: str) -> bool:
    return len(value) <= (_LONGEST_TEXT if key in _LONG else _LONGEST_WORD)


class _Reader:
    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._open: _Open | None = None
        self._rows: set[int] = set()
        self.found = Labelled()

    def heading(self, part: OutlinePart) -> None:
        key = label_of(part.title)
        if key is not None:
            self._begin(_Open(key, "heading", part.level, list(range(part.start, part.body)), []))
        elif self._open is not None and self._open.form == "heading" and part.level > self._open.indent:
            for line in range(part.start, part.body):
                self._go_on(line)
        else:
            self.close()

    def line(self, line: int) -> None:
        text = self._outline.lines[line]
        if line in self._outline.literal:
            self._go_on(line)
        elif (row := _row_of(text)) is not None:
            self._rows.add(line)
            key, value = row
            self._begin(_Open(key, "row", 0, [line], [value]))
            self.close()
        elif (found := _BOLD.match(text) or _PLAIN.match(text)) is not None:
            form = "item" if found["item"] else "bold" if "mark" in found.groupdict() else "plain"
            begun = _Open(_key(found["label"]), form, len(found["indent"]), [line], [found["rest"] or ""])
            self._begin(begun)
            if begun.key not in _LONG and begun.text[0]:
                self.close()
        elif self._open is not None and self._ends(self._open, text):
            self.close()
        else:
            self._go_on(line)

    def close(self) -> None:
        begun, self._open = self._open, None
        if begun is None:
            return
        first, rest = begun.text[:1], dedent("\n".join(begun.text[1:]))
        value = "\n".join((*first, rest)).strip() if begun.form != "heading" else dedent("\n".join(begun.text)).strip()
        if begun.key not in _LONG:
            value = plain(value)
        before = self.found.values.get(begun.key)
        together = value if before is None else f"{before}\n\n{value}"
        if value and fits(begun.key, together) and (before is None or begun.key in _LONG):
            self.found.values[begun.key] = together
            self.found.lines.update(begun.lines)

    def tidy_tables(self) -> None:
        """The head of a table whose rows are all taken says nothing any more."""
        lines = self._outline.lines
        for row in sorted(self._rows & self.found.lines):
            above = row - 1
            while above >= 0 and (is_delimiter(lines[above]) or _is_head(lines[above])):
                self.found.lines.add(above)
                above -= 1
            if row + 1 < len(lines) and is_delimiter(lines[row + 1]):
                self.found.lines.add(row + 1)

    def _begin(self, begun: _Open) -> None:
        self.close()
        self._open = begun

    def _go_on(self, line: int) -> None:
        if self._open is None:
            return
        text = self._outline.lines[line]
        self._open.lines.append(line)
        self._open.text.append(text)
        if self._open.key not in _LONG and text.strip():
            self.close()

    def _ends(self, begun: _Open, text: str) -> bool:
        if not text.strip():
            return begun.form == "plain" and any(begun.text)
        if begun.form == "heading":
            return False
        if _OTHER_LABEL.match(text) or _RULE.fullmatch(text):
            return True
        if begun.form != "item" or len(text) - len(text.lstrip()) > begun.indent:
            return False
        return _LIST_ITEM.match(text) is not None or not begun.text[-1].strip()


def _row_of(line: str) -> tuple[str, str] | None:
    cells = cells_of(line) if line.lstrip().startswith("|") else []
    key = label_of(cells[0]) if len(cells) == _TWO else None
    return None if key is None else (key, cells[1])


def _is_head(line: str) -> bool:
    cells = cells_of(line) if line.lstrip().startswith("|") else []
    return len(cells) == _TWO and {plain(cell).lower() for cell in cells} <= _HEADS


def _key(label: str) -> str:
    return next(key for key, words in _LABELS.items() if re.fullmatch(words, label, re.IGNORECASE))
