"""The fewer of all vectors are the tenant's, the fewer of its own are looked at: it goes through others' for each."""

import pytest

from shared.adapters.postgres.projections.knowledge_index.statements import looked_at, search


@pytest.mark.parametrize(
    ("own", "every", "expected"),
    [
        pytest.param(100_000, 100_000, 1_500, id="all are its own"),
        pytest.param(40_000, 100_000, 600, id="two fifths"),
        pytest.param(40_001, 100_000, 900, id="a little more"),
        pytest.param(1_000, 1_000_000, 300, id="hardly any"),
        pytest.param(0, 1_000_000, 300, id="none"),
        pytest.param(12_000, 11_000, 1_500, id="more than were there when they were counted"),
        pytest.param(12_000, -1, 1_500, id="never counted"),
    ],
)
def test_so_many_of_its_own_are_looked_at(own: int, every: float, expected: int):
    assert looked_at(own, every) == expected


def test_the_statement_looks_at_so_many_and_keeps_the_nearest():
    text = search((384,), labelled=False, own=900)
    assert text.index("LIMIT 900") < text.index("LIMIT 300")
