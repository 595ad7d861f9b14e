"""Views as after years, filled once for all who read them here: one large tenant beside small ones.

`bench/reading.py` has ten times as much.
"""

from collections.abc import Iterator

import pytest

from bench.filled import Size, fill
from bench.filled.meanings import meanings
from shared.adapters.embeddings.minilm import MiniLM
from shared.adapters.postgres.projections.knowledge_index.nearest import EXACT
from tests.support import postgres

#: A tenth of what the bench has: this is to be waited for. More chunks than are compared one by one.
SIZE = Size(
    alerts=100_000,
    incidents=10_000,
    chunks=EXACT + 2_000,
    services=5_000,
    runbooks=5_000,
    postmortems=10_000,
    clusters=100,
    resources=5_000,
    objectives=200,
    windows=18_000,
)
#: Of real texts, which crowd together, the others being mixtures of them.
SENTENCES = 400


@pytest.fixture(scope="package")
def filled(postgres_server: str) -> Iterator[str]:
    with postgres.fresh_database(postgres_server) as url:
        fill(url, SIZE, model=MiniLM.model, vectors=meanings(SENTENCES))
        yield url
