"""What is filled is what the writer would have kept: it can be shown by its id."""

from collections.abc import Callable

import pytest
from pydantic import BaseModel

from bench.filled import LARGE, id_of
from shared.adapters.postgres.connection import connect_pool
from shared.adapters.postgres.current_state import PostgresCurrentState
from shared.app.operations.runbook.view import runbook_view
from shared.app.operations.service.view import service_view
from shared.ports.current_state import Reference, Stored

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


@pytest.mark.parametrize(("kind", "view"), [("service", service_view), ("runbook", runbook_view)])
def test_one_that_is_filled_can_be_shown(filled: str, kind: str, view: Callable[[Stored], BaseModel]) -> None:
    with connect_pool(filled, role="sre_query", application="test", max_size=1) as reading:
        stored = PostgresCurrentState(reading).get(LARGE, Reference(kind, id_of(kind, 7)))
    assert stored is not None
    assert view(stored)
