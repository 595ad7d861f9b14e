"""How many of the nearest vectors a search by meaning finds among 100,000 chunks, against comparing every vector.

The statement is the shipped one, asked with nothing but a vector, as the role and tenant that ask it: ten neighbours
are what somebody reads, a hundred what is judged together with words. What is as near as the last of those that are
nearest counts as found. ``SRE_BENCH_SHARE=0.2`` fills a fifth.
"""

import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import psycopg
from rich.console import Console
from rich.progress import track

from bench.database import a_database
from bench.filled import FEW, LARGE, SMALL, Size, fill
from bench.filled.meanings import meanings
from bench.measure import RUNS, Result, result
from bench.retrieval.corpus import NOW, questions
from bench.share import SENTENCES, size_of_share, telling
from shared.adapters.embeddings.minilm import MiniLM
from shared.adapters.postgres.connection import Pool, connect_pool
from shared.adapters.postgres.migrate import migrate
from shared.adapters.postgres.projections.knowledge_index.queries import PostgresKnowledgeQueries
from shared.adapters.postgres.projections.lexical import POOL
from shared.adapters.postgres.vectors import vector_text
from shared.kernel.ids import TenantId
from shared.ports.embedding import Vector
from shared.projections.knowledge_index.queries import PatternSearch
from shared.projections.knowledge_index.ranking import Coefficients, Judged, Passage, Wording

_READ: Final = 10
_EACH_RUN: Final = 40
#: Of a cosine: what rounding makes of equal ones.
_SAME: Final = 1e-6
#: No word of it is in any text.
_WORDLESS: Final = "…"
_CHUNKS_OF_SMALL: Final = 300
_LIMIT_IS: Final = "every vector compared"
_ALL_COMPARED: Final = """
    SELECT 1 - (embedding <=> %(vector)s::vector) AS meaning FROM knowledge.embedding
    WHERE tenant_id = %(tenant)s AND model = %(model)s ORDER BY meaning DESC LIMIT %(most)s
"""


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
            small = _Asking(connection, pool, SMALL[3], (_READ, POOL))
            large = _Asking(connection, pool, LARGE, (_READ, POOL))
            yield from small.measured(f"{_CHUNKS_OF_SMALL} chunks beside {rows.chunks:,}", asked)
            yield from large.measured(f"{rows.chunks:,} chunks", asked)


def share_found(found: Sequence[float], nearest: Sequence[float]) -> float:
    """From 0 to 1: how many cosines of ``nearest``, which is in descending order, ``found`` has as many of."""
    least = nearest[-1] - _SAME
    return min(sum(meaning >= least for meaning in found), len(nearest)) / len(nearest)


def _vectors() -> list[Vector]:
    """Of questions that people would ask; every run has its own, spread over the corpus."""
    texts = [each.text for each in questions()]
    most = RUNS * _EACH_RUN
    return list(MiniLM().embed([texts[number * len(texts) // most] for number in range(most)]))


def _filled(url: str, rows: Size, say: Any) -> None:
    few = replace(FEW, chunks=_CHUNKS_OF_SMALL)
    fill(url, rows, few=few, model=MiniLM.model, vectors=meanings(SENTENCES), say=say)


@dataclass
class _Given:
    """Stands in for the model: gives the vector that was put into it."""

    vector: Vector = ()
    model: str = MiniLM.model
    dimensions: int = MiniLM.dimensions

    def embed(self, texts: Sequence[str]) -> Sequence[Vector]:
        return [self.vector for _ in texts]


@dataclass
class _Heard:
    """Stands in for the judgment: keeps the cosines of what it was to judge, and lets none through."""

    meanings: list[float] = field(default_factory=list)

    def judged(self, passages: Sequence[Passage], _wording: Wording, _by: Coefficients) -> Sequence[Judged]:
        self.meanings = [each.parts.meaning or 0.0 for each in passages]
        return ()


@dataclass(frozen=True)
class _Row:
    """Of one question: recall from 0 to 1 of each count, and the milliseconds of both ways."""

    shares: tuple[float, ...]
    took: float
    compared: float


class _Asking:
    """One tenant; ``counts``: of how many neighbours the share that is found is told, the largest last."""

    def __init__(
        self, connection: psycopg.Connection[tuple[float]], reading: Pool, tenant: TenantId, counts: Sequence[int]
    ) -> None:
        self._connection = connection
        self._tenant, self._counts = tenant, counts
        self._given, self._heard = _Given(), _Heard()
        self._queries = PostgresKnowledgeQueries(reading, (self._given,), judge=self._heard.judged)

    def measured(self, of: str, asked: Sequence[Vector]) -> Iterator[Result]:
        """``RUNS`` runs of equally many questions each, after those of the first that fill the caches."""
        for vector in asked[:_EACH_RUN]:
            self._found(vector)
        rows = [self._asked(vector) for vector in track(asked, of, console=Console(stderr=True), transient=True)]
        runs = [rows[start : start + _EACH_RUN] for start in range(0, len(rows), _EACH_RUN)]
        for place, count in enumerate(self._counts):
            shares = [100 * statistics.fmean(row.shares[place] for row in one) for one in runs]
            yield result(f"recall@{count}, {of}", "%", shares)
        took = [statistics.median(row.took for row in one) for one in runs]
        limits = [statistics.median(row.compared for row in one) for one in runs]
        yield result(f"by meaning, {of}, p50", "ms", took, limits, _LIMIT_IS)

    def _asked(self, vector: Vector) -> _Row:
        began = time.perf_counter()
        found = self._found(vector)
        between = time.perf_counter()
        nearest = self._nearest(vector)
        ended = time.perf_counter()
        shares = tuple(share_found(found, nearest[:count]) for count in self._counts)
        return _Row(shares, 1000 * (between - began), 1000 * (ended - between))

    def _found(self, vector: Vector) -> Sequence[float]:
        self._given.vector = vector
        self._queries.search_patterns(self._tenant, PatternSearch(symptoms=_WORDLESS), NOW)
        return self._heard.meanings

    def _nearest(self, vector: Vector) -> list[float]:
        parameters = {
            "tenant": self._tenant,
            "model": MiniLM.model,
            "vector": vector_text(vector),
            "most": self._counts[-1],
        }
        return [meaning for (meaning,) in self._connection.execute(_ALL_COMPARED, parameters)]
