"""Why a unit was found: the question's terms that it has, and where in its text they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from shared.projections.lexical.analysis import MOST_CHARACTERS, terms_in, words_in
from shared.projections.lexical.identifiers import places_of_tokens, tokens_of
from shared.projections.lexical.question import AskedTerm, WeightedTerm
from shared.projections.lexical.stems import Language, folded
from shared.projections.snippet import Snippet, snippet_of

F = TypeVar("F", bound=str)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedTerm:
    term: str
    """A word or an exact name of the question that the stretch has, in lower case."""
    weight: float
    """What it added to the share of words, from 0 to 1: more for a rare term, and for one that stands there often."""


@dataclass(frozen=True, slots=True)
class Marker:
    """Knows a question's words in a text: by their terms in any language, and by their beginnings if that is enough."""

    terms: frozenset[str]
    beginnings: tuple[str, ...]

    def is_in(self, text: str) -> bool:
        return any(map(self._marks, tokens_of(text[:MOST_CHARACTERS])))

    def snippet(self, text: str) -> Snippet:
        """The stretch around the first token that is marked; without one: the text's beginning."""
        text = text[:MOST_CHARACTERS]
        return snippet_of(text, [place for place in places_of_tokens(text) if self._marks(text[slice(*place)])])

    def marked(self, text: str) -> Snippet:
        """The snippet; empty where nothing in it is marked."""
        snippet = self.snippet(text)
        return snippet if any(fragment.hit for fragment in snippet) else ()

    def found_in(self, fields: Mapping[F, Sequence[str]], *, otherwise: F) -> tuple[F, ...]:
        """Fields that have one of the words. Empty when nothing was looked for.

        ``otherwise``: what is said when no field has a word of it, and only the name looks like it.
        """
        if not self.terms:
            return ()
        return tuple(field for field, texts in fields.items() if any(map(self.is_in, texts))) or (otherwise,)

    def _marks(self, token: str) -> bool:
        terms = {term for language in Language for term in terms_in(token, language)}
        if not terms.isdisjoint(self.terms):
            return True
        words = (token.lower(), *words_in(token)) if self.beginnings else ()
        return any(folded(word).startswith(self.beginnings) for word in words)


def marker_of(asked: Sequence[AskedTerm], found: Sequence[WeightedTerm] = (), *, beginnings: bool = False) -> Marker:
    """``found``: what stands for words of the question, where that was looked for too."""
    forms = frozenset((*(form for each in asked for form in each.forms), *(each.term for each in found)))
    return Marker(forms, tuple(folded(each.said) for each in asked) if beginnings else ())
