"""Turns a stranger's bytes into JSON, bounded in depth and number before they are parsed."""

import json
import math
import re
from typing import Any

from shared.ports.webhook import UnexpectedPayload, UnreadableBody

_DEEPEST = 50
#: A body of 33,000 alerts has as many; parsing holds the interpreter, and every other request with it.
_MOST_STRUCTURES = 200_000
_LONGEST_NUMBER = 1_000

_NOT_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")
#: Whether brackets match in kind is for the parser to say.
_ALIKE = bytes.maketrans(b"{}", b"[]")
#: Only such a number may be too long, or none of ours; asking about each of them takes longer than all the rest.
_UNUSUAL = re.compile(rb"[0-9]{300}|[0-9.][eE]")


def read_object(body: bytes) -> dict[str, Any]:
    """Decodes one JSON object; of a repeated key the last value counts.

    Bytes that are not UTF-8 become U+FFFD where the rest is JSON; numbers that are none (NaN, 1e999) or too long become
    texts. Texts may still hold what cannot be stored; `texts.storable` mends that. Raises UnreadableBody, or
    UnexpectedPayload when it is JSON but not an object.
    """
    outside = _outside_strings(body)
    _bounded(outside)
    text = body.decode("utf-8-sig", "replace")
    try:
        parsed = (_CAREFUL if _UNUSUAL.search(outside) else _PLAIN).decode(text)
    except json.JSONDecodeError as invalid:
        if not _is_utf8(body):
            raise UnreadableBody("the body is not UTF-8") from invalid
        raise UnreadableBody(f"the body is not JSON: {invalid.msg} at character {invalid.pos}") from invalid
    if not isinstance(parsed, dict):
        raise UnexpectedPayload("the body is JSON but not an object")
    return parsed


def shown(text: object, limit: int = 80) -> str:
    """Makes a stranger's text fit to stand inside a reason: short, printable and storable."""
    return str(text)[:limit].encode("ascii", "backslashreplace").decode().replace("\0", "\\0")


def _bounded(outside: bytes) -> None:
    """Removes pairs from the innermost outwards: one pass over what is left for each level, and none in Python."""
    brackets = outside.translate(_ALIKE, _NOT_BRACKETS)
    if len(brackets) > _MOST_STRUCTURES:
        raise UnreadableBody(f"the body has more than {_MOST_STRUCTURES} brackets")
    before = -1
    for _ in range(_DEEPEST):
        if len(brackets) == before:
            break
        before = len(brackets)
        brackets = brackets.replace(b"[]", b"")
    if brackets.count(b"[") > 0 and (len(brackets) != before or brackets.count(b"[") > _DEEPEST):
        raise UnreadableBody(f"the body is nested deeper than {_DEEPEST} levels")


def _outside_strings(body: bytes) -> bytes:
    """Right for JSON, cheap for all else: without its escaped quotes, every second piece between quotes is outside."""
    plain = body.replace(b"\\\\", b"").replace(b'\\"', b"") if b"\\" in body else body
    return b"".join(plain.split(b'"')[::2])


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def _finite(text: str) -> float | str:
    number = float(text)
    return number if math.isfinite(number) else text[:_LONGEST_NUMBER]


def _short(text: str) -> int | str:
    return int(text) if len(text) <= _LONGEST_NUMBER else text[:_LONGEST_NUMBER]


_PLAIN = json.JSONDecoder(parse_constant=str)
_CAREFUL = json.JSONDecoder(parse_constant=str, parse_float=_finite, parse_int=_short)
