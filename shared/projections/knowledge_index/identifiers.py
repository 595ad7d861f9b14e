"""Exact identifiers in a text: alert names, error codes, resources. They say more than prose, so they count more."""

import re
from collections.abc import Iterable

#: What stands between white space and punctuation that no name holds.
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./:@-]*[A-Za-z0-9]")
_HUMPS = re.compile(r"[a-z0-9][A-Z]|[A-Z]{2}[a-z]")
_CODE = re.compile(r"(?=[^a-zA-Z]*[a-zA-Z])(?=\D*\d)[A-Za-z0-9_.:-]+")
_SHOUTED = re.compile(r"[A-Z][A-Z0-9_]{3,}")
_JOINED = re.compile(r"[A-Za-z0-9]+(?:[_/:@.-]+[A-Za-z0-9]+)+")
_ABBREVIATIONS = frozenset({"e.g", "i.e", "a.m", "p.m", "and/or", "http/https"})
_LONGEST_TEXT = 20_000
_LONGEST = 120
MOST = 60


def identifiers_in(texts: Iterable[str]) -> tuple[str, ...]:
    """In lower case, first come first, at most sixty: ``HighErrorRate``, ``ECONNREFUSED``, ``ORA-00060``."""
    found: dict[str, None] = {}
    for text in texts:
        for token in _TOKEN.findall(text[:_LONGEST_TEXT]):
            if _is_identifier(token):
                found[token.lower()[:_LONGEST]] = None
                if len(found) == MOST:
                    return tuple(found)
    return tuple(found)


def spelled_out(text: str) -> str:
    """The words inside names: ``HighErrorRate`` and ``high_error_rate`` are also ``high error rate``."""
    words: dict[str, None] = {}
    for token in _TOKEN.findall(text[:_LONGEST_TEXT]):
        if _is_identifier(token):
            parts = re.split(r"[_/:@.-]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", token)
            words |= dict.fromkeys(part.lower() for part in parts if len(part) > 1)
    return " ".join(words)


def _is_identifier(token: str) -> bool:
    if token.lower() in _ABBREVIATIONS or token.isdigit():
        return False
    patterns = (_SHOUTED, _CODE, _JOINED)
    return _HUMPS.search(token) is not None or any(pattern.fullmatch(token) for pattern in patterns)
