"""How many of the nearest vectors a search by meaning finds among 100,000 chunks, and what it takes.

Ten neighbours are what somebody reads, a hundred what is judged together with words. ``SRE_BENCH_SHARE=0.2`` fills a
fifth.
"""

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import psycopg
from rich.console import Console
from rich.progress import track

from bench.database import a_database
from bench.filled import FEW, LARGE, SMALL, Size, fill
from bench.filled.meanings import meanings
from bench.measure import RUNS, Result, result
from bench.nearest import READ, Asking
from bench.retrieval.corpus import PROSE
from bench.share import SENTENCES, size_of_share, telling
from shared.adapters.embeddings.minilm import MiniLM
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.migrate import migrate
from shared.adapters.postgres.projections.lexical import POOL
from shared.ports.embedding import Vector

_EACH_RUN: Final = 40
_CHUNKS_OF_SMALL: Final = 300
_LIMIT_IS: Final = "every vector compared"


def run() -> Iterator[Result]:
    rows = replace(FEW, chunks=size_of_share().chunks)
    asked = _vectors()
    with a_database("recall") as database:
        migrate(database.url)
        with telling() as say:
            _filled(database.url, rows, say)
        with (
            connect_pool(database.url, role="sre_query", application="bench", max_size=1) as pool,
            psycopg.connect(database.url) as connection,
        ):
            small = Asking(connection, pool, SMALL[3], (READ, POOL))
            large = Asking(connection, pool, LARGE, (READ, POOL))
            yield from _measured(small, f"{_CHUNKS_OF_SMALL} chunks beside {rows.chunks:,}", asked)
            yield from _measured(large, f"{rows.chunks:,} chunks", asked)


def _vectors() -> list[Vector]:
    """Of questions that people would ask; every run has its own, spread over the corpus."""
    texts = [each.text for each in PROSE.questions()]
    most = RUNS * _EACH_RUN
    return list(MiniLM().embed([texts[number * len(texts) // most] for number in range(most)]))


def _filled(url: str, rows: Size, say: Any) -> None:
    few = replace(FEW, chunks=_CHUNKS_OF_SMALL)
    fill(url, rows, few=few, model=MiniLM.model, vectors=meanings(SENTENCES), say=say)


def _measured(asking: Asking, of: str, asked: Sequence[Vector]) -> Iterator[Result]:
    """``RUNS`` runs of equally many questions each, after those of the first that fill the caches."""
    for vector in asked[:_EACH_RUN]:
        asking.asked(vector)
    rows = [asking.asked(vector) for vector in track(asked, of, console=Console(stderr=True), transient=True)]
    runs = [rows[start : start + _EACH_RUN] for start in range(0, len(rows), _EACH_RUN)]
    for place, count in enumerate(asking.counts):
        shares = [100 * statistics.fmean(row.shares[place] for row in one) for one in runs]
        yield result(f"recall@{count}, {of}", "%", shares)
    took = [statistics.median(row.took for row in one) for one in runs]
    limits = [statistics.median(row.compared for row in one) for one in runs]
    yield result(f"by meaning, {of}, p50", "ms", took, limits, _LIMIT_IS)
