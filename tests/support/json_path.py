"""Reads the value at a JSON path of the form that citations have (RFC 9535: names and indexes)."""

import re
from typing import Any

STEP = re.compile(r"\.(\w+)|\[(\d+)\]|\['([^']*)'\]")


def value_at(value: Any, path: str) -> Any:
    """Fails where the path leads nowhere."""
    assert path.startswith("$")
    rest = path[1:]
    assert "".join(match.group(0) for match in STEP.finditer(rest)) == rest
    for match in STEP.finditer(rest):
        field, index, quoted = match.groups()
        value = value[int(index)] if index else value[field or quoted]
    return value
