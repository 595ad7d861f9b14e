"""How many of the ten nearest documents a search by meaning finds, against comparing every vector of the tenant."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import psycopg

from bench.retrieval.corpus import NOW
from bench.retrieval.vectors import Remembered
from shared.adapters.embeddings.minilm import MiniLM
from shared.adapters.postgres.connection import Pool
from shared.adapters.postgres.projections.knowledge_index.queries import PostgresKnowledgeQueries
from shared.adapters.postgres.vectors import vector_text
from shared.kernel.ids import TenantId
from shared.projections.knowledge_index.document import Kind
from shared.projections.knowledge_index.queries import PatternSearch
from shared.projections.knowledge_index.ranking import Coefficients, Judged, Passage, Wording, judged

_NEAREST = 10
_ALL_COMPARED = """
    SELECT c.document_id FROM knowledge_index.chunk c JOIN knowledge.embedding e
        ON e.tenant_id = c.tenant_id AND e.model = %(model)s AND e.content_hash = c.content_hash
    WHERE c.tenant_id = %(tenant)s AND (%(kinds)s::text[] IS NULL OR c.kind = ANY (%(kinds)s))
    GROUP BY c.document_id ORDER BY min(e.embedding <=> %(vector)s::vector) LIMIT %(most)s
"""


def _by_meaning(passages: Sequence[Passage], wording: Wording, by: Coefficients) -> list[Judged]:
    """Nothing counts but nearness."""
    return judged(passages, wording, replace(by, order=(0.0, 0.0, 1000.0, 0.0, 0.0, 0.0)))


def recall(
    url: str, reading: Pool, tenant: TenantId, texts: Sequence[str], *, kinds: frozenset[Kind] = frozenset()
) -> float:
    """0…1, over all questions. Rounding in the index is part of what is measured."""
    model = MiniLM()
    # Without tokens: nothing is chosen to be read again, so that all that was found is judged.
    queries = PostgresKnowledgeQueries(reading, (Remembered(model),), judge=_by_meaning)
    found = wanted = 0
    with psycopg.connect(url) as connection:
        for text in texts:
            nearest = _compared(connection, tenant, model, text, kinds)
            search = PatternSearch(symptoms=text, weak=True, limit=_NEAREST, kinds=kinds)
            answer = queries.search_patterns(tenant, search, NOW)
            wanted += len(nearest)
            found += len(nearest & {hit.document_id for hit in answer.items})
    return found / wanted


def _compared(
    connection: psycopg.Connection[tuple[object, ...]],
    tenant: TenantId,
    model: MiniLM,
    text: str,
    kinds: frozenset[Kind],
) -> set[UUID]:
    parameters = {
        "model": model.model,
        "tenant": tenant,
        "kinds": sorted(kinds) or None,
        "vector": vector_text(model.embed([text])[0]),
        "most": _NEAREST,
    }
    return {UUID(str(row[0])) for row in connection.execute(_ALL_COMPARED, parameters)}
