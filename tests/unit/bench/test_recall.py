"""Recall counts what is as near as the nearest, whichever of equals it is."""

import pytest

from bench.nearest import share_found

NEAREST = (0.9, 0.8, 0.8, 0.7)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(NEAREST, 1.0, id="all"),
        pytest.param((), 0.0, id="none"),
        pytest.param((0.9, 0.8, 0.6, 0.5), 0.5, id="farther ones instead"),
        pytest.param((0.9, 0.8, 0.8, 0.7 - 1e-7), 1.0, id="an equal one, rounded"),
        pytest.param((0.9, 0.8, 0.8, 0.7, 0.7, 0.7), 1.0, id="more equals than were asked for"),
    ],
)
def test_what_is_as_near_as_the_nearest_is_found(found: tuple[float, ...], expected: float):
    assert share_found(found, NEAREST) == expected
