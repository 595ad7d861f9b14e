"""Words that nobody wrote down, read as the known words that they are a slip of the fingers away from."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

#: Shorter words are near to too many others; a stem of this length may have two slips.
SHORTEST: Final = 4
_LONG: Final = 7
#: Readings of one word that are looked for.
_MOST_READINGS: Final = 3
#: Words of one question that are read as others.
MOST_MISSPELT: Final = 10


def slips_allowed(stem: str) -> int:
    return 2 if len(stem) >= _LONG else 1


def readings(stem: str, known: Mapping[str, int]) -> tuple[str, ...]:
    """The terms of ``known`` that are fewest slips from the stem, those of most units first; empty: none is near."""
    most = slips_allowed(stem)
    by_slips = ((slips(stem, term, most), -units, term) for term, units in known.items())
    near = sorted(each for each in by_slips if each[0] <= most)
    return tuple(term for count, _, term in near[:_MOST_READINGS] if count == near[0][0])


def slips(one: str, other: str, most: int) -> int:
    """The letters to leave out, put in, replace or swap with the next one between two words; above ``most``: more.

    This is the optimal string alignment distance (Damerau 1964).
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, last = list[int](), list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        row = [place]
        for at, its in enumerate(other, start=1):
            least = min(last[at] + 1, row[-1] + 1, last[at - 1] + (letter != its))
            if place > 1 and at > 1 and letter == other[at - 2] and one[place - 2] == its:
                least = min(least, before[at - 2] + 1)
            row.append(least)
        before, last = last, row
    return last[-1]


def misspelt(words: Iterable[str]) -> Sequence[str]:
    """Of words that are unknown, those that may be slips: long enough, and of letters alone."""
    return [word for word in words if len(word) >= SHORTEST and word.isalpha()][:MOST_MISSPELT]
