"""Ranking by words in PostgreSQL: the one BM25 that every read model with units is searched by.

First the counts of what was asked, then a plan from them in plain Python, then one statement: the rarest terms, one by
one by their index, give candidates, and the best of these are compared with all terms. Frequencies and lengths are in
the unit's own row. Terms are read from ``own_unit``, the tenant's rows without the barrier that keeps indexes from use.
"""

# ruff: noqa: S608 - what is put in are our own texts and numbers

from collections.abc import Sequence
from typing import Any

from shared.adapters.postgres.projections.freshness import Reading
from shared.kernel.ids import TenantId
from shared.projections.lexical.bm25 import K1, B, Corpus
from shared.projections.lexical.question import MOST_CANDIDATES, AskedTerm, Plan, plan_for, quoted

#: Units that a search goes on with.
POOL = 100

_COUNTS = """
    SELECT c.units, c.length, t.term, t.units AS units_with
    FROM {{{model}.corpus}} c LEFT JOIN {{{model}.term}} t ON t.tenant_id = c.tenant_id AND t.term = ANY (%(forms)s)
    WHERE c.tenant_id = %(tenant)s
"""

#: What was asked: terms, what they weigh, and whether a unit with one is a candidate for that alone.
ASKED = """
    asked AS MATERIALIZED (
        SELECT a.said, a.term::tsquery AS term, a.weight, a.is_name, a.leads
        FROM unnest(%(said)s::text[], %(terms)s::text[], %(weights)s::float8[], %(are_names)s::boolean[],
            %(lead)s::boolean[]) AS a(said, term, weight, is_name, leads)
    )
"""


def read_plan(reading: Reading, model: str, tenant_id: TenantId, asked: Sequence[AskedTerm]) -> Plan:
    """``model``: the read model whose units are searched."""
    forms = sorted({form for each in asked for form in each.forms})
    rows = reading.rows(_COUNTS.format(model=model), {"tenant": tenant_id, "forms": forms})
    corpus = Corpus(rows[0]["units"], rows[0]["length"]) if rows else Corpus(0, 0)
    return plan_for(asked, {row["term"]: row["units_with"] for row in rows if row["term"] is not None}, corpus)


def plan_parameters(plan: Plan) -> dict[str, Any]:
    return {
        "said": [each.said for each in plan.terms],
        "terms": [quoted(each.term) for each in plan.terms],
        "weights": [each.weight for each in plan.terms],
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
    return f"""coalesce((
        SELECT sum({part_of(unit)}) FROM asked a WHERE {unit}.terms @@ a.term
    ) / nullif(%(most_weight)s::float8, 0), 0)"""


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
