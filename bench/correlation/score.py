"""Pairs of alerts that were put together, against those that belong together."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import comb


@dataclass(frozen=True, slots=True)
class Pairs:
    """Counts: put together rightly, put together at all, and belonging together. Several mixes may be added up."""

    right: int = 0
    made: int = 0
    true: int = 0

    def __add__(self, other: "Pairs") -> "Pairs":
        return Pairs(self.right + other.right, self.made + other.made, self.true + other.true)

    @property
    def precision(self) -> float:
        return self.right / self.made if self.made else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def pairs(made: Sequence[Hashable], true: Sequence[Hashable]) -> Pairs:
    """Of each alert, in one order: the group that it was put into, and the one that it belongs to."""
    both = Counter(zip(made, true, strict=True))
    return Pairs(*(sum(comb(count, 2) for count in each.values()) for each in (both, Counter(made), Counter(true))))
