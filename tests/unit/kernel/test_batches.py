"""Batches lose nothing, keep the order and hold their limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.batches import batched, batched_by_size


@pytest.mark.parametrize(
    ("most", "expected"), [(1, [[1], [2], [3]]), (2, [[1, 2], [3]]), (3, [[1, 2, 3]]), (9, [[1, 2, 3]])]
)
def test_batches_are_full_but_the_last(most, expected):
    assert list(batched([1, 2, 3], most)) == expected
    assert list(batched([], most)) == []


def test_what_is_too_large_by_itself_is_alone():
    found = batched_by_size(["a", "b" * 9, "c", "d"], most=9, most_bytes=4, size_of=len)
    assert list(found) == [["a"], ["b" * 9], ["c", "d"]]


@given(st.lists(st.binary(max_size=9)), st.integers(1, 5), st.integers(1, 20))
def test_both_limits_hold_and_nothing_is_lost(items, most, most_bytes):
    batches = list(batched_by_size(items, most=most, most_bytes=most_bytes, size_of=len))
    assert [item for batch in batches for item in batch] == items
    for batch in batches:
        assert 1 <= len(batch) <= most
        assert len(batch) == 1 or sum(map(len, batch)) <= most_bytes
