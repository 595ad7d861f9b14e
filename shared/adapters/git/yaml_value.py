"""Changing one value of a YAML text and not one byte beside it: comments, order, quotes and line ends stay."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import yaml

#: Longer files are nobody's manifests.
LONGEST: Final = 1_000_000
_DEEPEST: Final = 100
#: With those that aliases repeat.
_MOST_NODES: Final = 200_000
#: Texts that may stand without quotes in every schema of YAML, and mean themselves.
_PLAIN = re.compile(r"[A-Za-z_./][A-Za-z0-9_./@-]*(?::[A-Za-z0-9_./@-]+)*|[0-9]+(?:\.[0-9]+){2,}(?:-[A-Za-z0-9.-]+)?")
_OTHERWISE_MEANT = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n", "."})

Step = str | int
Json = str | int | float | bool | None


class CannotEdit(Exception):  # noqa: N818 - an answer to whoever asks for the change
    """The text is not what the change was made for, or the value cannot be changed alone. The message says why."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value as it stands in the text: its characters from ``start`` to before ``end``."""

    start: int
    end: int
    value: Json
    style: str | None


def documents(text: str) -> Iterator[tuple[Any, yaml.Node]]:
    """Gives each document as plain values and as nodes with their places. Raises CannotEdit."""
    if len(text) > LONGEST:
        raise CannotEdit(f"the file is longer than {LONGEST:,} characters")
    try:
        loader = yaml.SafeLoader(text)
        while loader.check_node():
            node = loader.get_node()
            if node is not None:
                yield _plain(loader, node), node
    except (yaml.YAMLError, RecursionError, ValueError) as invalid:
        raise CannotEdit(f"the file is not YAML that can be read: {_brief(invalid)}") from invalid


def scalar_at(root: yaml.Node, path: Sequence[Step]) -> Scalar | None:
    """Finds the value at a path of keys and positions; None: there is nothing. Raises CannotEdit for what is no single
    value, or one that stands in several places.
    """
    node: yaml.Node | None = root
    for step in path:
        node = None if node is None else _child(node, step)
    if node is None:
        return None
    if not isinstance(node, yaml.ScalarNode):
        raise CannotEdit(f"{_shown(path)} is not a single value")
    if _uses(root, node) > 1:
        raise CannotEdit(f"{_shown(path)} is an anchor that other places use too")
    return Scalar(node.start_mark.index, node.end_mark.index, _value_of(node), node.style)


def with_value(text: str, root: yaml.Node, path: Sequence[Step], before: Json, after: Json) -> str:
    """Gives the text with one value changed. ``before`` is what must stand there now. Raises CannotEdit."""
    found = scalar_at(root, path)
    if found is None:
        raise CannotEdit(f"{_shown(path)} is not in the file")
    if found.value != before or isinstance(found.value, bool) is not isinstance(before, bool):
        raise CannotEdit(f"{_shown(path)} is {json.dumps(found.value)} and not {json.dumps(before)}")
    if found.style in ("|", ">"):
        raise CannotEdit(f"{_shown(path)} is a block of text")
    return text[: found.start] + _written(after, found.style) + text[found.end :]


def _plain(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    """Values as the safe loader makes them; a bomb of aliases is refused by its depth and by the file's length."""
    if _depth(node) > _DEEPEST:
        raise CannotEdit(f"the file is nested deeper than {_DEEPEST} levels")
    return loader.construct_document(node)


def _depth(node: yaml.Node) -> int:
    """How deep it is; as deep as is refused where it holds itself, or very many aliases."""
    deepest, seen = 0, 0
    waiting = [(node, 1)]
    while waiting and deepest <= _DEEPEST:
        each, depth = waiting.pop()
        deepest, seen = max(deepest, depth), seen + 1
        if seen > _MOST_NODES:
            return _DEEPEST + 1
        waiting.extend((child, depth + 1) for child in _children(each))
    return deepest


def _children(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _child(node: yaml.Node, step: Step) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        # Of a repeated key the last one counts, as for whoever reads the file.
        named = [value for key, value in node.value if isinstance(key, yaml.ScalarNode) and key.value == str(step)]
        return named[-1] if named else None
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
        found: yaml.Node = node.value[step]
        return found
    return None


def _uses(root: yaml.Node, wanted: yaml.Node) -> int:
    """How many places have this very node; an alias has its anchor's, and a place inside an alias counts again."""
    count, waiting = 0, [root]
    while waiting:
        node = waiting.pop()
        count += node is wanted
        waiting.extend(_children(node))
    return count


def _value_of(node: yaml.ScalarNode) -> Json:
    value = yaml.SafeLoader("").construct_object(node) if node.tag != "tag:yaml.org,2002:timestamp" else node.value
    return value if isinstance(value, str | int | float | bool | None) else str(node.value)


def _written(value: Json, style: str | None) -> str:
    """Writes it in the quotes that stood there, or plainly where that means the same to every reader."""
    if not isinstance(value, str):
        return json.dumps(value)
    if style is None and _PLAIN.fullmatch(value) and value.lower() not in _OTHERWISE_MEANT:
        return value
    if style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    quoted: str = yaml.safe_dump(value, default_style='"', width=LONGEST)
    return quoted.rstrip("\n")


def _shown(path: Sequence[Step]) -> str:
    return "/" + "/".join(str(step) for step in path)


def _brief(error: Exception) -> str:
    return " ".join(str(error).split())[:300]
