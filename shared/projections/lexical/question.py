"""A question in terms: what is looked for, how much each term weighs, and which of them say where to look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from shared.projections.lexical.analysis import MOST_CHARACTERS, NAME, words_in
from shared.projections.lexical.bm25 import Corpus, rarity
from shared.projections.lexical.identifiers import identifiers_of, tokens_of
from shared.projections.lexical.languages import SMALL_WORDS, language_of
from shared.projections.lexical.stems import Language, folded, stem

#: Different words and names of one question that are looked up; of a log, the beginning.
MOST_ASKED = 200
#: Words that must all occur, where all must.
MOST_REQUIRED = 20
#: Of those that are known, the rarest are compared with every candidate.
MOST_COMPARED = 40
#: Units that are scored.
MOST_CANDIDATES = 2_000
_PAIRED = 5
#: What nobody wrote down may be another name of a known thing, or a thing that nobody knows about.
_UNKNOWN = 0.5
_SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True)
class AskedTerm:
    """``forms``: terms of which a unit has one, by the language that it is written in."""

    said: str
    forms: tuple[str, ...]
    is_name: bool


@dataclass(frozen=True, slots=True)
class WeightedTerm:
    said: str
    term: str
    weight: float
    units: int
    is_name: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """``terms`` are known to the tenant, rarest first. ``most``: the weight of all that was asked, known or not."""

    terms: tuple[WeightedTerm, ...]
    most: float
    corpus: Corpus
    unknown: tuple[str, ...]

    @property
    def leading(self) -> int:
        """So many of the rarest terms give candidates: as many as there is room for, and one at least."""
        count, room = 0, MOST_CANDIDATES
        for each in self.terms:
            if count and each.units > room:
                break
            count += 1
            room -= each.units
        return count

    @property
    def pairs(self) -> str:
        """As a full-text query: two of the rarest together, where even the rarest has more units than there is room
        for; else empty.
        """
        if not self.terms or self.terms[0].units <= MOST_CANDIDATES:
            return ""
        rarest = [quoted(each.term) for each in self.terms[:_PAIRED]]
        return " | ".join(f"({one} & {other})" for one, other in combinations(rarest, 2))


def asked_in(text: str) -> tuple[AskedTerm, ...]:
    """Each once. A word is looked for by its stem in every language, and as a name in lower case."""
    text = text[:MOST_CHARACTERS]
    return _asked_in(text, SMALL_WORDS[language_of(text)]) or _asked_in(text, frozenset())


def every_word(asked: Sequence[AskedTerm]) -> str | None:
    """As a full-text query: each word must occur, in one of its forms or as a beginning. None: nothing to look for."""
    words = [each for each in asked if not each.is_name][:MOST_REQUIRED] or asked[:MOST_REQUIRED]
    return " & ".join(f"({_any_form(each)})" for each in words) or None


def _any_form(asked: AskedTerm) -> str:
    begins = f"{quoted(folded(asked.said))}:*"
    return " | ".join((*(f"{quoted(form)}{':*' if form.startswith(NAME) else ''}" for form in asked.forms), begins))


def _asked_in(text: str, small: frozenset[str]) -> tuple[AskedTerm, ...]:
    found: dict[str, AskedTerm] = {}
    for token in tokens_of(text):
        names = tuple(folded(name) for name in identifiers_of(token))
        for name in names:
            found.setdefault(NAME + name, AskedTerm(name, (NAME + name,), True))
        for word in words_in(token):
            if names or word not in small:
                found.setdefault(folded(word), AskedTerm(word, _forms(folded(word)), False))
        if len(found) >= MOST_ASKED:
            break
    return tuple(found.values())[:MOST_ASKED]


def plan_for(asked: Sequence[AskedTerm], known: Mapping[str, int], corpus: Corpus) -> Plan:
    """``known``: in how many of the tenant's units each form is."""
    weighted: dict[str, WeightedTerm] = {}
    most, unknown = 0.0, list[str]()
    for each in asked:
        units = min(corpus.units, sum(known.get(form, 0) for form in each.forms))
        if not units:
            most += 0.0 if _may_be_an_instance(each) else _UNKNOWN * rarity(0, corpus.units)
            unknown.append(each.said)
            continue
        weight = rarity(units, corpus.units)
        most += weight
        for form in each.forms:
            if form in known and form not in weighted:
                weighted[form] = WeightedTerm(each.said, form, weight, known[form], form.startswith(NAME))
    rarest = sorted(weighted.values(), key=lambda term: (term.units, term.term))[:MOST_COMPARED]
    return Plan(tuple(rarest), most, corpus, tuple(unknown))


def quoted(term: str) -> str:
    """Terms hold neither quotes nor backslashes."""
    return f"'{term}'"


def _forms(word: str) -> tuple[str, ...]:
    forms = dict.fromkeys(stem(word, language) for language in Language)
    return (*forms, NAME + word) if len(word) >= _SHORTEST_NAME else tuple(forms)


def _may_be_an_instance(asked: AskedTerm) -> bool:
    """A pod's name or an address: it is new every time, which says nothing against a match."""
    return asked.is_name and any(each.isdigit() for each in asked.said)
