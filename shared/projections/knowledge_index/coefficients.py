"""How much each part of a score counts, fitted by ``python -m bench.retrieval.fit``.

The figures of questions that were not fitted to are those of ``python -m bench retrieval``. None is changed by hand: an
order, a certainty and a threshold belong together.
"""

from collections.abc import Sequence
from typing import Final

from shared.projections.knowledge_index.ranking import Coefficients, Passage

#: For questions and passages whose tokens were compared.
ALIGNED: Final = Coefficients(
    order=(6.92, 5.589, 11.088, 8.542, 6.679, 1.253),
    certainty=(-5.03, -1.015, 3.733, 1.72, -6.104, 5.149, 3.567, 0.384, -0.881, 1.041),
    threshold=0.38,
)
#: For questions and documents that have vectors, and for what is to be read token by token.
MEANT: Final = Coefficients(
    order=(5.661, 8.992, 15.626, 0.0, 0.0, 0.0),
    certainty=(-6.588, -1.162, 4.428, 2.102, 0.0, 0.0, 0.0, 0.375, -0.958, 1.481),
    threshold=0.37,
)
#: While there is no model, or it does not answer.
LEXICAL: Final = Coefficients(
    order=(15.634, 7.863, 0.0, 0.0, 0.0, 0.0),
    certainty=(-6.838, 3.245, 3.244, 0.0, 0.0, 0.0, 0.0, 0.359, -0.78, 1.608),
    threshold=0.28,
)


def coefficients_for(passages: Sequence[Passage]) -> Coefficients:
    """Those of tokens as soon as one passage has some, and those of meaning as soon as one has a vector."""
    if any(each.parts.aligned is not None for each in passages):
        return ALIGNED
    return MEANT if any(each.parts.meaning is not None for each in passages) else LEXICAL
