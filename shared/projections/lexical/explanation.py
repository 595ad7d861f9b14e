"""Why a unit was found: the question's terms that it has, and where in its text they are."""

from collections.abc import Collection
from dataclasses import dataclass

from shared.projections.lexical.analysis import MOST_CHARACTERS, terms_in
from shared.projections.lexical.identifiers import places_of_tokens
from shared.projections.lexical.stems import Language
from shared.projections.snippet import Snippet, snippet_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedTerm:
    term: str
    """A word or an exact name of the question that the stretch has, in lower case."""
    weight: float
    """What it added to the share of words, from 0 to 1: more for a rare term, and for one that stands there often."""


def snippet_of_terms(text: str, terms: Collection[str]) -> Snippet:
    """The stretch around the first token that has one of these terms in any language; without one: the beginning."""
    text = text[:MOST_CHARACTERS]
    sought = frozenset(terms)
    return snippet_of(text, [place for place in places_of_tokens(text) if _has(text[slice(*place)], sought)])


def _has(token: str, sought: frozenset[str]) -> bool:
    return any(term in sought for language in Language for term in terms_in(token, language))
