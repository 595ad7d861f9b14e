"""SQL of the KnowledgeIndexQueryService: one statement finds by words, names and meaning, and judges what it found.

Words and names are read from ``own_chunk``, the tenant's rows without the barrier that would keep indexes from use.
"""

# ruff: noqa: S608 - what is put in are our own texts and numbers

from collections.abc import Sequence
from typing import Final

#: Other read models that the statements of this folder read: none.
READS_BESIDE: Final[frozenset[str]] = frozenset()

#: Below, every vector is compared; above, the nearest are asked of the index.
EXACT = 10_000
#: A word in more chunks than this says little, and counting on would say it no better; nor would it among more of them.
_COUNTED = 3_000
_AMONG = 10 * _COUNTED
_POOL = 150

_OF_KIND = """
    (%(kinds)s::text[] IS NULL OR c.kind = ANY (%(kinds)s)) AND c.document_id <> ALL (%(excluded)s::uuid[])
"""

_WANTED = f"""
    {_OF_KIND} AND ((%(tags)s::text[] IS NULL AND %(service)s::uuid IS NULL) OR EXISTS (
        SELECT FROM {{knowledge_index.document}} d
        WHERE d.tenant_id = %(tenant)s AND d.document_id = c.document_id
            AND (%(tags)s::text[] IS NULL OR d.tags @> %(tags)s)
            AND (%(service)s::uuid IS NULL OR %(service)s = ANY (d.service_ids))
    ))
"""

# Unknown words count half: they may be a name that nobody wrote down, or a thing that nobody knows about.
_WORDS = f"""
    total AS MATERIALIZED (
        SELECT count(*) AS chunks FROM (
            SELECT FROM {{knowledge_index.chunk}} WHERE tenant_id = %(tenant)s LIMIT {_AMONG}
        ) AS counted
    ),
    asked AS MATERIALIZED (
        SELECT word,
            ('''' || replace(replace(word, chr(92), repeat(chr(92), 2)), '''', '''''') || '''')::tsquery AS query
        FROM unnest(tsvector_to_array(to_tsvector('pg_catalog.english', %(text)s))) AS word LIMIT 60
    ),
    word AS MATERIALIZED (
        SELECT a.word, a.query, f.hits,
            ln(1 + (t.chunks - f.hits + 0.5) / (f.hits + 0.5)) * CASE f.hits WHEN 0 THEN 0.5 ELSE 1 END AS weight
        FROM asked a CROSS JOIN total t CROSS JOIN LATERAL (
            SELECT count(*) AS hits FROM (
                SELECT FROM {{knowledge_index.own_chunk}}
                WHERE tenant_id = %(tenant)s AND lexemes @@ a.query LIMIT {_COUNTED}
            ) AS counted
        ) AS f
    ),
    rarest AS (SELECT *, sum(hits) OVER (ORDER BY hits, word) AS up_to FROM word WHERE hits > 0),
    by_words AS (
        SELECT c.document_id, c.ordinal
        FROM rarest w CROSS JOIN LATERAL (
            SELECT document_id, ordinal, kind FROM {{knowledge_index.own_chunk}}
            WHERE tenant_id = %(tenant)s AND lexemes @@ w.query LIMIT {_COUNTED}
        ) AS c
        WHERE (w.up_to <= {_COUNTED} OR w.hits = (SELECT min(hits) FROM rarest)) AND {_WANTED}
        GROUP BY c.document_id, c.ordinal ORDER BY sum(w.weight) DESC, c.document_id, c.ordinal LIMIT {_POOL}
    )
"""

