"""Documents of the knowledge index, their chunks and the vectors of these."""

import struct
from collections.abc import Iterable
from uuid import UUID

import numpy as np
import psycopg
from numpy.typing import NDArray

Array = NDArray[np.float32]

# One chunk each. A third are the first incidents, under their own ids.
_DOCUMENTS = """
    WITH numbered AS (
        SELECT g, now() - g * (interval '900 days' / %(chunks)s::bigint) AS at,
            (ARRAY['incident', 'runbook', 'postmortem'])[1 + g %% 3] AS kind
        FROM generate_series(0, %(chunks)s::bigint - 1) g
    )
    INSERT INTO knowledge_index.document (
        tenant_id, document_id, kind, ref, title, status, searchable, succeeded, failed, tags, service_ids, context,
        names, incident_id, occurred_at, updated_at, sections, version
    )
    SELECT %(tenant)s::uuid, CASE WHEN kind = 'incident' AND g / 3 < %(incidents)s::bigint
            THEN md5(concat(%(tenant)s::uuid, 'incident', 1 + g / 3))::uuid
            ELSE md5(concat(%(tenant)s::uuid, 'document', g))::uuid END,
        kind, kind || '-' || g, 'Trouble with shard ' || g %% 1000, 'published', true, 0, 0,
        ARRAY['zone-' || g %% 50], ARRAY[md5(concat(%(tenant)s::uuid, 'service', 1 + g %% 10))::uuid], '', '{}',
        CASE WHEN kind = 'postmortem' AND g / 3 < %(incidents)s::bigint
            THEN md5(concat(%(tenant)s::uuid, 'incident', 1 + g / 3))::uuid END,
        at, at, jsonb_build_array(jsonb_build_object('heading', '', 'text', 'checkout answers 502')), 1
    FROM numbered
"""

_CHUNKS = """
    INSERT INTO knowledge_index.chunk (
        tenant_id, document_id, ordinal, kind, heading, text, content_hash
    )
    SELECT tenant_id, document_id, 0, kind, '',
        concat_ws(' ', title,
            (ARRAY['checkout', 'ledger', 'search', 'gateway', 'billing', 'identity', 'catalog', 'shipping', 'reports',
                'mail'])[1 + n * 7 %% 10],
            (ARRAY['answers slowly', 'answers 502 after the deploy', 'is out of memory', 'does not start',
                'loses messages', 'waits for locks', 'has no disk left'])[1 + n %% 7],
            'shard', n / 13, 'was looked at by the team and then rolled back, ticket', to_hex(n * 2654435761)),
        md5(concat(%(tenant)s::uuid, 'chunk', n))
    FROM (
        SELECT *, split_part(ref, '-', 2)::bigint AS n FROM knowledge_index.document
        WHERE tenant_id = %(tenant)s::uuid
    ) numbered
"""

# Words as they are, and two names of each.
_UNITS = """
    INSERT INTO knowledge_index.unit (tenant_id, owner_id, ordinal, kind, length, terms)
    SELECT tenant_id, document_id, ordinal, kind, length(terms), terms
    FROM (
        SELECT *, (to_tsvector('pg_catalog.simple', text) || to_tsvector('pg_catalog.simple', concat_ws(' ', title)))
            || array_to_tsvector(ARRAY['=alert-' || n %% 300, '=pod-' || n]) AS terms
        FROM (
            SELECT c.*, d.title, split_part(d.ref, '-', 2)::bigint AS n
            FROM knowledge_index.chunk c JOIN knowledge_index.document d USING (tenant_id, document_id)
            WHERE c.tenant_id = %(tenant)s::uuid
        ) numbered
    ) analysed
"""

# One voice on every tenth document.
_FEEDBACK = """
    INSERT INTO knowledge_index.feedback (
        tenant_id, feedback_id, family, voice, document_id, is_right, occurred_at, version
    )
    SELECT tenant_id, md5(concat(document_id, 'feedback'))::uuid, left(md5(title), 16), 'human:ana', document_id,
        n %% 3 <> 0, now() - n * interval '1 minute', 1
    FROM (
        SELECT *, split_part(ref, '-', 2)::bigint AS n FROM knowledge_index.document
        WHERE tenant_id = %(tenant)s::uuid
    ) numbered
    WHERE n %% 10 = 0
"""

STATEMENTS = (_DOCUMENTS, _CHUNKS, _UNITS, _FEEDBACK)

_HASHES = "SELECT DISTINCT content_hash FROM knowledge_index.chunk WHERE tenant_id = %s ORDER BY content_hash"
_COPY = "COPY knowledge.embedding (tenant_id, model, content_hash, embedding, tokens) FROM STDIN BINARY"

_NULL = struct.pack("!i", -1)


def put_vectors(
    connection: psycopg.Connection[tuple[object, ...]],
    tenant: UUID,
    model: str,
    vectors: Iterable[Array],
    tokens: bytes | None = None,
) -> None:
    """One for each text of the tenant, in the order of their hashes; ``tokens``: the same ones for all."""
    rest = _NULL if tokens is None else struct.pack("!i", len(tokens)) + tokens
    hashes = [str(row[0]) for row in connection.execute(_HASHES, (tenant,))]
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8))
        for content_hash, vector in zip(hashes, vectors, strict=True):
            number = struct.pack("!HH", len(vector), 0) + vector.astype(">f4").tobytes()
            fields = (tenant.bytes, model.encode(), content_hash.encode(), number)
            copy.write(b"\0\x05" + b"".join(struct.pack("!i", len(field)) + field for field in fields) + rest)
        copy.write(b"\xff\xff")
