"""Given facts, then rows: the projection's own code over the memory store."""

from typing import Any

from shared.adapters.memory.projections import MemoryProjectionStore
from shared.app.project import Projector
from shared.kernel.message import Fact
from shared.projections.projection import Projection, ProjectionView
from tests.support.facts import TENANT, Log


class GivenProjection:
    def __init__(self, projection: Projection) -> None:
        self._projection = projection
        self._log = Log()

    def facts(self, *facts: Fact) -> "GivenProjection":
        added = GivenProjection(self._projection)
        for fact in (*(envelope.data for envelope in self._log.facts), *facts):
            added._log.add(fact)
        return added

    def rows(self, view: ProjectionView[Any]) -> list[Any]:
        store = MemoryProjectionStore()
        Projector(self._projection, store).project(self._log.facts)
        return list(store.tables.get((TENANT, view.table), {}).values())

    def then_row(self, view: ProjectionView[Any], **columns: Any) -> None:
        """Exactly one row, with these values in these columns."""
        (row,) = self.rows(view)
        assert {name: getattr(row, name) for name in columns} == columns
