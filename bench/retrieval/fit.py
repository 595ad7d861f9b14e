"""``python -m bench.retrieval.fit``: the coefficients of ``knowledge_index/coefficients.py``.

Fitted to all questions of the large corpus; how they do on questions that they were not fitted to is measured by
``python -m bench retrieval``.
"""

import sys
from collections.abc import Iterable

from bench.retrieval.evidence import gathered
from bench.retrieval.fitting import fit
from shared.adapters.embeddings.minilm import MiniLM
from shared.projections.knowledge_index.ranking import Coefficients


def main() -> int:
    _show("ALIGNED", fit(gathered(MiniLM())))
    _show("MEANT", fit(gathered(MiniLM(), without_tokens=True)))
    _show("LEXICAL", fit(gathered(None)))
    return 0


def _show(name: str, of: Coefficients) -> None:
    print(f"{name}: Final = Coefficients(")
    print(f"    order={_rounded(of.order)},")
    print(f"    certainty={_rounded(of.certainty)},")
    print(f"    threshold={of.threshold},")
    print(")")


def _rounded(numbers: Iterable[float]) -> tuple[float, ...]:
    return tuple(round(number, 3) for number in numbers)


if __name__ == "__main__":
    sys.exit(main())
