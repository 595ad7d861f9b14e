"""The words by which a thing is found: what people type, in names that machines made."""

import re
from collections.abc import Iterable

#: Enough for names and label values; a hostile sender's megabytes are found by their beginning.
_MAX_CHARACTERS = 10_000
_MAX_QUERY_WORDS = 20
#: PostgreSQL indexes no word beyond 2 kB.
_MAX_WORD = 100
_WORD = re.compile(r"[^\W_]+")
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def searchable(texts: Iterable[str]) -> str:
    """``HighErrorRate on checkout-eu.svc`` → each part, and the camel-case name as a whole, in lower case."""
    found: dict[str, None] = {}
    for whole in _WORD.findall(" ".join(texts)[:_MAX_CHARACTERS]):
        word = whole[:_MAX_WORD]
        if not word.islower():
            parts = _HUMPS.split(word)
            if len(parts) > 1:
                found |= dict.fromkeys(part.lower() for part in parts)
        found[word.lower()] = None
    return " ".join(found)


def prefix_query(text: str) -> str | None:
    """What a person typed as a full-text query: every word, or its beginning, must occur. None: nothing to look for."""
    words = _WORD.findall(text.lower()[:_MAX_CHARACTERS])[:_MAX_QUERY_WORDS]
    return " & ".join(f"'{word[:_MAX_WORD]}':*" for word in words) or None
