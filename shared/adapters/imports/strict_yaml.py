"""YAML from strangers, read event by event: bounded in size and depth, no tags of a language, no key twice.

Scalars stay text (or None): what is a number or a flag is for the reader of a field to say, so that the version 1.10
and the country NO are what their author wrote. What a program printed is read with ``core_scalar``, which knows types.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

_DEEPEST = 40
#: Counted with what aliases repeat, so that a few lines cannot stand for a billion.
_MOST_NODES = 200_000
_MOST_DOCUMENTS = 5_000
_LONGEST = 1_000_000
_NUMBER = re.compile(r"[-+]?[0-9]{1,18}(\.[0-9]{0,18})?([eE][-+]?[0-9]{1,3})?")
_FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_CORE = "tag:yaml.org,2002:"
_PLAIN_TAGS = frozenset({None, "!", *(_CORE + name for name in ("str", "int", "float", "bool", "null", "map", "seq"))})
_MERGE = "<<"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlRefused(ValueError):  # noqa: N818 - an answer to whoever wrote it
    """The text is safe to show."""

    def __init__(self, why: str, line: int | None = None) -> None:
        super().__init__(why)
        self.line = line


class Mapped(dict[str, Any]):
    """A mapping that knows the lines it begins and ends on."""

    line: int = 0
    last_line: int = 0


def text_scalar(plain: str) -> str | None:
    """What a person wrote without quotes, as it is written."""
    return None if plain in _NULLS else plain


def core_scalar(plain: str) -> str | float | bool | None:
    """What YAML 1.2's core schema makes of it; times stay text."""
    if plain in _NULLS:
        return None
    if plain in _FLAGS:
        return _FLAGS[plain]
    if _NUMBER.fullmatch(plain) is None:
        return plain
    return int(plain) if plain.lstrip("+-").isdigit() else float(plain)


@dataclass(slots=True)
class _Open:
    """A collection that is being read; ``cost`` is how many nodes it stands for."""

    value: Mapped | list[Any]
    anchor: str | None
    line: int
    cost: int = 1
    key: str | None = None
    merged: list[Mapped] = field(default_factory=list)


class _Reader:
    def __init__(self, scalar: Callable[[str], Any], most_nodes: int) -> None:
        self._scalar = scalar
        self._most_nodes = most_nodes
        self._last_line = 0
        self._stack: list[_Open] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._nodes = 0
        self._root: Any = None

    def take(self, event: yaml.Event) -> None:
        line = 0 if event.start_mark is None else event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            self._last_line = line
            self._remember(event.anchor, value := self._read(event, line), 1)
            self._place(value, 1, line)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event, line)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()

    def document(self) -> Any:
        """What has been read, and ready for the next one."""
        root, self._root, self._anchors = self._root, None, {}
        return root

    def _read(self, event: yaml.ScalarEvent, line: int) -> Any:
        """A key is text whatever it looks like."""
        _refuse_tag(event.tag, line)
        value = str(event.value)
        if "\0" in value:
            raise YamlRefused("a text holds NUL", line)
        if event.end_mark is not None:
            self._last_line = max(line, event.end_mark.line + (event.end_mark.column > 0))
        is_key = bool(self._stack) and isinstance(self._stack[-1].value, Mapped) and self._stack[-1].key is None
        if not event.implicit[0]:
            return value
        return text_scalar(value) if is_key else self._scalar(value)

    def _alias(self, event: yaml.AliasEvent, line: int) -> None:
        if event.anchor not in self._anchors:
            raise YamlRefused("an alias to something that is not there yet", line)
        value, cost = self._anchors[event.anchor]
        self._place(value, cost, line)

    def _open(self, event: yaml.CollectionStartEvent, line: int) -> None:
        _refuse_tag(event.tag, line)
        if len(self._stack) >= _DEEPEST:
            raise YamlRefused(f"nested deeper than {_DEEPEST} levels", line)
        value: Mapped | list[Any] = []
        if isinstance(event, yaml.MappingStartEvent):
            value = Mapped()
            value.line = line
        self._stack.append(_Open(value, event.anchor, line))

    def _close(self) -> None:
        done = self._stack.pop()
        if isinstance(done.value, Mapped):
            done.value.last_line = self._last_line
            for merged in done.merged:
                for key, value in merged.items():
                    done.value.setdefault(key, value)
        self._remember(done.anchor, done.value, done.cost)
        self._place(done.value, done.cost, done.line)

    def _remember(self, anchor: str | None, value: Any, cost: int) -> None:
        if anchor is not None:
            self._anchors[anchor] = (value, cost)

    def _place(self, value: Any, cost: int, line: int) -> None:
        self._nodes += 1
        if not self._stack:
            self._root = value
            return
        top = self._stack[-1]
        top.cost += cost
        if top.cost > self._most_nodes or self._nodes > self._most_nodes:
            raise YamlRefused(f"more than {self._most_nodes} values, counted with what aliases repeat", line)
        if isinstance(top.value, list):
            top.value.append(value)
        elif top.key is None:
            top.key = _key(value, line)
        else:
            self._enter(top, value, line)

    def _enter(self, top: _Open, value: Any, line: int) -> None:
        assert isinstance(top.value, Mapped)  # noqa: S101 - the caller has looked
        key, top.key = top.key or "", None
        if key == _MERGE:
            top.merged += _mergeable(value, line)
        elif key in top.value:
            raise YamlRefused(f"the key {key[:100]!r} is there twice", line)
        else:
            top.value[key] = value


def documents_of(
    text: str,
    *,
    scalar: Callable[[str], Any] = text_scalar,
    longest: int = _LONGEST,
    most_nodes: int = _MOST_NODES,
) -> Iterator[Any]:
    """One after the other; raises YamlRefused where it cannot be read on. ``scalar`` reads what has no quotes."""
    if len(text) > longest:
        raise YamlRefused(f"more than {longest} characters")
    reader, count = _Reader(scalar, most_nodes), 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            reader.take(event)
            if isinstance(event, yaml.DocumentEndEvent):
                count += 1
                if count > _MOST_DOCUMENTS:
                    raise YamlRefused(f"more than {_MOST_DOCUMENTS} documents")
                yield reader.document()
    except yaml.MarkedYAMLError as invalid:
        line = None if invalid.problem_mark is None else invalid.problem_mark.line + 1
        raise YamlRefused(f"not YAML: {invalid.problem or invalid.context}", line) from invalid
    except yaml.YAMLError as invalid:
        raise YamlRefused("not YAML: it holds a character that YAML does not allow") from invalid


def _refuse_tag(tag: str | None, line: int) -> None:
    if tag not in _PLAIN_TAGS:
        raise YamlRefused(f"the tag {str(tag)[:100]!r} is not read", line)


def _key(value: Any, line: int) -> str:
    if isinstance(value, str) or value is None:
        return value or ""
    raise YamlRefused("a key that is no text", line)


def _mergeable(value: Any, line: int) -> list[Mapped]:
    several = value if isinstance(value, list) else [value]
    if all(isinstance(each, Mapped) for each in several):
        return several
    raise YamlRefused("only mappings can be merged with <<", line)
