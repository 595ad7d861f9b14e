"""Vectors in PostgreSQL, one per tenant, model and text, whatever document the text stands in."""

# ruff: noqa: S608 - what is put in are our own texts and numbers

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import pgvector

from shared.adapters.postgres.connection import Pool, sweep, transaction
from shared.kernel.batches import grouped
from shared.kernel.ids import TenantId
from shared.ports.embedding import Vector
from shared.ports.vectors import Missing, VectorStore, WaitingDocument, WantedModel

#: Beyond that it says enough that there are many.
MOST_COUNTED = 1_000


def _unread(tenant: str, model: str, tokens: str) -> str:
    """Says that nobody has read the text of the chunk ``c``: no vector of the model is there, or no tokens are."""
    return f"""NOT EXISTS (
        SELECT FROM knowledge.embedding e
        WHERE e.tenant_id = {tenant} AND e.model = {model} AND e.content_hash = c.content_hash
            AND (e.tokens IS NOT NULL OR NOT {tokens})
    )"""


_ANNOUNCE = f"""
    INSERT INTO knowledge.waiting AS w (tenant_id, document_id, due_at)
    SELECT DISTINCT %(tenant)s::uuid, c.document_id, statement_timestamp() + asked.rest_s * interval '1 second'
    FROM unnest(%(documents)s::uuid[], %(rests)s::float8[]) AS asked(document_id, rest_s)
    CROSS JOIN LATERAL (
        SELECT document_id, content_hash FROM knowledge_index.chunk
        WHERE tenant_id = %(tenant)s AND document_id = asked.document_id OFFSET 0
    ) AS c
    CROSS JOIN unnest(%(models)s::text[], %(tokens)s::bool[]) AS wanted(model, tokens)
    WHERE {_unread("%(tenant)s", "wanted.model", "wanted.tokens")}
    ON CONFLICT (tenant_id, document_id) DO UPDATE
    SET since = clock_timestamp(),
        due_at = least(excluded.due_at, w.first_at + %(longest_s)s * interval '1 second')
"""
_MISSING = f"""
    SELECT DISTINCT c.tenant_id, c.document_id, c.kind
    FROM knowledge_index.chunk c CROSS JOIN unnest(%(models)s::text[], %(tokens)s::bool[]) AS wanted(model, tokens)
    WHERE {_unread("c.tenant_id", "wanted.model", "wanted.tokens")} AND NOT EXISTS (
        SELECT FROM knowledge.waiting w WHERE w.tenant_id = c.tenant_id AND w.document_id = c.document_id
    )
    LIMIT %(limit)s
"""
# Tenants by one descent of the index each; of every one its first before a second one of any.
_WAITING = """
    WITH RECURSIVE tenants AS (
        (SELECT tenant_id FROM knowledge.waiting ORDER BY tenant_id LIMIT 1)
        UNION ALL
        SELECT later.tenant_id
        FROM tenants t CROSS JOIN LATERAL (
            SELECT w.tenant_id FROM knowledge.waiting w WHERE w.tenant_id > t.tenant_id ORDER BY w.tenant_id LIMIT 1
        ) later
    )
    SELECT t.tenant_id, w.document_id, w.since
    FROM tenants t
    CROSS JOIN LATERAL (
        SELECT document_id, since, due_at, row_number() OVER (ORDER BY due_at) AS place
        FROM (
            SELECT document_id, since, due_at FROM knowledge.waiting
            WHERE tenant_id = t.tenant_id AND due_at <= statement_timestamp() ORDER BY due_at LIMIT %(limit)s
        ) AS first
    ) AS w
    WHERE t.tenant_id <> ALL (%(without)s::uuid[])
    ORDER BY w.place, w.due_at LIMIT %(limit)s
"""
_TEXTS = f"""
    SELECT DISTINCT ON (c.content_hash) c.content_hash, c.text
    FROM unnest(%(documents)s::uuid[]) AS asked(document_id)
    CROSS JOIN LATERAL (
        SELECT content_hash, text FROM knowledge_index.chunk
        WHERE tenant_id = %(tenant)s AND document_id = asked.document_id OFFSET 0
    ) AS c
    WHERE {_unread("%(tenant)s", "%(model)s", "%(tokens)s")}
"""
_KEEP = """
    INSERT INTO knowledge.embedding AS e (tenant_id, model, content_hash, embedding, tokens)
    SELECT %(tenant)s, %(model)s, hash, text::vector, tokens
    FROM unnest(%(hashes)s::text[], %(vectors)s::text[], %(tokens)s::bytea[]) AS given(hash, text, tokens)
    ON CONFLICT (tenant_id, model, content_hash) DO UPDATE SET tokens = excluded.tokens
    WHERE e.tokens IS NULL AND excluded.tokens IS NOT NULL
"""
_SETTLE = """
    DELETE FROM knowledge.waiting w USING unnest(%(documents)s::uuid[], %(since)s::timestamptz[]) AS done(id, since)
    WHERE w.tenant_id = %(tenant)s AND w.document_id = done.id AND w.since = done.since
"""


