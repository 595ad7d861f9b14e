"""Requests and answers, whatever API they are for."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class WorldRequest:
    """One request as it came. ``target`` is path and query."""

    method: str
    target: str
    bearer: str = ""
    """The token of its Authorization header; empty: it has none."""
    body: bytes = b""
    content_type: str = ""
    accept: str = ""

    @cached_property
    def path(self) -> tuple[str, ...]:
        return tuple(unquote(part) for part in urlsplit(self.target).path.strip("/").split("/"))

    @cached_property
    def query(self) -> Mapping[str, str]:
        """The parameters of the address, and of a form."""
        found = dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))
        if self.content_type.startswith(_FORM):
            found |= dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))
        return found

    def json(self) -> Any:
        """Reads the body; nothing is an empty object. Raises ValueError."""
        return json.loads(self.body) if self.body.strip() else {}


@dataclass(frozen=True, slots=True)
class WorldAnswer:
    status: int
    body: bytes = b""
    pieces: Iterable[bytes] | None = None
    """A body that is sent piece by piece, in place of ``body``."""
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


def as_json(value: Any, status: int = 200) -> WorldAnswer:
    return WorldAnswer(status, json.dumps(value).encode())
