"""A small tenant beside a large one gets the right neighbours, and so does the large one by signatures."""

import pytest

from bench.filled import LARGE, SMALL
from bench.nearest import recall
from bench.retrieval.corpus import PROSE
from shared.adapters.postgres.connection import connect_pool
from shared.kernel.ids import TenantId
from shared.projections.knowledge_index.document import Kind

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

TEXTS = [question.text for question in PROSE.questions()][:30]


@pytest.mark.parametrize(
    ("tenant", "kinds", "least"),
    [
        pytest.param(SMALL[3], frozenset[Kind](), 0.99, id="50 documents"),
        pytest.param(LARGE, frozenset[Kind](), 0.99, id="12,000 documents"),
        pytest.param(LARGE, frozenset({Kind.RUNBOOK}), 0.99, id="4,000 runbooks among them"),
        pytest.param(LARGE, frozenset(Kind), 0.99, id="12,000 of every kind"),
    ],
)
def test_the_ten_nearest_are_found(filled: str, tenant: TenantId, kinds: frozenset[Kind], least: float) -> None:
    with connect_pool(filled, role="sre_query", application="test") as reading:
        assert recall(filled, reading, tenant, TEXTS, kinds=kinds) >= least