#: For the role ``sre_query``: documents of the tenant, of these kinds if any are given, that wait for their vectors.
WAITING_OF_KINDS = f"""
    SELECT count(*) AS waiting FROM (
        SELECT FROM knowledge.waiting w
        JOIN knowledge_index.document d ON d.tenant_id = w.tenant_id AND d.document_id = w.document_id
        WHERE w.tenant_id = %(tenant)s AND d.searchable AND (%(kinds)s::text[] IS NULL OR d.kind = ANY (%(kinds)s))
        LIMIT {MOST_COUNTED}
    ) AS counted
"""


class PostgresVectors:
    """Keeps vectors in the knowledge index, as the role sre_projector."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def announce(
        self, tenant_id: TenantId, rests: Mapping[UUID, float], models: Sequence[WantedModel], *, longest_s: float
    ) -> None:
        parameters: dict[str, object] = {
            "tenant": tenant_id,
            "documents": list(rests),
            "rests": list(rests.values()),
            "longest_s": longest_s,
        } | _wanted(models)
        with transaction(self._pool, tenant_id) as connection:
            connection.execute(_ANNOUNCE, parameters)

    def missing(self, models: Sequence[WantedModel], limit: int) -> Sequence[Missing]:
        parameters = _wanted(models) | {"limit": limit}
        with sweep(self._pool) as connection:
            # Reads everything there is; the role's plans by key would look each row up.
            connection.execute("SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on")
            rows = connection.execute(_MISSING, parameters).fetchall()
        return [Missing(TenantId(tenant), document, kind) for tenant, document, kind in rows]

    def waiting(self, limit: int, *, without: Collection[TenantId] = ()) -> Sequence[WaitingDocument]:
        with sweep(self._pool) as connection:
            rows = connection.execute(_WAITING, {"limit": limit, "without": list(without)}).fetchall()
        return [WaitingDocument(TenantId(tenant), document, since) for tenant, document, since in rows]

    def texts(self, tenant_id: TenantId, documents: Sequence[UUID], model: WantedModel) -> Mapping[str, str]:
        parameters = {
            "tenant": tenant_id,
            "documents": list(documents),
            "model": model.name,
            "tokens": model.tokens,
        }
        with transaction(self._pool, tenant_id) as connection:
            return dict(connection.execute(_TEXTS, parameters).fetchall())

    def keep(self, tenant_id: TenantId, model: str, vectors: Mapping[str, Vector], tokens: Mapping[str, bytes]) -> None:
        parameters = {
            "tenant": tenant_id,
            "model": model,
            "hashes": list(vectors),
            "vectors": [vector_text(vector) for vector in vectors.values()],
            "tokens": [tokens.get(content_hash) for content_hash in vectors],
        }
        with transaction(self._pool, tenant_id) as connection:
            connection.execute(_KEEP, parameters)

    def settle(self, waited: Sequence[WaitingDocument]) -> None:
        for tenant_id, mine in grouped(waited, lambda each: each.tenant_id):
            parameters = {
                "tenant": tenant_id,
                "documents": [each.document_id for each in mine],
                "since": [each.since for each in mine],
            }
            with transaction(self._pool, tenant_id) as connection:
                connection.execute(_SETTLE, parameters)


def _wanted(models: Sequence[WantedModel]) -> dict[str, object]:
    return {"models": [each.name for each in models], "tokens": [each.tokens for each in models]}


def vector_text(vector: Vector) -> str:
    """Writes a vector as the database reads it."""
    text: str = pgvector.Vector(list(vector)).to_text()
    return text


_: type[VectorStore] = PostgresVectors
