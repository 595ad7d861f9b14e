"""The rows of a projection from whole streams of facts, without a store: what a projector would have written."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from shared.kernel.envelope import Envelope
from shared.projections.projection import Key, Projection, ProjectionView


def fold(projection: Projection, facts: Iterable[Envelope[Any]]) -> Mapping[str, Sequence[Any]]:
    """Folds facts into rows, by table.

    The facts of each aggregate come from its first one on and in order; what they follow is up to them.
    """
    views: dict[ProjectionView[Any], dict[Key, Any]] = {view: {} for view in projection.views}
    for fact in facts:
        for view in projection.views_of(type(fact.data)):
            rows = views[view]
            for key in view.keys(fact):
                row = view.evolve(key, rows.get(key), fact)
                if row is not None:
                    rows[key] = row
    tables = {view.table: list(rows.values()) for view, rows in views.items()}
    for view, rows in views.items():
        for part in view.parts:
            tables[part.table] = [each for row in rows.values() for each in part.of(row)]
    return tables
