"""Ranking by words in PostgreSQL: the one BM25 that every read model with units is searched by.

First the counts of what was asked, and known terms near to words that nobody wrote; then a plan from them in plain
Python; then one statement: the heaviest terms, one by one by their index, give candidates, and the best of these are
compared with all terms. Frequencies and lengths are in
the unit's own row. Terms are read from ``own_unit``, the tenant's rows without the barrier that keeps indexes from use.
"""

# ruff: noqa: S608 - what is put in are our own texts and numbers

from collections.abc import Sequence
from typing import Any

from shared.adapters.postgres.projections.freshness import Reading
from shared.kernel.ids import TenantId
from shared.projections.lexical.bm25 import K1, B, Corpus
from shared.projections.lexical.question import (
    MOST_CANDIDATES,
    AskedTerm,
    Plan,
    forms_of,
    plan_for,
    quoted,
    unknown_words,
)
from shared.projections.lexical.spelling import misspelt, readings, slips_allowed
from shared.projections.lexical.stems import Language, folded, stem

#: Units that a search goes on with.
POOL = 100

_COUNTS = """
    SELECT c.units, c.length, t.term, t.units AS units_with
    FROM {{{model}.corpus}} c LEFT JOIN {{{model}.term}} t ON t.tenant_id = c.tenant_id AND t.term = ANY (%(forms)s)
    WHERE c.tenant_id = %(tenant)s
"""

#: Terms with the first letter of a word and about its length, at most so many, the most like it first. Where there are
#: more, those that share its first two letters are read too: else those late in the alphabet never would be. Slips of
#: the first letter are rare, and without it every term of the tenant would be read.
_READ_NEAR, _MOST_NEAR = 5_000, 40
_ABOUT_AS_LONG = """
    tenant_id = %(tenant)s AND length(term) BETWEEN length(w.stem) - w.slips AND length(w.stem) + w.slips
"""
_NEAR = f"""
    SELECT w.word, t.term, t.units
    FROM unnest(%(misspelt)s::text[], %(stems)s::text[], %(slips)s::integer[]) AS w(word, stem, slips)
    CROSS JOIN LATERAL (
        WITH of_letter AS MATERIALIZED (
            SELECT term, units FROM {{{{{{model}}.own_term}}}}
            WHERE {_ABOUT_AS_LONG} AND term >= left(w.stem, 1) COLLATE "C"
                AND term < chr(ascii(w.stem) + 1) COLLATE "C"
            LIMIT {_READ_NEAR}
        ), of_two AS (
            SELECT term, units FROM {{{{{{model}}.own_term}}}}
            WHERE (SELECT count(*) FROM of_letter) = {_READ_NEAR} AND {_ABOUT_AS_LONG}
                AND term >= left(w.stem, 2) COLLATE "C"
                AND term < left(w.stem, 1) || chr(ascii(substr(w.stem, 2, 1)) + 1) COLLATE "C"
            LIMIT {_READ_NEAR}
        )
        SELECT alike.term, alike.units FROM (TABLE of_letter UNION TABLE of_two) AS alike
        ORDER BY public.similarity(alike.term, w.stem) DESC, alike.term LIMIT {_MOST_NEAR}
    ) AS t
"""

#: What was asked: terms, the place of the word that each stands for, what both weigh, and whether a unit with the term
#: is a candidate for that alone.
ASKED = """
    asked AS MATERIALIZED (
        SELECT a.place, a.said, a.term::tsquery AS term, a.weight, a.asked, a.is_name, a.leads
        FROM unnest(%(places)s::integer[], %(said)s::text[], %(terms)s::text[], %(weights)s::float8[],
            %(asked)s::float8[], %(are_names)s::boolean[], %(lead)s::boolean[])
            AS a(place, said, term, weight, asked, is_name, leads)
    )
"""


def read_plan(
    reading: Reading, model: str, tenant_id: TenantId, asked: Sequence[AskedTerm], *, reads_slips: bool = True
) -> Plan:
    """``model``: the read model whose units are searched. ``reads_slips``: False where a word that nobody wrote finds
    nothing whatever it is read as, since every word must occur.
    """
    forms = sorted({form for each in asked for form in forms_of(each)})
    rows = reading.rows(_COUNTS.format(model=model), {"tenant": tenant_id, "forms": forms})
    corpus = Corpus(rows[0]["units"], rows[0]["length"]) if rows else Corpus(0, 0)
    known = {row["term"]: row["units_with"] for row in rows if row["term"] is not None}
    slips = misspelt(unknown_words(asked, known)) if reads_slips and corpus.units else ()
    near = _near(reading, model, tenant_id, slips)
    read_as = {word: readings(_stem(word), terms) for word, terms in near.items()}
    return plan_for(asked, known | {term: near[word][term] for word in near for term in read_as[word]}, corpus, read_as)


