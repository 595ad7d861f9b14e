"""SQL of what is near by meaning: every vector of the tenant is compared, those of many by their signatures first.

A signature is a vector's signs (``knowledge.signature``): narrow, and soon compared. Roughly first, with the question's
signs, since putting what is compared in order takes longer than comparing it; then with all that is known of the
question; and the vectors of those that are most alike are compared as they are.
"""

# ruff: noqa: S608 - what is put in are our own texts and numbers

from enum import Enum
from typing import Any, Final

from shared.adapters.postgres.projections.knowledge_index.signatures import LAYERS, layers_of
from shared.adapters.postgres.projections.lexical import POOL
from shared.adapters.postgres.vectors import vector_text
from shared.ports.embedding import Embedder, Vector

#: Up to so many, vectors are compared at once; above, their signatures first.
EXACT: Final = 10_000
#: Most alike by their signatures, whose vectors are then compared; and the nearest of these, of which some may stand in
#: no chunk any more, or in none that is wanted.
_LOOKED_AT, _KEPT = 15 * POOL, 3 * POOL
#: Of all signatures such a share is let through by the question's signs alone, but so many at least; how far apart they
#: may be is learnt from a sample.
_LET_THROUGH, _LEAST_LET_THROUGH, _SAMPLE = 0.1, 5_000, 2_000


class Among(Enum):
    """What a search chooses from, which says how its vectors are compared."""

    FEW = "every chunk of the tenant, of which there are few"
    MANY = "every chunk of the tenant, of which there are many"
    WANTED = "the chunks of a kind"
    LABELLED = "the chunks of documents with tags or a service"


OF_KIND = """
    (%(kinds)s::text[] IS NULL OR c.kind = ANY (%(kinds)s)) AND c.document_id <> ALL (%(excluded)s::uuid[])
"""

WANTED = f"""
    {OF_KIND} AND ((%(tags)s::text[] IS NULL AND %(service)s::uuid IS NULL) OR EXISTS (
        SELECT FROM {{knowledge_index.document}} d
        WHERE d.tenant_id = %(tenant)s AND d.document_id = c.document_id
            AND (%(tags)s::text[] IS NULL OR d.tags @> %(tags)s)
            AND (%(service)s::uuid IS NULL OR %(service)s = ANY (d.service_ids))
    ))
"""

_FEW_WANTED = f"""
    eligible AS MATERIALIZED (
        SELECT c.document_id, c.ordinal, c.content_hash FROM {{knowledge_index.chunk}} c
        WHERE c.tenant_id = %(tenant)s AND {WANTED} LIMIT {EXACT} + 1
    ),
    few AS MATERIALIZED (SELECT count(*) <= {EXACT} AS whole FROM eligible)
"""

# From the documents that have the tag or the service, of which there are few among many chunks.
_FEW_LABELLED = f"""
    labelled AS MATERIALIZED (
        SELECT document_id FROM {{knowledge_index.own_document}}
        WHERE tenant_id = %(tenant)s AND (%(tags)s::text[] IS NULL OR tags @> %(tags)s)
            AND (%(service)s::uuid IS NULL OR service_ids @> ARRAY[%(service)s::uuid])
        LIMIT {EXACT} + 1
    ),
    eligible AS MATERIALIZED (
        SELECT c.document_id, c.ordinal, c.content_hash
        FROM labelled JOIN {{knowledge_index.chunk}} c ON c.document_id = labelled.document_id
        WHERE c.tenant_id = %(tenant)s AND {OF_KIND} LIMIT {EXACT} + 1
    ),
    few AS MATERIALIZED (
        SELECT (SELECT count(*) FROM labelled) <= {EXACT} AND (SELECT count(*) FROM eligible) <= {EXACT} AS whole
    )
"""


def near(models: int, among: Among) -> tuple[list[str], list[str]]:
    """Gives CTEs, and the names of those of documents and ordinals: the nearest by each of so many models."""
    if among in (Among.FEW, Among.MANY):
        vectors = _every if among is Among.FEW else _most_alike
        return [_chunks_of(number, vectors(number)) for number in range(models)], [
            f"near_{number}" for number in range(models)
        ]
    parts = [_FEW_LABELLED if among is Among.LABELLED else _FEW_WANTED]
    for number in range(models):
        parts += [_compared(number), _chunks_of(number, _most_alike(number, "AND NOT (SELECT whole FROM few)"))]
    return parts, [f"{name}_{number}" for number in range(models) for name in ("compared", "near")]


def near_parameters(number: int, embedder: Embedder, vector: Vector) -> dict[str, Any]:
    """Of one model and the question's vector by it."""
    parameters: dict[str, Any] = {f"model_{number}": embedder.model, f"vector_{number}": vector_text(vector)}
    for place, layer in enumerate(layers_of(vector)):
        parameters |= {f"weight_{number}_{place}": layer.weight, f"signs_{number}_{place}": layer.signs}
    return parameters


def let_through(units: int) -> float:
    """Gives the share, from 0 to 1, of a tenant's signatures that are let through; ``units``: its chunks."""
    return min(1.0, max(_LET_THROUGH, _LEAST_LET_THROUGH / max(1, units)))


def _every(number: int) -> str:
    return f"""
        SELECT content_hash, embedding <=> %(vector_{number})s::vector AS distance FROM knowledge.embedding
        WHERE tenant_id = %(tenant)s AND model = %(model_{number})s
    """


def _most_alike(number: int, when: str = "") -> str:
    apart = [f"(signature <~> %(signs_{number}_{place})s::varbit)" for place in range(LAYERS)]
    unlike = " + ".join(f"%(weight_{number}_{place})s::float8 * {each}" for place, each in enumerate(apart))
    own = f"FROM knowledge.signature WHERE tenant_id = %(tenant)s AND model = %(model_{number})s"
    # By their hashes, which are in no order that means anything.
    sample = f"SELECT {apart[0]} AS apart {own} ORDER BY content_hash LIMIT {_SAMPLE}"
    return f"""
        SELECT e.content_hash, e.embedding <=> %(vector_{number})s::vector AS distance
        FROM (
            SELECT content_hash {own} {when} AND {apart[0]} <= (
                SELECT percentile_disc(%(let_through)s::float8) WITHIN GROUP (ORDER BY apart) FROM ({sample}) AS sample
            )
            ORDER BY {unlike} LIMIT {_LOOKED_AT}
        ) AS s
        JOIN knowledge.embedding e
            ON e.tenant_id = %(tenant)s AND e.model = %(model_{number})s AND e.content_hash = s.content_hash
    """


def _chunks_of(number: int, vectors: str) -> str:
    return f"""
    near_{number} AS (
        SELECT c.document_id, c.ordinal
        FROM (SELECT * FROM ({vectors}) AS compared ORDER BY distance LIMIT {_KEPT}) AS e
        JOIN {{knowledge_index.chunk}} c ON c.tenant_id = %(tenant)s AND c.content_hash = e.content_hash
        WHERE {WANTED}
        ORDER BY e.distance LIMIT {POOL}
    )"""


def _compared(number: int) -> str:
    return f"""
    compared_{number} AS (
        SELECT c.document_id, c.ordinal
        FROM eligible c JOIN knowledge.embedding e
            ON e.tenant_id = %(tenant)s AND e.model = %(model_{number})s AND e.content_hash = c.content_hash
        WHERE (SELECT whole FROM few)
        ORDER BY e.embedding <=> %(vector_{number})s::vector LIMIT {POOL}
    )"""
