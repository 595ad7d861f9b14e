"""Opaque places in a list: the values of the last item's sort keys, and which list they are of."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.projections.page import MAX_LIMIT, InvalidQuery

_MAX_CURSOR = 1_000
_MAX_BIGINT = 2**63 - 1


def bounded(limit: int) -> int:
    if limit < 1:
        raise InvalidQuery("limit is below one")
    return min(limit, MAX_LIMIT)


def encode_cursor(kind: str, values: Sequence[Any]) -> str:
    text = [value.isoformat() if isinstance(value, datetime) else str(value) for value in values]
    return urlsafe_b64encode(json.dumps([kind, *text]).encode()).decode().rstrip("=")


def decode_cursor(kind: str, cursor: str | None, types: Sequence[Callable[[str], Any]]) -> tuple[Any, ...]:
    """The values, or as many Nones at the beginning of the list."""
    if cursor is None:
        return (None,) * len(types)
    try:
        found, *values = _parts(cursor)
        place = tuple(parse(value) for parse, value in zip(types, values, strict=True))
    except (ValueError, TypeError, AttributeError) as invalid:
        raise InvalidQuery("the cursor cannot be read") from invalid
    if found != kind:
        raise InvalidQuery("the cursor is one of another query")
    return place


def is_of(kind: str, cursor: str | None) -> bool:
    """Is it a place in this list? Whether it can be read is for `decode_cursor` to say."""
    try:
        return cursor is not None and next(iter(_parts(cursor)), None) == kind
    except (ValueError, TypeError):
        return False


def _parts(cursor: str) -> Any:
    return json.loads(urlsafe_b64decode(cursor[:_MAX_CURSOR] + "=" * (-len(cursor) % 4)))


def plain(text: str) -> str:
    """PostgreSQL text holds no NUL."""
    if "\x00" in text:
        raise InvalidQuery("a NUL character is nowhere to be found")
    return text


def integer(text: str) -> int:
    number = int(text)
    if not -_MAX_BIGINT <= number <= _MAX_BIGINT:
        raise ValueError(text)
    return number


def moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(text)
    return at


uuid = UUID


def word(text: str) -> str:
    if not text.isidentifier():
        raise ValueError(text)
    return text
