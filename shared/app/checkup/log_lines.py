"""What of a log a maintainer may see: what happened, where and how often, and nothing that anybody has written.

Only what is known to be harmless goes through; a field that is added later stays out until it is named here.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from shared.diagnosis.redaction import redact

#: Fields whose texts are made by code, never by senders or people.
_OUR_WORDS = frozenset(
    {"severity", "operation", "trace", "error", "code", "kind", "subscription", "part", "status", "statuses"}
)
_FRAME = re.compile(r'^\s*File "([^"]+)", line (\d+), in (\S+)')
_SERVER_SAYS = re.compile(r"\b(LOG|WARNING|ERROR|FATAL|PANIC):\s+(.*)$")
#: Where a server quotes, it quotes what it was given.
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|\([^)]*\)=\([^)]*\)")
_PLACE = '"…"'
_LONGEST = 2_000


def lines_for_maintainers(lines: Iterable[str]) -> Iterator[str]:
    """Gives what is left of a log of ours: lines of JSON with their harmless fields, frames of tracebacks, no more."""
    for line in lines:
        fields = _fields(line)
        if fields is not None:
            yield json.dumps(_harmless(fields), separators=(",", ":"))
        elif frame := _FRAME.match(line):
            yield _frame(frame)


def server_lines_for_maintainers(lines: Iterable[str]) -> Iterator[str]:
    """Gives what is left of the database's log: kinds of messages, without statements and without what they quote."""
    for line in lines:
        if said := _SERVER_SAYS.search(line):
            yield f"{said[1]}: {redact(_QUOTED.sub(_PLACE, said[2]))[:_LONGEST]}"


def _fields(line: str) -> Mapping[str, Any] | None:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return fields if isinstance(fields, dict) else None


def _harmless(fields: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, bool | int | float) or value is None:
            kept[name] = value
        elif name in _OUR_WORDS and isinstance(value, str):
            kept[name] = redact(value)[:_LONGEST]
        elif name == "stack" and isinstance(value, str):
            kept[name] = [_frame(frame) for frame in map(_FRAME.match, value.splitlines()) if frame]
    return kept


def _frame(frame: re.Match[str]) -> str:
    return f"{_below_home(frame[1])}:{frame[2]} {frame[3]}"


def _below_home(path: str) -> str:
    """Gives the end of a path: where it is installed is nobody's business."""
    return "/".join(path.rsplit("/", 4)[1:]) if path.count("/") > 4 else path.rsplit("/", 1)[-1]  # noqa: PLR2004
