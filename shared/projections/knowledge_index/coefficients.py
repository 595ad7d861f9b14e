"""How much each part of a score counts, fitted by ``python -m bench.retrieval.fit``.

The figures of questions that were not fitted to are those of ``python -m bench retrieval``. None is changed by hand: an
order, a certainty and a threshold belong together.
"""

from collections.abc import Iterable
from typing import Final

from shared.projections.knowledge_index.ranking import Coefficients, Passage

#: For questions and documents that have vectors.
MEANT: Final = Coefficients(
    order=(6.344, 8.663, 15.848),
    certainty=(-6.893, -1.527, 4.843, 2.224, 0.38, -0.947, 1.546),
    threshold=0.39,
)
#: While there is no model, or it does not answer.
LEXICAL: Final = Coefficients(
    order=(16.034, 7.292, 0.0),
    certainty=(-6.598, 3.006, 3.059, 0.0, 0.354, -0.881, 1.567),
    threshold=0.31,
)


def coefficients_for(passages: Iterable[Passage]) -> Coefficients:
    """Those of meaning as soon as one passage has a vector."""
    return MEANT if any(each.parts.meaning is not None for each in passages) else LEXICAL
