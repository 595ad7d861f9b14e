"""What holds for every projection."""

from dataclasses import fields
from uuid import UUID

import pytest

from shared.domain.published import FACTS
from shared.projections.incident_timeline.entries import entries
from shared.projections.incident_timeline.timeline_text import KINDS
from shared.projections.registry import IGNORED, PROJECTIONS, projection_named
from tests.support.histories import random_history

every_view = [(projection.name, view) for projection in PROJECTIONS for view in projection.views]


def test_every_fact_is_shown_somewhere_or_ignored_for_a_reason():
    handled = frozenset().union(*(projection.handles for projection in PROJECTIONS))

    assert handled | IGNORED.keys() == set(FACTS)
    assert handled & IGNORED.keys() == set()
    assert all(IGNORED.values())


def test_a_projection_is_found_by_its_name_only():
    assert projection_named("alert_groups").name == "alert_groups"
    with pytest.raises(KeyError):
        projection_named("alert")


@pytest.mark.parametrize(("projection", "view"), every_view, ids=lambda value: getattr(value, "table", value))
def test_every_row_belongs_to_the_aggregate_whose_fact_wrote_it(projection, view):
    """Rows of two aggregates would depend on the order in which their facts arrive."""
    checked = 0
    for seed in range(5):
        for envelope in random_history(seed).facts:
            if type(envelope.data) in view.handles:
                for key in view.keys(envelope):
                    assert key[0] == UUID(envelope.aggregate_id)
                    assert len(key) == view.key_columns < len(fields(view.row))
                    checked += 1
    assert checked > 0


def test_every_kind_of_entry_is_published():
    kinds = set()
    for seed in range(20):
        for envelope in random_history(seed).facts:
            if type(envelope.data) in entries.handles:
                row = entries.evolve(next(iter(entries.keys(envelope))), None, envelope)
                assert row is not None
                kinds.add(row.kind)

    assert kinds <= KINDS
    assert {
        "created",
        "note",
        "merged",
        "alert_fired",
        "alert_stale",
        "alert_uncorrelated",
        "alert_sighting_ignored",
    } <= kinds
