"""Searching by words alone among 10,000 and 100,000 chunks of one tenant, and documents a second to their words."""

import statistics
import time
from collections.abc import Iterator, Sequence

from bench.database import a_database
from bench.measure import Result, result
from bench.written import NOW, TENANT, grow, imported, texts_and_questions
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.migrate import migrate
from shared.adapters.postgres.projections.knowledge_index.queries import PostgresKnowledgeQueries
from shared.projections.knowledge_index.queries import PatternSearch

_SIZES = (10_000, 100_000)
_QUESTIONS, _ROUNDS = 60, 5


def run() -> Iterator[Result]:
    texts, questions = texts_and_questions(_QUESTIONS)
    with a_database("words") as database:
        migrate(database.url)
        writing = connect_pool(database.url, role="sre_projector", application="bench", max_size=1)
        reading = connect_pool(database.url, role="sre_query", application="bench", max_size=1)
        yield result("words: import to words", "docs/s", imported(writing, texts))
        for size in _SIZES:
            grow(database.url, size)
            p50, p95 = _asked(reading, questions)
            yield result(f"words: search among {size:,} chunks, p50", "ms", p50)
            yield result(f"words: search among {size:,} chunks, p95", "ms", p95)
        reading.close()
        writing.close()


def _asked(reading: Pool, questions: Sequence[str]) -> tuple[list[float], list[float]]:
    queries = PostgresKnowledgeQueries(reading, ())
    p50, p95 = [], []
    for _ in range(_ROUNDS + 1):
        took = []
        for question in questions:
            began = time.perf_counter()
            queries.search_patterns(TENANT, PatternSearch(symptoms=question), NOW)
            took.append(1000 * (time.perf_counter() - began))
        p50.append(statistics.median(took))
        p95.append(statistics.quantiles(took, n=20)[-1])
    # The first round fills the caches.
    return p50[1:], p95[1:]
