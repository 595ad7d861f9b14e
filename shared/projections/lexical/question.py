"""A question in terms: what is looked for, how much each term weighs, and which of them say where to look."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from shared.projections.lexical.analysis import MOST_CHARACTERS, NAME, words_in
from shared.projections.lexical.bm25 import Corpus, rarity
from shared.projections.lexical.glossary import english_for, same_as
from shared.projections.lexical.identifiers import identifiers_of, tokens_of
from shared.projections.lexical.languages import SMALL_WORDS, language_of
from shared.projections.lexical.stems import Language, folded, stem

#: Different words and names of one question that are looked up; of a log, the beginning.
MOST_ASKED = 200
#: Words that must all occur, where all must.
MOST_REQUIRED = 20
#: Of those that are known, the heaviest are compared with every candidate.
MOST_COMPARED = 40
#: Units that are scored.
MOST_CANDIDATES = 2_000
_PAIRED = 5
#: What nobody wrote down may be another name of a known thing, or a thing that nobody knows about.
_UNKNOWN = 0.5
_SHORTEST_NAME = 4
#: What a term counts that stands for a word: another word of the field, an English one, a reading of a misspelt one.
_SAME, _ENGLISH, _READ = 0.5, 1.0, 0.8


@dataclass(frozen=True, slots=True)
class Akin:
    """``term`` stands for a word that was asked for, and counts ``share`` of what it would by itself."""

    term: str
    share: float


@dataclass(frozen=True, slots=True)
class AskedTerm:
    """``forms``: terms of which a unit has one, by the language that it is written in."""

    said: str
    forms: tuple[str, ...]
    is_name: bool
    akin: tuple[Akin, ...] = ()


@dataclass(frozen=True, slots=True)
class WeightedTerm:
    """``place``: of the word that was asked for, which weighs ``asked``; ``weight``: what this term of it does."""

    place: int
    said: str
    term: str
    weight: float
    asked: float
    units: int
    is_name: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """``terms`` are known to the tenant, heaviest first. ``most``: the weight of all that was asked, known or not.

    ``count``: how many words were asked for. ``unknown``: those that nothing has; ``missing``: their weight.
    ``read_as``: for what a misspelt word was taken.
    """

    terms: tuple[WeightedTerm, ...]
    most: float
    corpus: Corpus
    unknown: tuple[str, ...]
    count: int = 0
    missing: float = 0.0
    read_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def leading(self) -> int:
        """So many of the heaviest terms give candidates: as many as there is room for, and one at least."""
        count, room = 0, MOST_CANDIDATES
        for each in self.terms:
            if count and each.units > room:
                break
            count += 1
            room -= each.units
        return count

    @property
    def pairs(self) -> str:
        """As a full-text query: two of the heaviest together, where even the first has more units than there is room
        for; else empty.
        """
        if not self.terms or self.terms[0].units <= MOST_CANDIDATES:
            return ""
        heaviest = [quoted(each.term) for each in self.terms[:_PAIRED]]
        return " | ".join(f"({one} & {other})" for one, other in combinations(heaviest, 2))


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
                found.setdefault(folded(word), AskedTerm(word, _forms(folded(word)), False, _akin(folded(word))))
        if len(found) >= MOST_ASKED:
            break
    return tuple(found.values())[:MOST_ASKED]


def plan_for(
    asked: Sequence[AskedTerm],
    known: Mapping[str, int],
    corpus: Corpus,
    read_as: Mapping[str, tuple[str, ...]] | None = None,
) -> Plan:
    """``known``: in how many of the tenant's units each term is. ``read_as``: known terms for misspelt words."""
    readings = read_as or {}
    most, missing = 0.0, 0.0
    own, other, unknown = list[WeightedTerm](), list[WeightedTerm](), list[str]()
    for place, each in enumerate(asked):
        units = _units_of(each.forms, known, corpus)
        standing = [*_standing_for(each, known, corpus, () if units else readings.get(each.said, ()))]
        weight = _weight(each, units, standing, corpus)
        most += weight
        if not units and not standing:
            missing += weight
            unknown.append(each.said)
        for form in each.forms if units else ():
            if form in known:
                is_name = form.startswith(NAME)
                own.append(WeightedTerm(place, each.said, form, weight, weight, known[form], is_name))
        for term, its in standing:
            counted = min(its, weight)
            other.append(WeightedTerm(place, each.said, term, counted, weight, known[term], is_name=False))
    heaviest = sorted(_each_once((*own, *other)), key=lambda term: (-term.weight, term.term))[:MOST_COMPARED]
    return Plan(tuple(heaviest), most, corpus, tuple(unknown), len(asked), missing, readings)


def forms_of(asked: AskedTerm) -> tuple[str, ...]:
    """All terms that may be found for it."""
    return (*asked.forms, *(each.term for each in asked.akin))


def unknown_words(asked: Sequence[AskedTerm], known: Mapping[str, int]) -> tuple[str, ...]:
    """Words of which nothing is known, no name among them: they may be misspelt."""
    return tuple(each.said for each in asked if not each.is_name and known.keys().isdisjoint(forms_of(each)))


def _units_of(terms: Sequence[str], known: Mapping[str, int], corpus: Corpus) -> int:
    return min(corpus.units, sum(known.get(term, 0) for term in terms))


def _standing_for(
    asked: AskedTerm, known: Mapping[str, int], corpus: Corpus, readings: Sequence[str]
) -> Iterator[tuple[str, float]]:
    for each in asked.akin:
        if each.term in known:
            yield each.term, each.share * rarity(known[each.term], corpus.units)
    together = _READ * rarity(_units_of(readings, known, corpus), corpus.units)
    yield from ((term, together) for term in readings)


def _weight(asked: AskedTerm, units: int, standing: Sequence[tuple[str, float]], corpus: Corpus) -> float:
    if units:
        return rarity(units, corpus.units)
    unknown = 0.0 if _may_be_an_instance(asked) else _UNKNOWN * rarity(0, corpus.units)
    return max(unknown, *(weight for _, weight in standing), 0.0)


def _each_once(terms: Sequence[WeightedTerm]) -> list[WeightedTerm]:
    """The first of each: a word's own term goes before what stands for another."""
    found: dict[str, WeightedTerm] = {}
    for each in terms:
        found.setdefault(each.term, each)
    return list(found.values())


def quoted(term: str) -> str:
    """Terms hold neither quotes nor backslashes."""
    return f"'{term}'"


def _forms(word: str) -> tuple[str, ...]:
    forms = dict.fromkeys(stem(word, language) for language in Language)
    return (*forms, NAME + word) if len(word) >= _SHORTEST_NAME else tuple(forms)


def _akin(word: str) -> tuple[Akin, ...]:
    english = [Akin(term, _ENGLISH) for term in english_for(word)]
    return (*english, *(Akin(term, _SAME) for term in same_as(word)))


def _may_be_an_instance(asked: AskedTerm) -> bool:
    """A pod's name or an address: it is new every time, which says nothing against a match."""
    return asked.is_name and any(each.isdigit() for each in asked.said)
