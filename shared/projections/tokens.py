"""The words by which a thing is found: what people type, in names that machines made."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

#: Enough for names and label values; a hostile sender's megabytes are found by their beginning.
_MAX_CHARACTERS = 10_000
#: What grows while a thing lives: an incident's words, with all that was written in it.
_MAX_TOGETHER = 20_000
_MAX_QUERY_WORDS = 20
#: PostgreSQL indexes no word beyond 2 kB.
_MAX_WORD = 100
#: Characters of a text whose tokens are remembered: label values, summaries.
_SHORT = 200
_WORD = re.compile(r"[^\W_]+")
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def searchable(texts: Iterable[str]) -> str:
    """``HTTPErrorRate on checkout-eu.svc`` → each part, and the camel-case name as a whole, in lower case."""
    return " ".join(_found(texts))


def with_tokens_of(known: str, texts: Iterable[str]) -> str:
    """What is searchable already, and what these texts add to it."""
    together, there = [known] if known else [], frozenset(known.split())
    length = len(known)
    for word in _found(texts):
        if word not in there and length + len(word) < _MAX_TOGETHER:
            together.append(word)
            length += len(word) + 1
    return " ".join(together)


def tokens_in(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Where each word of a text stands, and what it is found by: ``FooBar`` by ``foobar``, ``foo`` and ``bar``."""
    for whole in _WORD.finditer(text):
        word = whole[0][:_MAX_WORD]
        parts = _HUMPS.split(word) if not word.islower() else ()
        start, stop = whole.span()
        yield start, stop, (word.lower(), *(part.lower() for part in parts if len(parts) > 1))


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: for each word that somebody typed, the words of which one must occur, or its beginning."""

    choices: tuple[tuple[str, ...], ...]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for words in self.choices for word in words)

    @property
    def query(self) -> str:
        """For full-text search; words hold nothing that means something there."""
        return " & ".join("(" + " | ".join(f"'{word}':*" for word in words) + ")" for words in self.choices)


def sought_by(text: str) -> Sought | None:
    """Reads what somebody typed. None: there is nothing to look for."""
    typed = _WORD.findall(text.lower()[:_MAX_CHARACTERS])[:_MAX_QUERY_WORDS]
    return Sought(tuple((word[:_MAX_WORD],) for word in typed)) if typed else None


def _found(texts: Iterable[str]) -> dict[str, None]:
    """The tokens of all texts, each once, in order."""
    every: Sequence[str] = tuple(texts)
    if sum(map(len, every)) + len(every) > _MAX_CHARACTERS:
        every = (" ".join(every)[:_MAX_CHARACTERS],)
    return dict.fromkeys(chain.from_iterable(map(_tokens_of, every)))


def _tokens_of(text: str) -> tuple[str, ...]:
    """Short texts are remembered: alerts of one rule have most of their labels in common."""
    return _remembered(text) if len(text) <= _SHORT else _split(text)


def _split(text: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for whole in _WORD.findall(text):
        word = whole[:_MAX_WORD]
        if not word.islower():
            parts = _HUMPS.split(word)
            if len(parts) > 1:
                found |= dict.fromkeys(part.lower() for part in parts)
        found[word.lower()] = None
    return tuple(found)


_remembered = lru_cache(maxsize=4_000)(_split)
