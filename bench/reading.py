"""Each question of a page at 1,000,000 alerts, 100,000 incidents and 100,000 chunks, against one row by its key.

``SRE_BENCH_SHARE=0.05`` fills a twentieth of that, in a minute.
"""

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from bench.database import a_database
from bench.filled import LARGE, SMALL, fill
from bench.filled.meanings import meanings
from bench.measure import RUNS, Result, percentile, result
from bench.nearest import recall
from bench.questions import QUESTIONS, Question
from bench.retrieval.corpus import PROSE
from bench.share import SENTENCES, size_of_share, telling
from shared.adapters.embeddings.minilm import MiniLM
from shared.adapters.postgres.connection import Pool, connect_pool, transaction
from shared.adapters.postgres.migrate import migrate
from shared.app.feed import FeedLimits
from shared.app.operations.query_services import QueryServices
from shared.bootstrap.dispatching import query_services

_WARM: Final = 6
_TIMES: Final = 20
_LIMIT_IS: Final = "one row by its key"
_ONE_ROW: Final = b"SELECT * FROM incident_timeline.incident WHERE tenant_id = %s AND incident_id = %s"


def run() -> Iterator[Result]:
    with a_database("reading") as database:
        migrate(database.url)
        with telling() as say:
            fill(database.url, size_of_share(), model=MiniLM.model, vectors=meanings(SENTENCES), say=say)
        with connect_pool(database.url, role="sre_query", application="bench", max_size=1) as pool:
            reads = query_services(pool, FeedLimits())
            for question in QUESTIONS:
                yield from _measured(question, reads, pool)
            texts = [each.text for each in PROSE.questions()]
            small = 100 * recall(database.url, pool, SMALL[3], texts)
            large = 100 * recall(database.url, pool, LARGE, texts)
    yield result("recall@10, 50 documents beside many", "%", [small])
    yield result("recall@10, the large tenant, by index", "%", [large])


def _measured(question: Question, reads: QueryServices, pool: Pool) -> Iterator[Result]:
    cursor = question.cursor(reads)
    ask = partial(question.ask, reads, cursor)
    for _ in range(_WARM):
        ask()
    times, keys = [_times(ask) for _ in range(RUNS)], [_times(lambda: _one_row(pool)) for _ in range(RUNS)]
    limits = [percentile(each, 0.5) for each in keys]
    yield result(f"{question}, p50", "ms", [percentile(each, 0.5) for each in times], limits, _LIMIT_IS)
    yield result(f"{question}, p95", "ms", [percentile(each, 0.95) for each in times], limits, _LIMIT_IS)


def _times(work: Callable[[], object]) -> list[float]:
    found = []
    for _ in range(_TIMES):
        started = time.perf_counter()
        work()
        found.append((time.perf_counter() - started) * 1000)
    return found


def _one_row(pool: Pool) -> object:
    with transaction(pool, LARGE) as connection:
        return connection.execute(_ONE_ROW, (LARGE, LARGE)).fetchall()
