"""How many of the nearest passages a search by meaning finds, against comparing every vector of the tenant.

The statement is the shipped one, asked with nothing but a vector, as the role and tenant that ask it. What is as near
as the last of those that are nearest counts as found.
"""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import psycopg

from bench.retrieval.corpus import NOW
from shared.adapters.embeddings.minilm import MiniLM
from shared.adapters.postgres.connection import Pool
from shared.adapters.postgres.projections.knowledge_index.queries import PostgresKnowledgeQueries
from shared.adapters.postgres.vectors import vector_text
from shared.kernel.ids import TenantId
from shared.ports.embedding import Vector
from shared.projections.knowledge_index.document import Kind
from shared.projections.knowledge_index.queries import PatternSearch
from shared.projections.knowledge_index.ranking import Coefficients, Judged, Passage, Wording

#: What somebody reads.
READ: Final = 10
#: Of a cosine: what rounding makes of equal ones.
_SAME: Final = 1e-6
#: No word of it is in any text.
_WORDLESS: Final = "…"
_ALL_COMPARED: Final = """
    SELECT 1 - (embedding <=> %(vector)s::vector) AS meaning FROM knowledge.embedding e
    WHERE tenant_id = %(tenant)s AND model = %(model)s AND (%(kinds)s::text[] IS NULL OR EXISTS (
        SELECT FROM knowledge_index.chunk c
        WHERE c.tenant_id = e.tenant_id AND c.content_hash = e.content_hash AND c.kind = ANY (%(kinds)s)
    ))
    ORDER BY meaning DESC LIMIT %(most)s
"""


def recall(
    url: str, reading: Pool, tenant: TenantId, texts: Sequence[str], *, kinds: frozenset[Kind] = frozenset()
) -> float:
    """From 0 to 1, over all questions: of the nearest ``READ`` passages those that are found."""
    with psycopg.connect(url) as connection:
        asking = Asking(connection, reading, tenant, (READ,), kinds)
        return statistics.fmean(asking.asked(vector).shares[0] for vector in MiniLM().embed(texts))


def share_found(found: Sequence[float], nearest: Sequence[float]) -> float:
    """From 0 to 1: how many cosines of ``nearest``, which is in descending order, ``found`` has as many of."""
    least = nearest[-1] - _SAME
    return min(sum(meaning >= least for meaning in found), len(nearest)) / len(nearest)


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
class Asked:
    """Of one question: recall from 0 to 1 of each count, and the milliseconds of both ways."""

    shares: tuple[float, ...]
    took: float
    compared: float


class Asking:
    """One tenant; ``counts``: of how many neighbours the share that is found is told, the largest last."""

    def __init__(
        self,
        connection: psycopg.Connection[tuple[float]],
        reading: Pool,
        tenant: TenantId,
        counts: Sequence[int],
        kinds: frozenset[Kind] = frozenset(),
    ) -> None:
        self.counts = counts
        self._connection = connection
        self._tenant, self._kinds = tenant, kinds
        self._given, self._heard = _Given(), _Heard()
        self._queries = PostgresKnowledgeQueries(reading, (self._given,), judge=self._heard.judged)

    def asked(self, vector: Vector) -> Asked:
        began = time.perf_counter()
        found = self._found(vector)
        between = time.perf_counter()
        nearest = self._nearest(vector)
        ended = time.perf_counter()
        shares = tuple(share_found(found, nearest[:count]) for count in self.counts)
        return Asked(shares, 1000 * (between - began), 1000 * (ended - between))

    def _found(self, vector: Vector) -> Sequence[float]:
        self._given.vector = vector
        self._queries.search_patterns(self._tenant, PatternSearch(symptoms=_WORDLESS, kinds=self._kinds), NOW)
        return self._heard.meanings

    def _nearest(self, vector: Vector) -> list[float]:
        parameters = {
            "tenant": self._tenant,
            "model": MiniLM.model,
            "vector": vector_text(vector),
            "most": self.counts[-1],
            "kinds": sorted(self._kinds) or None,
        }
        return [meaning for (meaning,) in self._connection.execute(_ALL_COMPARED, parameters)]
