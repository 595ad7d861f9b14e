"""How good the search is: by the shipped path, and by each way to judge what it finds."""

from collections.abc import Iterator, Sequence

from bench.measure import Result
from bench.retrieval.compare import cross_validated, curve, results, systems
from bench.retrieval.corpus import HELD_OUT, PROSE, Corpus
from bench.retrieval.costs import costs
from bench.retrieval.documentation import DOCUMENTATION, is_fetched
from bench.retrieval.embedders import embedders
from bench.retrieval.index import Index, an_index
from bench.retrieval.measures import Answer
from bench.retrieval.questions import Question
from bench.retrieval.words_first import words_first
from shared.adapters.embeddings.minilm import MiniLM
from shared.ports.embedding import Embedder


def run() -> Iterator[Result]:
    """Each system by cross-validation first, so that no figure is of a question that was fitted to; then what is
    shipped, which is fitted to all of the large corpus, on what nothing was ever fitted to: the small one, and others'
    documentation where it has been fetched (``python -m bench.retrieval.documentation``).
    """
    yield from costs()
    of: dict[str, list[Answer]] = {}
    for system, evidence in systems(embedders()):
        answers = of[system] = cross_validated(evidence)
        yield from results(system, answers)
        yield from curve(system, answers)
    yield from words_first(of["words"], of["words + minilm, tokens"])
    unfitted = {"other corpus": HELD_OUT, **({"documentation": DOCUMENTATION} if is_fetched() else {})}
    for name, corpus in unfitted.items():
        yield from results(f"as shipped, words, {name}", as_shipped(corpus))
        yield from results(f"as shipped, {name}", as_shipped(corpus, MiniLM()))


def as_shipped(corpus: Corpus = PROSE, embedder: Embedder | None = None) -> Sequence[Answer]:
    with an_index(corpus, embedder) as index:
        return [_answer(question, index) for question in corpus.questions()]


def _answer(question: Question, index: Index) -> Answer:
    answer = index.asked(question.text)
    ranked = [index.names[hit.document_id] for hit in answer.items]
    place = next((place for place, name in enumerate(ranked, start=1) if name in question.answers), None)
    return Answer(question, place, answer.best or 0.0, answer.threshold)