_NAMES = f"""
    name AS MATERIALIZED (
        SELECT n.name, ln(1 + (t.chunks - f.hits + 0.5) / (f.hits + 0.5)) AS weight
        FROM unnest(%(names)s::text[]) AS n(name) CROSS JOIN total t CROSS JOIN LATERAL (
            SELECT count(*) AS hits FROM (
                SELECT FROM {{knowledge_index.own_chunk}}
                WHERE tenant_id = %(tenant)s AND identifiers @> ARRAY[n.name] LIMIT {_COUNTED}
            ) AS counted
        ) AS f
        WHERE f.hits > 0
    ),
    by_names AS (
        SELECT c.document_id, c.ordinal
        FROM name n CROSS JOIN LATERAL (
            SELECT document_id, ordinal, kind FROM {{knowledge_index.own_chunk}}
            WHERE tenant_id = %(tenant)s AND identifiers @> ARRAY[n.name] LIMIT {_COUNTED}
        ) AS c
        WHERE {_WANTED}
        GROUP BY c.document_id, c.ordinal ORDER BY sum(n.weight) DESC, c.document_id, c.ordinal LIMIT {_POOL}
    )
"""

_FEW = f"""
    eligible AS MATERIALIZED (
        SELECT c.document_id, c.ordinal, c.content_hash FROM {{knowledge_index.chunk}} c
        WHERE c.tenant_id = %(tenant)s AND {_WANTED} LIMIT {EXACT} + 1
    ),
    few AS MATERIALIZED (SELECT count(*) <= {EXACT} AS whole FROM eligible)
"""

# From the documents that have the tag or the service, of which there are few among many chunks.
_FEW_OF_DOCUMENTS = f"""
    labelled AS MATERIALIZED (
        SELECT document_id FROM {{knowledge_index.own_document}}
        WHERE tenant_id = %(tenant)s AND (%(tags)s::text[] IS NULL OR tags @> %(tags)s)
            AND (%(service)s::uuid IS NULL OR service_ids @> ARRAY[%(service)s::uuid])
        LIMIT {EXACT} + 1
    ),
    eligible AS MATERIALIZED (
        SELECT c.document_id, c.ordinal, c.content_hash
        FROM labelled JOIN {{knowledge_index.chunk}} c ON c.document_id = labelled.document_id
        WHERE c.tenant_id = %(tenant)s AND {_OF_KIND} LIMIT {EXACT} + 1
    ),
    few AS MATERIALIZED (
        SELECT (SELECT count(*) FROM labelled) <= {EXACT} AND (SELECT count(*) FROM eligible) <= {EXACT} AS whole
    )
"""


def _nearest(number: int, dimensions: int) -> str:
    """Of one model: by comparing all where there are few, else by its index, whose neighbours are then filtered."""
    near = f"embedding::halfvec({dimensions}) <=> %(vector_{number})s::halfvec({dimensions})"
    return f"""
    compared_{number} AS (
        SELECT c.document_id, c.ordinal
        FROM eligible c JOIN knowledge.embedding e
            ON e.tenant_id = %(tenant)s AND e.model = %(model_{number})s AND e.content_hash = c.content_hash
        WHERE (SELECT whole FROM few)
        ORDER BY e.embedding <=> %(vector_{number})s::vector LIMIT {_POOL}
    ),
    near_{number} AS (
        SELECT c.document_id, c.ordinal
        FROM (
            SELECT content_hash FROM knowledge.embedding
            WHERE tenant_id = %(tenant)s AND model = %(model_{number})s AND NOT (SELECT whole FROM few)
            ORDER BY {near} LIMIT 3 * {_POOL}
        ) AS e
        JOIN {{knowledge_index.chunk}} c ON c.tenant_id = %(tenant)s AND c.content_hash = e.content_hash
        WHERE {_WANTED}
    )"""


