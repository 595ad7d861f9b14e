"""Exact identifiers in a text: alert names, error codes, resources, paths, flags. They say more than prose."""

import re
from collections.abc import Iterable
from typing import Final

#: What stands between white space and punctuation that no name holds.
_TOKEN: Final = re.compile(r"[^\W_](?:[\w./:@=+-]*[^\W_])?")
_HUMPS: Final = re.compile(r"[a-z0-9][A-Z]|[A-Z]{2}[a-z]")
_CODE: Final = re.compile(r"(?=[^a-zA-Z]*[a-zA-Z])(?=\D*\d)[A-Za-z0-9_.:-]+")
_SHOUTED: Final = re.compile(r"[A-Z][A-Z0-9_]{3,}")
_JOINED: Final = re.compile(r"[A-Za-z0-9]+(?:[_/:@.=+-]+[A-Za-z0-9]+)+")
#: Between these, a name may hold others: a path its files, a label its value.
_HOLDS_OTHERS: Final = re.compile(r"[/:=@]+")
_ABBREVIATIONS: Final = frozenset({"e.g", "i.e", "a.m", "p.m", "and/or", "http/https"})
_LONGEST_TEXT = 20_000
_LONGEST = 120
_MOST_HELD = 12
MOST = 60


def identifiers_in(texts: Iterable[str]) -> tuple[str, ...]:
    """In lower case, first come first, at most sixty: ``HighErrorRate``, ``ECONNREFUSED``, ``ORA-00060``."""
    found: dict[str, None] = {}
    for text in texts:
        for token in tokens_of(text[:_LONGEST_TEXT]):
            if is_identifier(token):
                found[token.lower()[:_LONGEST]] = None
                if len(found) == MOST:
                    return tuple(found)
    return tuple(found)


def tokens_of(text: str) -> list[str]:
    """Words, and names with what separates their parts; flags without their dashes, paths without the first slash."""
    return _TOKEN.findall(text)


def places_of_tokens(text: str) -> list[tuple[int, int]]:
    """Where each begins and ends."""
    return [found.span() for found in _TOKEN.finditer(text)]


def identifiers_of(token: str) -> tuple[str, ...]:
    """The token itself, where it is one, and those that it holds, each once, in lower case."""
    if token.isalpha() and token.islower():
        return ()
    held = _HOLDS_OTHERS.split(token, _MOST_HELD)
    names = (each for each in (token, *held) if is_identifier(each))
    return tuple(dict.fromkeys(name.lower()[:_LONGEST] for name in names))


def is_identifier(token: str) -> bool:
    if token.lower() in _ABBREVIATIONS or token.isdigit():
        return False
    patterns = (_SHOUTED, _CODE, _JOINED)
    return _HUMPS.search(token) is not None or any(pattern.fullmatch(token) for pattern in patterns)
