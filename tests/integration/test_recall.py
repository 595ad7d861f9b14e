"""A small tenant beside a large one gets the right neighbours, and so does the large one from the index."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bench.filled import FEW, LARGE, SMALL, fill
from bench.filled.meanings import meanings
from bench.nearest import recall
from bench.retrieval.corpus import questions
from shared.adapters.embeddings.minilm import MiniLM
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.projections.knowledge_index.statements import EXACT
from shared.kernel.ids import TenantId
from shared.projections.knowledge_index.document import Kind
from tests.support import postgres

pytestmark = [pytest.mark.postgres, pytest.mark.slow]

TEXTS = [question.text for question in questions()][:30]
SENTENCES = 400


@pytest.fixture(scope="module")
def filled(postgres_server: str) -> Iterator[str]:
    """More chunks than are compared one by one, of real meanings."""
    with postgres.fresh_database(postgres_server) as url:
        fill(url, replace(FEW, chunks=EXACT + 2_000), model=MiniLM.model, vectors=meanings(SENTENCES))
        yield url


@pytest.mark.parametrize(
    ("tenant", "kinds", "least"),
    [
        pytest.param(SMALL[3], frozenset[Kind](), 0.99, id="50 documents"),
        pytest.param(LARGE, frozenset[Kind](), 0.95, id="12,000 documents"),
        pytest.param(LARGE, frozenset({Kind.RUNBOOK}), 0.95, id="4,000 runbooks among them"),
    ],
)
def test_the_ten_nearest_are_found(filled: str, tenant: TenantId, kinds: frozenset[Kind], least: float) -> None:
    with connect_pool(filled, role="sre_query", application="test") as reading:
        assert recall(filled, reading, tenant, TEXTS, kinds=kinds) >= least
