"""How much each part of the evidence counts, fitted by ``python -m bench.retrieval.calibrate``.

The figures of held-out questions are those of ``python -m bench retrieval``. Do not change one by hand: an order, a
certainty and a threshold belong together.
"""

from typing import Final

from shared.projections.knowledge_index.fusion import Coefficients

#: For questions and documents that have vectors.
MEANT: Final = Coefficients(
    order=(2.196, 5.212, 13.965),
    certainty=(-6.745, 0.081, 4.233, -1.426, 0.348, -0.121, 5.301, 1.916),
    threshold=0.49,
)
#: While there is no model, or it does not answer.
LEXICAL: Final = Coefficients(
    order=(3.912, 4.421, 0.0),
    certainty=(-5.039, 1.481, 2.908, 0.0, 0.440, -0.543, 0.0, 0.338),
    threshold=0.39,
)
