"""Selectors of labels and fields, in the syntax of their query parameters."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from local.cluster.answers import bad_request

Manifest = Mapping[str, Any]
_PARTS = re.compile(r"((?:[^,(]|\([^)]*\))+)")
_SET = re.compile(r"^\s*(\S+)\s+(in|notin)\s+\(([^)]*)\)\s*$")
_EQUALITY = re.compile(r"^\s*([^!=\s]+)\s*(==|=|!=)\s*(\S*)\s*$")


def by_labels(selector: str) -> Callable[[Manifest], bool]:
    """Says which objects a label selector takes. Raises Refused."""
    wanted = [_label(part) for part in _PARTS.findall(selector)]

    def takes(manifest: Manifest) -> bool:
        labels = manifest.get("metadata", {}).get("labels") or {}
        return all(each(labels) for each in wanted)

    return takes


def _label(part: str) -> Callable[[Mapping[str, str]], bool]:
    if among := _SET.match(part):
        name, operator, values = among[1], among[2], {value.strip() for value in among[3].split(",")}
        return lambda labels: (labels.get(name) in values) == (operator == "in")
    if equal := _EQUALITY.match(part):
        name, operator, value = equal.groups()
        return lambda labels: (labels.get(name) == value) == (operator != "!=")
    name = part.strip()
    if name.startswith("!"):
        return lambda labels: name[1:] not in labels
    if re.fullmatch(r"[A-Za-z0-9_./-]+", name):
        return lambda labels: name in labels
    raise bad_request(f"unable to parse requirement: {part!r}")


def by_fields(selector: str) -> Callable[[Manifest], bool]:
    """Says which objects a field selector takes. Raises Refused."""
    wanted = []
    for part in filter(None, selector.split(",")):
        equal = _EQUALITY.match(part)
        if equal is None:
            raise bad_request(f"invalid selector: {part!r}; can't understand {part!r}")
        wanted.append(equal.groups())

    def takes(manifest: Manifest) -> bool:
        return all((_at(manifest, path) == value) == (operator != "!=") for path, operator, value in wanted)

    return takes


def _at(manifest: Any, path: str) -> str:
    for field in path.split("."):
        manifest = manifest.get(field) if isinstance(manifest, Mapping) else None
    return "" if manifest is None else str(manifest)
