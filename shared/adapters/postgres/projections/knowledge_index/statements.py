"""SQL of the KnowledgeIndexQueryService: one statement finds by words, names and meaning and says what each has of the
question; another reads those that were judged to be the best.

What words alone find, and how well, stands in ``lexical.py``; what meaning finds, in ``nearest.py``.
"""

# ruff: noqa: S608 - what is put in are our own texts and numbers

from typing import Final

from shared.adapters.postgres.projections.knowledge_index.nearest import WANTED, Among, near
from shared.adapters.postgres.projections.lexical import ASKED, by_words, matched, why

#: Other read models that the statements of this folder read: none.
READS_BESIDE: Final[frozenset[str]] = frozenset()

# The same of a unit, which is to its chunk as its terms are to its text.
_UNIT_WANTED = WANTED.replace("c.kind", "u.kind").replace("c.document_id", "u.owner_id")


_VOICE = "power(0.5, greatest(0, extract(epoch FROM %(at)s - v.occurred_at)) / %(voice_half_life_s)s)"
#: What all voices say together, between -1 and 1; the more, the surer. NULL where nobody spoke.
_BALANCE = "sum(v.counts * CASE WHEN v.is_right THEN 1 ELSE -1 END) {of} / (1 + sum(v.counts) {of})"
_OF_THESE, _OF_OTHERS = (
    f"coalesce({_BALANCE.format(of=f'FILTER (WHERE {of})')}, 0)" for of in ("v.is_asked", "NOT v.is_asked")
)
_SAID = f"""
    LEFT JOIN LATERAL (
        SELECT count(*) FILTER (WHERE v.is_right) AS said_right, count(*) FILTER (WHERE NOT v.is_right) AS said_wrong,
            ((1 - %(of_other_questions)s) * {_OF_THESE} + %(of_other_questions)s * {_OF_OTHERS})::float8 AS feedback
        FROM (
            SELECT v.is_right, v.family = %(family)s AS is_asked, {_VOICE} AS counts
            FROM {{knowledge_index.feedback}} v
            WHERE v.tenant_id = %(tenant)s AND v.document_id = d.document_id
            ORDER BY v.occurred_at DESC LIMIT %(most_voices)s
        ) AS v
    ) AS said ON true
"""


def _found(models: int) -> str:
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
    SELECT c.document_id, c.ordinal, d.occurred_at, m.words, m.covered,
        coalesce((SELECT sum(a.weight) FROM asked a WHERE a.is_name AND u.terms @@ a.term)
            / nullif((SELECT sum(weight) FROM asked WHERE is_name), 0), 0)::float8 AS names,
        CASE WHEN {known} THEN {meaning} END AS meaning,
        power(0.5, greatest(0, extract(epoch FROM %(at)s - d.occurred_at)) / %(half_life_s)s)::float8 AS recency,
        (1 + d.succeeded)::float8 / (2 + d.succeeded + d.failed) AS verified, said.feedback
    FROM candidate f
    JOIN {{knowledge_index.own_unit}} u
        ON u.tenant_id = %(tenant)s AND u.owner_id = f.document_id AND u.ordinal = f.ordinal
    JOIN {{knowledge_index.chunk}} c
        ON c.tenant_id = %(tenant)s AND c.document_id = f.document_id AND c.ordinal = f.ordinal
    JOIN {{knowledge_index.document}} d ON d.tenant_id = %(tenant)s AND d.document_id = c.document_id
    CROSS JOIN LATERAL {matched("u")} AS m{vectors}
    {_SAID}
    """


def search(models: int, among: Among) -> str:
    """``models``: of how many the vectors are compared; none: by words and names alone."""
    near_parts, near_sources = near(models, among) if models else ([], [])
    parts = [ASKED, by_words("knowledge_index", _UNIT_WANTED), *near_parts]
    sources = [f"SELECT document_id, ordinal FROM {source}" for source in near_sources]
    union = " UNION ".join(("SELECT owner_id AS document_id, ordinal FROM by_words", *sources))
    return "WITH " + ",".join((*parts, f"candidate AS ({union})")) + _found(models)


#: Passages by ``documents`` and ``ordinals``, in their order.
HITS = f"""
    WITH {ASKED}
    SELECT d.document_id, d.kind, d.ref, d.title, d.status, d.tags, d.url, d.context, d.incident_id, d.occurred_at,
        d.updated_at, d.succeeded, d.failed, said.said_right, said.said_wrong, c.heading, c.text, c.first_line,
        c.last_line, {why("u")} AS why,
        ARRAY(SELECT a.said FROM asked a WHERE a.is_name AND u.terms @@ a.term ORDER BY a.weight DESC, a.said)
            AS matched_names
    FROM unnest(%(documents)s::uuid[], %(ordinals)s::bigint[]) WITH ORDINALITY AS best(document_id, ordinal, place)
    JOIN {{knowledge_index.document}} d ON d.tenant_id = %(tenant)s AND d.document_id = best.document_id
    JOIN {{knowledge_index.chunk}} c
        ON c.tenant_id = %(tenant)s AND c.document_id = best.document_id AND c.ordinal = best.ordinal
    JOIN {{knowledge_index.own_unit}} u
        ON u.tenant_id = %(tenant)s AND u.owner_id = best.document_id AND u.ordinal = best.ordinal
    {_SAID}
    ORDER BY best.place
"""


#: Of passages by ``documents`` and ``ordinals``: their tokens, of those that ``model`` has read.
TOKENS = """
    SELECT best.document_id, best.ordinal, e.tokens
    FROM unnest(%(documents)s::uuid[], %(ordinals)s::bigint[]) AS best(document_id, ordinal)
    JOIN {knowledge_index.chunk} c
        ON c.tenant_id = %(tenant)s AND c.document_id = best.document_id AND c.ordinal = best.ordinal
    JOIN knowledge.embedding e
        ON e.tenant_id = %(tenant)s AND e.model = %(model)s AND e.content_hash = c.content_hash
    WHERE length(e.tokens) > 0
"""


#: ``own``: what was written about this very incident.
OF_INCIDENT = """
    SELECT d.title, d.context, d.names, d.sections, ARRAY(
        SELECT own.document_id FROM {knowledge_index.document} own
        WHERE own.tenant_id = %(tenant)s AND own.incident_id = %(incident)s
    ) AS own
    FROM {knowledge_index.document} d
    WHERE d.tenant_id = %(tenant)s AND d.document_id = %(incident)s AND d.kind = 'incident'
"""
