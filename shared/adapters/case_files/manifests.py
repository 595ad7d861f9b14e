"""Small helpers to build the partial manifest of what a text shows of an object."""

import re
from typing import Any

_NONE = frozenset({"", "<none>", "<unset>", "<unknown>", "<nil>", "n/a"})


def partial(kind: str, api_version: str, namespace: str, name: str, **parts: Any) -> dict[str, Any]:
    """``parts`` are spec, status and the like; what is empty is left out."""
    metadata = {"name": name} | ({"namespace": namespace} if namespace else {}) | parts.pop("metadata", {})
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, **filled(parts)}


def filled(values: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known, at any depth."""
    kept: dict[str, Any] = {}
    for name, value in values.items():
        each = filled(value) if isinstance(value, dict) else value
        if each is not None and each not in ("", {}, []):
            kept[name] = each
    return kept


def said(text: str) -> str:
    """Empty for what kubectl prints in place of nothing."""
    return "" if text.strip() in _NONE else text.strip()


def number(text: str) -> int | None:
    """The whole number that a text begins with."""
    found = re.match(r"\s*(-?\d{1,12})", text)
    return None if found is None else int(found[1])


def pair(text: str) -> tuple[int | None, int | None]:
    """Of ``1/3``."""
    left, _, right = text.partition("/")
    return number(left), number(right)


def labels(text: str) -> dict[str, str]:
    """Of ``app=web,tier=front``."""
    pairs = (each.partition("=") for each in text.split(","))
    return {name.strip(): value.strip() for name, equals, value in pairs if equals}


def condition(type_: str, status: str, reason: str = "", message: str = "") -> dict[str, str]:
    return filled({"type": type_, "status": status, "reason": reason, "message": message})
