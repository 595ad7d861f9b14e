"""What the search itself says of each question: the passages that it judges, and which of them are right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bench.retrieval.corpus import PROSE, Corpus
from bench.retrieval.index import Index, an_index
from bench.retrieval.questions import Question
from shared.ports.embedding import Embedder
from shared.projections.knowledge_index.queries import ScoreParts
from shared.projections.knowledge_index.ranking import Coefficients, Judged, Passage, Wording


@dataclass(frozen=True, slots=True)
class Asked:
    question: Question
    passages: tuple[Passage, ...]
    right: frozenset[object]
    """Ids of documents that answer it."""
    wording: Wording

    def only(self, change: Callable[[ScoreParts], ScoreParts]) -> "Asked":
        return replace(self, passages=tuple(replace(each, parts=change(each.parts)) for each in self.passages))


def meaning_only(of: ScoreParts) -> ScoreParts:
    return replace(of, words=0.0, covered=0.0, names=0.0)


def uncovered(of: ScoreParts) -> ScoreParts:
    return replace(of, covered=0.0)


def gathered(embedder: Embedder | None, corpus: Corpus = PROSE, *, without_tokens: bool = False) -> list[Asked]:
    with an_index(corpus, embedder, without_tokens=without_tokens) as index:
        return [_asked(index, question) for question in corpus.questions()]


def _asked(index: Index, question: Question) -> Asked:
    seen: list[tuple[Sequence[Passage], Wording]] = []

    def look(passages: Sequence[Passage], wording: Wording, _by: Coefficients) -> list[Judged]:
        seen.append((passages, wording))
        return []

    index.asked(question.text, look)
    ((passages, wording),) = seen
    right = frozenset(each for each, name in index.names.items() if name in question.answers)
    return Asked(question, tuple(passages), right, wording)