def _near(reading: Reading, model: str, tenant_id: TenantId, words: Sequence[str]) -> dict[str, dict[str, int]]:
    """Of each word the known terms that it may be a slip from, with their units."""
    if not words:
        return {}
    stems = [_stem(word) for word in words]
    parameters = {
        "tenant": tenant_id,
        "misspelt": list(words),
        "stems": stems,
        "slips": [slips_allowed(each) for each in stems],
    }
    near: dict[str, dict[str, int]] = {}
    for row in reading.rows(_NEAR.format(model=model), parameters):
        near.setdefault(row["word"], {})[row["term"]] = row["units"]
    return near


def _stem(word: str) -> str:
    return stem(folded(word), Language.ENGLISH)


def plan_parameters(plan: Plan) -> dict[str, Any]:
    return {
        "places": [each.place for each in plan.terms],
        "said": [each.said for each in plan.terms],
        "terms": [quoted(each.term) for each in plan.terms],
        "weights": [each.weight for each in plan.terms],
        "asked": [each.asked for each in plan.terms],
        "are_names": [each.is_name for each in plan.terms],
        "lead": [place < plan.leading for place in range(len(plan.terms))],
        "pairs": plan.pairs,
        "most_weight": plan.most,
        "mean_length": plan.corpus.mean_length,
    }


def part_of(unit: str, asked: str = "a") -> str:
    """What one term adds to a unit's score: its weight times f / (f + n), which is 1 - n / (f + n)."""
    norm = f"({K1} * ({1 - B} + {B} * {unit}.length / %(mean_length)s))"
    return f"({asked}.weight * (1 - {norm} / (projection.term_frequency({unit}.terms, {asked}.term) + {norm})))"


def score_of(unit: str) -> str:
    """The BM25 score as a share of the most that the question can give, from 0 to 1; needs ``asked``."""
    return f"(SELECT words FROM {matched(unit)} AS matched)"


def matched(unit: str) -> str:
    """One row: ``words`` is the score, ``covered`` the share of the question's weight that the unit has some term of.

    Of terms that stand for the same word of the question the best one counts.
    """
    return f"""(
        SELECT coalesce(sum(part) / nullif(%(most_weight)s::float8, 0), 0)::float8 AS words,
            coalesce(sum(asked) / nullif(%(most_weight)s::float8, 0), 0)::float8 AS covered
        FROM (
            SELECT max({part_of(unit)}) AS part, max(a.asked) AS asked
            FROM asked a WHERE {unit}.terms @@ a.term GROUP BY a.place
        ) AS each
    )"""


def by_words(model: str, wanted: str) -> str:
    """The CTE ``by_words`` of owners and ordinals; ``wanted``: a condition on the unit ``u``."""
    own = f"SELECT u.owner_id, u.ordinal, u.length, u.terms FROM {{{model}.own_unit}} u WHERE u.tenant_id = %(tenant)s"
    return f"""
    found AS (
        SELECT u.owner_id, u.ordinal, {part_of("u")} AS part
        FROM asked a CROSS JOIN LATERAL (
            {own} AND u.terms @@ a.term AND {wanted} LIMIT {MOST_CANDIDATES}
        ) AS u
        WHERE a.leads
        UNION ALL
        SELECT u.owner_id, u.ordinal, (SELECT sum({part_of("u")}) FROM asked a WHERE u.terms @@ a.term) AS part
        FROM ({own} AND u.terms @@ %(pairs)s::tsquery AND {wanted} LIMIT {MOST_CANDIDATES}) AS u
    ),
    by_words AS (
        SELECT owner_id, ordinal FROM found
        GROUP BY owner_id, ordinal ORDER BY sum(part) DESC, owner_id, ordinal LIMIT {POOL}
    )
"""


def why(unit: str, limit: int = 12) -> str:
    """Which terms of the question a unit has, and what each added to its score; heaviest first."""
    return f"""(
        SELECT coalesce(jsonb_agg(jsonb_build_object('term', w.said, 'weight', w.part)
            ORDER BY w.part DESC, w.said), '[]')
        FROM (
            SELECT a.said, max({part_of(unit)} / nullif(%(most_weight)s::float8, 0)) AS part
            FROM asked a WHERE {unit}.terms @@ a.term GROUP BY a.said ORDER BY part DESC, a.said LIMIT {limit}
        ) AS w
    )"""
