"""``python -m bench.retrieval.calibrate [EMBEDDER]``: the coefficients of ``knowledge_index/coefficients.py``.

Fitted to all questions; how they do on questions that they were not fitted to is measured by ``bench retrieval``.
"""

import sys
from collections.abc import Iterable

from bench.retrieval.corpus import documents, questions
from bench.retrieval.embedders import embedders
from bench.retrieval.evidence import gathered, words_only
from bench.retrieval.fitting import fit
from bench.retrieval.fusion import Coefficients
from bench.retrieval.units import chunks_of


def main(arguments: list[str]) -> int:
    embedder = embedders()[arguments[0] if arguments else "minilm"]
    asked = gathered(chunks_of(documents()), questions(), embedder)
    _show("MEANT", fit(asked))
    _show("LEXICAL", fit([each.only(words_only) for each in asked]))
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
    sys.exit(main(sys.argv[1:]))
