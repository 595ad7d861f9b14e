"""The score of Okapi BM25 (Robertson and Zaragoza, 2009): how well a unit answers a question, by its words alone."""

from dataclasses import dataclass
from math import log

#: How soon one more occurrence adds nothing, and how much a long unit has to give back.
K1 = 1.2
B = 0.75


@dataclass(frozen=True, slots=True)
class Corpus:
    """All units of one tenant: how many there are, and how long they are together, in terms."""

    units: int
    length: int

    @property
    def mean_length(self) -> float:
        return self.length / self.units if self.units and self.length else 1.0


def rarity(units_with: int, units: int) -> float:
    """The inverse document frequency, never below zero; of a term that nothing has, that of half a unit."""
    return log(1 + (units - units_with + 0.5) / (units_with + 0.5))


def saturation(frequency: float, length: int, mean_length: float) -> float:
    """Between 0 and 1: how much of a term's rarity a unit gets that has the term so often."""
    if not frequency:
        return 0.0
    return frequency / (frequency + K1 * (1 - B + B * length / mean_length))
