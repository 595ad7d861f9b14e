"""How much each part of the evidence counts, fitted by ``python -m bench.retrieval.calibrate``.

The figures of held-out questions are those of ``python -m bench retrieval``. Do not change one by hand: an order, a
certainty and a threshold belong together.
"""

from typing import Final

from bench.retrieval.fusion import Coefficients

#: For questions and documents that have vectors.
MEANT: Final = Coefficients(
    order=(2.149, 5.309, 9.646, 9.444),
    certainty=(-6.551, 0.163, 4.109, -1.323, 0.370, -0.187, 4.931, 1.790),
    threshold=0.4,
)
#: While there is no model, or it does not answer.
LEXICAL: Final = Coefficients(
    order=(3.912, 4.421, 0.0, 0.0),
    certainty=(-5.039, 1.481, 2.908, 0.0, 0.440, -0.543, 0.0, 0.338),
    threshold=0.39,
)
