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
    certainty=(-7.397, -1.178, 5.048, 2.557, 0.499, -0.887, 1.627),
    threshold=0.37,
)
#: While there is no model, or it does not answer.
LEXICAL: Final = Coefficients(
    order=(16.034, 7.292, 0.0),
    certainty=(-7.008, 3.273, 3.304, 0.0, 0.449, -0.804, 1.661),
    threshold=0.34,
)


def coefficients_for(passages: Iterable[Passage]) -> Coefficients:
    """Those of meaning as soon as one passage has a vector."""
    return MEANT if any(each.parts.meaning is not None for each in passages) else LEXICAL
