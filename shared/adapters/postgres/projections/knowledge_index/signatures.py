"""A question's vector as signs and weights, to be compared with vectors of whose numbers only the signs are kept.

What is kept has one bit for each number, what asks has several: the question is no rounder than it must be, and
passages are as narrow as can be.
"""

from dataclasses import dataclass
from math import fsum

from shared.ports.embedding import Vector

#: A fourth finds no more.
LAYERS = 3


@dataclass(frozen=True, slots=True)
class Signs:
    weight: float
    signs: str
    """A digit for each number of the vector: 1 where it is above zero."""


def layers_of(vector: Vector) -> tuple[Signs, ...]:
    """Gives ``LAYERS`` of them; the sum of weight times sign (1 or -1) over all is about the vector."""
    found, rest = [], list(vector)
    for _ in range(LAYERS):
        weight = fsum(map(abs, rest)) / max(1, len(rest))
        found.append(Signs(weight, "".join("1" if each > 0 else "0" for each in rest)))
        rest = [each - weight if each > 0 else each + weight for each in rest]
    return tuple(found)
