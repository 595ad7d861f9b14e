"""What words and an embedder say of each question: the candidates that a search would judge, and which are right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bench.retrieval.fusion import Evidence
from bench.retrieval.lexical import Bm25, terms
from bench.retrieval.questions import Question
from bench.retrieval.units import Chunk
from bench.retrieval.vectors import vectors
from shared.ports.embedding import Embedder

Array = NDArray[np.float64]
#: So many of the best by words and of the nearest are judged.
_EACH = 30


@dataclass(frozen=True, slots=True)
class Asked:
    question: Question
    documents: tuple[str, ...]
    found: tuple[Evidence, ...]
    right: tuple[bool, ...]
    terms: int

    def only(self, change: Callable[[Evidence], Evidence]) -> "Asked":
        return replace(self, found=tuple(map(change, self.found)))


def words_only(of: Evidence) -> Evidence:
    return replace(of, nearness=0.0)


def meaning_only(of: Evidence) -> Evidence:
    return replace(of, words=0.0, covered=0.0)


def uncovered(of: Evidence) -> Evidence:
    return replace(of, covered=0.0)


def gathered(
    chunks: Sequence[Chunk], questions: Sequence[Question], embedder: Embedder | None, *, whole: bool = False
) -> list[Asked]:
    """``whole``: a vector of each chunk rather than of its windows."""
    lexical = Bm25(chunks)
    names = tuple(dict.fromkeys(chunk.document for chunk in chunks))
    number = {name: place for place, name in enumerate(names)}
    of_chunk = np.array([number[chunk.document] for chunk in chunks])
    near = _nearness(chunks, questions, embedder, of_chunk, whole=whole)
    asked = []
    for place, question in enumerate(questions):
        scores = lexical.scores(question.text)
        best = _best(scores.bm25, of_chunk, len(names))
        found = [(scores.bm25[chunk], scores.covered[chunk], near[place, of_chunk[chunk]]) for chunk in best]
        asked.append(_asked(question, names, np.array(found)))
    return asked


def _asked(question: Question, names: Sequence[str], of: Array) -> Asked:
    chosen = sorted({*np.argsort(-of[:, 0])[:_EACH].tolist(), *np.argsort(-of[:, 2])[:_EACH].tolist()})
    return Asked(
        question,
        tuple(names[each] for each in chosen),
        tuple(Evidence(words=float(w), covered=float(c), nearness=float(n)) for w, c, n in of[chosen]),
        tuple(names[each] in question.answers for each in chosen),
        len(set(terms(question.text))),
    )


def _best(scores: Array, group: NDArray[np.int64], groups: int) -> NDArray[np.int64]:
    """Of each group the place of its highest score."""
    order = np.argsort(scores, kind="stable")
    best = np.zeros(groups, np.int64)
    best[group[order]] = order
    return best


def _nearness(
    chunks: Sequence[Chunk],
    questions: Sequence[Question],
    embedder: Embedder | None,
    of_chunk: NDArray[np.int64],
    *,
    whole: bool,
) -> Array:
    """Of each question and document the cosine of the nearest window."""
    near = np.zeros((len(questions), int(of_chunk.max()) + 1))
    if embedder is None:
        return near
    texts = [
        (place, text) for place, chunk in enumerate(chunks) for text in ((chunk.text,) if whole else chunk.windows)
    ]
    cosines = vectors(embedder, [each.text for each in questions]) @ vectors(embedder, [text for _, text in texts]).T
    group = of_chunk[[place for place, _ in texts]]
    for row, of in enumerate(cosines):
        np.maximum.at(near[row], group, of)
    return near
