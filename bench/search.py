"""Searching by words and meaning together among 10,000 and 100,000 chunks of one tenant, tokens read again as well.

Words and texts are those of ``bench/written.py``, vectors and tokens those of real sentences, the questions' too. What
the model takes to read a question is told apart: it is the same however much is known.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import psycopg

from bench.database import a_database
from bench.filled import indexes_afterwards
from bench.filled.knowledge import put_vectors
from bench.filled.meanings import meanings, sentences
from bench.measure import RUNS, Result, percentile, result
from bench.retrieval.corpus import PROSE
from bench.share import SENTENCES
from bench.written import NOW, TENANT, grow, imported, texts_and_questions
from shared.adapters.embeddings.minilm import MiniLM
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.migrate import migrate
from shared.adapters.postgres.projections.knowledge_index.queries import PostgresKnowledgeQueries
from shared.ports.embedding import Alignment, ReadText, TokenEmbedder, Vector
from shared.projections.knowledge_index.queries import PatternSearch

_SIZES: Final = (10_000, 100_000)
_QUESTIONS: Final = 60
#: So many make a passage of a usual length.
_SENTENCES_EACH: Final = 6
_LIMIT_IS: Final = "by words alone"


@dataclass
class _Prepared:
    """Stands in for the model: has read the question that comes next, and compares tokens as the model does."""

    question: ReadText
    _model: TokenEmbedder
    model: str = MiniLM.model
    dimensions: int = MiniLM.dimensions

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        return [self.question.vector for _ in texts]

    def read(self, texts: Sequence[str]) -> Sequence[ReadText]:
        return [self.question for _ in texts]

    def align(self, question: bytes, passages: Sequence[bytes]) -> Sequence[Alignment]:
        return self._model.align(question, passages)


def run() -> Iterator[Result]:
    texts, words = texts_and_questions(_QUESTIONS)
    model = MiniLM()
    meant, took = _read(model, [each.text for each in PROSE.questions()])
    yield result("search: the model reads the question, p50", "ms", took)
    with a_database("search") as database:
        migrate(database.url)
        with connect_pool(database.url, role="sre_projector", application="bench", max_size=1) as writing:
            imported(writing, texts)
        for size in _SIZES:
            grow(database.url, size)
            put_meanings(database.url, model)
            with connect_pool(database.url, role="sre_query", application="bench", max_size=1) as reading:
                prepared = _Prepared(meant[0], model)
                by_both = PostgresKnowledgeQueries(reading, (prepared,))
                by_words = PostgresKnowledgeQueries(reading, ())
                yield from _measured(size, words, meant, prepared, by_both, by_words)


def put_meanings(url: str, model: TokenEmbedder) -> None:
    """Vectors of all chunks, each its own, and tokens, which are the same for all: they are as long as real ones."""
    tokens = b"".join(each.tokens for each in model.read(sentences(_SENTENCES_EACH)))
    with psycopg.connect(url, autocommit=True) as connection:
        (count,) = connection.execute(_CHUNKS, (TENANT,)).fetchone() or (0,)
        connection.execute("TRUNCATE knowledge.embedding, knowledge.signature")
        with indexes_afterwards(connection, ["knowledge"]):
            put_vectors(connection, TENANT, model.model, meanings(SENTENCES)(int(str(count))), tokens)
        connection.execute("VACUUM ANALYZE")


def _read(model: TokenEmbedder, texts: Sequence[str]) -> tuple[list[ReadText], list[float]]:
    """Of questions that people would ask, as many as are needed; the median of the milliseconds of each run."""
    chosen = [texts[number * len(texts) // _QUESTIONS] for number in range(_QUESTIONS)]
    read: list[ReadText] = []
    took: list[float] = []
    for text in chosen:
        began = time.perf_counter()
        read.extend(model.read([text]))
        took.append(1000 * (time.perf_counter() - began))
    return read, [percentile(list(islice(took, start, None, RUNS)), 0.5) for start in range(RUNS)]


def _measured(
    size: int,
    words: Sequence[str],
    meant: Sequence[ReadText],
    prepared: _Prepared,
    by_both: PostgresKnowledgeQueries,
    by_words: PostgresKnowledgeQueries,
) -> Iterator[Result]:
    runs, limits = [], []
    # The first round fills the caches.
    for _ in range(RUNS + 1):
        took, alone = [], []
        for text, prepared.question in zip(words, meant, strict=True):
            alone.append(_milliseconds(by_words, text))
            took.append(_milliseconds(by_both, text))
        runs.append(took)
        limits.append(alone)
    for name, share in (("p50", 0.5), ("p95", 0.95)):
        values, of = ([percentile(each, share) for each in every[1:]] for every in (runs, limits))
        yield result(f"search: words and meaning, {size:,} chunks, {name}", "ms", values, of, _LIMIT_IS)


def _milliseconds(queries: PostgresKnowledgeQueries, text: str) -> float:
    began = time.perf_counter()
    queries.search_patterns(TENANT, PatternSearch(symptoms=text), NOW)
    return 1000 * (time.perf_counter() - began)


_CHUNKS = "SELECT count(DISTINCT content_hash) FROM knowledge_index.chunk WHERE tenant_id = %s"
_: type[TokenEmbedder] = _Prepared
