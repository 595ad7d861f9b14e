"""Folding whole streams gives the rows that a projector writes."""

import pytest

from shared.adapters.memory.projections import MemoryProjectionStore
from shared.app.project import Projector
from shared.projections.folding import fold
from shared.projections.projection import Projection
from shared.projections.registry import PROJECTIONS
from tests.support.facts import TENANT
from tests.support.histories import random_history


@pytest.mark.parametrize("projection", PROJECTIONS, ids=lambda projection: projection.name)
def test_folding_whole_streams_is_what_a_projector_would_have_written(projection: Projection):
    log = [fact for fact in random_history(41, length=300).facts if fact.tenant_id == TENANT]
    store = MemoryProjectionStore()
    Projector(projection, store).project(log)

    tables = fold(projection, log)

    assert tables.keys() == {table for table, _row in projection.tables}
    for table, rows in tables.items():
        projected = store.tables.get((TENANT, table), {}).values()
        assert sorted(map(repr, rows)) == sorted(map(repr, projected)), table
    assert any(tables.values())
