"""How much each part of a score counts, fitted by ``python -m bench.retrieval.fit``.

The figures of questions that were not fitted to are those of ``python -m bench retrieval``. None is changed by hand: an
order, a certainty and a threshold belong together.
"""

from collections.abc import Sequence
from typing import Final

from shared.projections.knowledge_index.ranking import Coefficients, Passage

#: For questions and passages whose tokens were compared.
ALIGNED: Final = Coefficients(
    order=(7.344, 5.05, 10.827, 8.598, 5.826, 2.073),
    certainty=(-5.635, -1.092, 3.744, 1.618, -4.847, 4.384, 3.888, 0.397, -0.72, 0.986),
    threshold=0.32,
)
#: For questions and documents that have vectors, and for what is to be read token by token.
MEANT: Final = Coefficients(
    order=(6.344, 8.663, 15.848, 0.0, 0.0, 0.0),
    certainty=(-6.893, -1.527, 4.843, 2.224, 0.0, 0.0, 0.0, 0.38, -0.947, 1.546),
    threshold=0.39,
)
#: While there is no model, or it does not answer.
LEXICAL: Final = Coefficients(
    order=(16.034, 7.292, 0.0, 0.0, 0.0, 0.0),
    certainty=(-6.598, 3.006, 3.059, 0.0, 0.0, 0.0, 0.0, 0.354, -0.881, 1.567),
    threshold=0.31,
)


def coefficients_for(passages: Sequence[Passage]) -> Coefficients:
    """Those of tokens as soon as one passage has some, and those of meaning as soon as one has a vector."""
    if any(each.parts.aligned is not None for each in passages):
        return ALIGNED
    return MEANT if any(each.parts.meaning is not None for each in passages) else LEXICAL
