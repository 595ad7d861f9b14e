"""Light stemmers: a word without what grammar adds to it, so that ``restarts`` and ``restarting`` are one term.

They take off endings of inflection and a few of derivation, in the manner of Porter's first steps for English and of
the light stemmers of Savoy for German and French. A light stem loses little against a full one, and costs microseconds.
"""

import re
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from typing import Final
from unicodedata import combining, normalize


class Language(StrEnum):
    ENGLISH = "en"
    GERMAN = "de"
    FRENCH = "fr"


#: Words of one vocabulary that are remembered, for each language.
_REMEMBERED = 50_000
_SHORTEST = 3
#: A German word of this length may have lost one ending and have another.
_LONG = 6
_VOWEL = re.compile(r"[aeiouy]")

#: Ending, what stands for it, and how long what is left must be; the first that fits.
_Endings = tuple[tuple[str, str, int], ...]
_ENGLISH_PLURALS: Final[_Endings] = (("sses", "ss", 2), ("ies", "y", 2), ("ss", "ss", 1), ("us", "us", 1), ("s", "", 3))
_ENGLISH_VERBS: Final[_Endings] = (("ingly", "", 3), ("edly", "", 3), ("ing", "", 3), ("eed", "ee", 2), ("ed", "", 3))
_ENGLISH_DERIVED: Final[_Endings] = (
    *(("ational", "", 4), ("ations", "", 4), ("ation", "", 4), ("ator", "", 4), ("ate", "", 4), ("at", "", 4)),
    *(("tion", "t", 3), ("sion", "s", 3), ("ment", "", 4), ("ness", "", 4), ("ability", "", 4), ("able", "", 4)),
    *(("ally", "", 4), ("ly", "", 4), ("ure", "", 4)),
)
_GERMAN: Final[_Endings] = (
    *(("ierungen", "ier", 3), ("ierung", "ier", 3), ("ieren", "ier", 3), ("ierte", "ier", 3), ("iert", "ier", 3)),
    *(("ungen", "", 4), ("ung", "", 4), ("heiten", "", 4), ("heit", "", 4), ("keiten", "", 4), ("keit", "", 4)),
    *(
        ("lich", "", 4),
        ("ernd", "", 4),
        ("end", "", 4),
        ("sten", "", 4),
        ("ern", "", 4),
        ("tet", "", 4),
        ("test", "", 4),
    ),
    *(("em", "", 3), ("en", "", 3), ("er", "", 3), ("es", "", 3), ("et", "", 3), ("st", "", 4), ("te", "", 4)),
    *(("e", "", 3), ("n", "", 3), ("s", "", 3), ("t", "", 4)),
)
_FRENCH: Final[_Endings] = (
    *(("issements", "", 3), ("issement", "", 3), ("atrices", "", 3), ("ateurs", "", 3), ("ations", "", 3)),
    *(("ateur", "", 3), ("ation", "", 3), ("ements", "", 3), ("ement", "", 3), ("euses", "", 3), ("ments", "", 4)),
    *(("ment", "", 4), ("ions", "", 4), ("ion", "", 4), ("ites", "", 4), ("ite", "", 4), ("eurs", "", 4)),
    *(("euse", "", 3), ("eaux", "eau", 2), ("eur", "", 4), ("aient", "", 3), ("antes", "", 3), ("ante", "", 3)),
    *(("ants", "", 3), ("ant", "", 3), ("ent", "", 4), ("ives", "", 3), ("ive", "", 3), ("ees", "", 3), ("ee", "", 3)),
    *(("ait", "", 3), ("ez", "", 3), ("er", "", 3), ("es", "", 3), ("if", "", 3), ("ir", "", 3), ("it", "", 3)),
    *(("e", "", 3), ("s", "", 3), ("x", "", 3)),
)


def stem(word: str, language: Language) -> str:
    """Of a word in lower case, without accents; what has digits in it is no word and stays."""
    return _STEMS[language](word)


def folded(word: str) -> str:
    """Without accents: who types at night leaves them out."""
    if word.isascii():
        return word
    return "".join(each for each in normalize("NFKD", word.replace("ß", "ss")) if not combining(each))


def _english(word: str) -> str:
    if not _is_word(word):
        return word
    word = _without(word, _ENGLISH_PLURALS)
    shorter = _without(word, _ENGLISH_VERBS)
    if shorter != word and _VOWEL.search(shorter):
        word = shorter[:-1] if _is_doubled(shorter) else shorter
    word = _without(word, _ENGLISH_DERIVED)
    if len(word) > _SHORTEST and word.endswith("e"):
        word = word[:-1]
    return f"{word[:-1]}i" if len(word) >= _SHORTEST and word.endswith("y") else word


def _german(word: str) -> str:
    if not _is_word(word):
        return word
    word = _without(word, _GERMAN)
    word = _without(word, _GERMAN[-4:]) if len(word) >= _LONG else word
    return word[:-1] if _is_doubled(word) else word


def _french(word: str) -> str:
    if not _is_word(word):
        return word
    word = _without(word, _FRENCH)
    return word[:-1] if _is_doubled(word) or (len(word) > _SHORTEST and word.endswith("e")) else word


def _is_word(word: str) -> bool:
    return len(word) > _SHORTEST and word.isalpha()


def _without(word: str, endings: _Endings) -> str:
    for ending, instead, shortest in endings:
        if word.endswith(ending) and len(word) - len(ending) >= shortest:
            return word[: len(word) - len(ending)] + instead
    return word


def _is_doubled(word: str) -> bool:
    return len(word) > _SHORTEST and word[-1] == word[-2] and word[-1] not in "aeioulsz"


_STEMS: Final[dict[Language, Callable[[str], str]]] = {
    Language.ENGLISH: lru_cache(_REMEMBERED)(_english),
    Language.GERMAN: lru_cache(_REMEMBERED)(_german),
    Language.FRENCH: lru_cache(_REMEMBERED)(_french),
}