def _judged(models: int) -> str:
    vectors = "".join(
        f"""
        LEFT JOIN knowledge.embedding e{number}
            ON e{number}.tenant_id = %(tenant)s AND e{number}.model = %(model_{number})s
            AND e{number}.content_hash = c.content_hash"""
        for number in range(models)
    )
    near = [f"1 - (e{number}.embedding <=> %(vector_{number})s::vector)" for number in range(models)]
    meaning = f"greatest(0, coalesce({', '.join(near)}))" if near else "NULL::float8"
    # greatest(0, NULL) is 0: a text without a vector must stay without.
    known = " OR ".join(f"e{number}.embedding IS NOT NULL" for number in range(models)) or "false"
    return f"""
    judged AS (
        SELECT c.document_id, c.ordinal, d.kind, d.ref, d.title, d.status, c.heading, c.text, d.tags, d.url,
            d.incident_id, d.occurred_at, d.succeeded, d.failed,
            coalesce((SELECT sum(w.weight) FROM word w WHERE c.lexemes @@ w.query)
                / nullif((SELECT sum(weight) FROM word), 0), 0)::float8 AS words,
            coalesce((SELECT sum(n.weight) FROM name n WHERE n.name = ANY (c.identifiers))
                / nullif((SELECT sum(weight) FROM name), 0), 0)::float8 AS names,
            ARRAY(SELECT n.name FROM name n WHERE n.name = ANY (c.identifiers) ORDER BY n.weight DESC, n.name)
                AS matched_names,
            CASE WHEN {known} THEN {meaning} END AS meaning,
            power(0.5, greatest(0, extract(epoch FROM %(at)s - d.occurred_at)) / %(half_life_s)s)::float8 AS recency,
            (1 + d.succeeded)::float8 / (2 + d.succeeded + d.failed) AS verified
        FROM candidate f
        JOIN {{knowledge_index.own_chunk}} c
            ON c.tenant_id = %(tenant)s AND c.document_id = f.document_id AND c.ordinal = f.ordinal
        JOIN {{knowledge_index.document}} d ON d.tenant_id = %(tenant)s AND d.document_id = c.document_id{vectors}
    )"""


_SCORED = """
    scored AS (
        SELECT *, 1 / (1 + exp(-(CASE WHEN meaning IS NULL
            THEN %(lexical_base)s + %(lexical_words)s * words + %(lexical_names)s * names
            ELSE %(base)s + %(words)s * words + %(names_weight)s * names + %(meaning)s * meaning END
            + %(recency)s * (recency - 0.5) + %(verified)s * (verified - 0.5)))) AS score
        FROM judged
    ),
    best AS (SELECT DISTINCT ON (document_id) * FROM scored ORDER BY document_id, score DESC, ordinal),
    top AS (SELECT * FROM best ORDER BY score DESC, occurred_at DESC, document_id LIMIT %(limit)s)
    SELECT top.*, ts_headline('pg_catalog.english', translate(top.text, chr(2) || chr(3), ''),
        (SELECT coalesce(string_agg(query::text, ' | '), '')::tsquery FROM asked), %(headline)s) AS headline
    FROM top ORDER BY score DESC, occurred_at DESC, document_id
"""


def search(dimensions: Sequence[int], *, labelled: bool) -> str:
    """``dimensions`` of the models whose vectors are compared, in their order; none: by words and names alone.

    ``labelled``: tags or a service are asked for.
    """
    sources = ["by_words", "by_names"]
    parts = [_WORDS, _NAMES]
    if dimensions:
        parts.append(_FEW_OF_DOCUMENTS if labelled else _FEW)
    for number, size in enumerate(dimensions):
        parts.append(_nearest(number, size))
        sources += [f"compared_{number}", f"near_{number}"]
    union = " UNION ".join(f"SELECT document_id, ordinal FROM {source}" for source in sources)
    parts += [f"candidate AS ({union})", _judged(len(dimensions))]
    return "WITH " + ",".join(parts) + "," + _SCORED


#: ``own``: what was written about this very incident.
OF_INCIDENT = """
    SELECT d.title, d.context, d.names, d.sections, ARRAY(
        SELECT own.document_id FROM {knowledge_index.document} own
        WHERE own.tenant_id = %(tenant)s AND own.incident_id = %(incident)s
    ) AS own
    FROM {knowledge_index.document} d
    WHERE d.tenant_id = %(tenant)s AND d.document_id = %(incident)s AND d.kind = 'incident'
"""
