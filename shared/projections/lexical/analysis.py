"""From text to terms: one function for what is stored and for what is asked, so that the two can meet.

A term is the stem of a word, or a name as a whole. ``KubePodCrashLooping`` is ``kub``, ``pod``, ``crash``, ``loop``
and ``=kubepodcrashlooping``: the mark in front keeps names apart from words, so that a name has a rarity of its own.
Whatever the text, the work grows with its length, and that is bounded.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NewType

from shared.projections.lexical.identifiers import identifiers_of, tokens_of
from shared.projections.lexical.languages import SMALL_WORDS
from shared.projections.lexical.stems import Language, folded, stem

#: What stands in front of a term that is a name as a whole.
NAME = "="
#: Of one text; of one unit; how often a term counts: beyond, BM25 hardly grows.
MOST_CHARACTERS = 20_000
MOST_TERMS = 1_000
MOST_OFTEN = 50
_MOST_WORD = 60
_SHORT = 80
#: Tokens of one language that are remembered with their terms.
_REMEMBERED = 50_000

#: A stretch of capitals, a word, or digits: what a name consists of between its separators.
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\dA-Z_]+|\d+|[^\W_]")

#: Terms with how often each occurs, as PostgreSQL reads them: the places of a term are counted, 1 to its frequency.
Lexemes = NewType("Lexemes", str)


@dataclass(frozen=True, slots=True)
class Analysed:
    """``length``: all terms, each as often as it occurs."""

    lexemes: Lexemes
    length: int


def analysed(texts: Iterable[str], language: Language, names: Iterable[str] = ()) -> Analysed:
    """What a stretch of text is found by. ``names``: what it is known by; one of a single token is a name as a whole,
    whatever it looks like.
    """
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(terms_in(text, language))
    for name in names:
        tokens = tokens_of(name[:MOST_CHARACTERS])
        whole = {NAME + folded(tokens[0].lower())[: 2 * _MOST_WORD]} if len(tokens) == 1 else set[str]()
        counts.update(whole.union(terms_in(name, language)))
    most = dict(counts.most_common(MOST_TERMS))
    kept = {term: min(count, MOST_OFTEN) for term, count in most.items()}
    return Analysed(Lexemes(" ".join(_lexeme(*each) for each in sorted(kept.items()))), sum(kept.values()))


def terms_in(text: str, language: Language) -> Iterator[str]:
    """Every term of a text, as often as it occurs; small words of the language are none."""
    return chain.from_iterable(map(_TERMS[language], tokens_of(text[:MOST_CHARACTERS])))


def words_in(token: str) -> Sequence[str]:
    """The words inside a token, in lower case: split at humps, digits and separators."""
    if token.isdigit() or (token.islower() and token.isalpha()):
        return (token[:_MOST_WORD],)
    parts = (part.lower() for part in _PART.findall(token))
    return tuple(part[:_MOST_WORD] for part in parts if len(part) > 1 or (part.isalpha() and not part.isascii()))


def _terms(token: str, language: Language) -> tuple[str, ...]:
    names = tuple(NAME + folded(name) for name in identifiers_of(token))
    small = frozenset[str]() if names else SMALL_WORDS[language]
    return (*names, *(stem(folded(word), language) for word in words_in(token) if word not in small))


def _of_language(language: Language) -> Callable[[str], tuple[str, ...]]:
    """Short tokens are remembered: those of one company come again and again."""
    remembered = lru_cache(_REMEMBERED)(lambda token: _terms(token, language))
    return lambda token: remembered(token) if len(token) <= _SHORT else _terms(token, language)


_TERMS = {language: _of_language(language) for language in Language}


def _lexeme(term: str, count: int) -> str:
    return _PLACES[count].replace("_", term, 1)


_PLACES = [f"'_':{','.join(map(str, range(1, count + 1)))}" for count in range(MOST_OFTEN + 1)]
