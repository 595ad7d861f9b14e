"""One tenant's failure is told, and costs nobody else a turn."""

import pytest

from shared.app.apart import Apart
from shared.app.seats import Seats
from shared.ports.store import StoreUnavailable
from tests.support.facts import OTHER_TENANT, TENANT


def test_all_but_the_one_to_blame_are_done_and_it_is_told_with_its_tenant():
    apart = Apart()
    done: list[int] = []

    def work(numbers) -> None:
        if 3 in numbers:
            raise ValueError("three")
        done.extend(numbers)

    assert apart.do(TENANT, [1, 2, 3, 4], work) == 3
    assert apart.do(OTHER_TENANT, [5, 6], work) == 2
    assert (done, apart.tenants) == ([1, 2, 4, 5, 6], {TENANT})
    with pytest.raises(ExceptionGroup) as told:
        apart.tell()
    (failure,) = told.value.exceptions
    assert (str(failure), failure.__notes__) == ("three", [f"tenant {TENANT}"])


def test_nothing_is_told_when_nothing_failed():
    apart = Apart()
    assert apart.do(TENANT, [1], lambda _numbers: None) == 1
    apart.tell()


def test_a_database_that_is_away_ends_the_whole_at_once():
    def away(_numbers) -> None:
        raise StoreUnavailable("gone")

    with pytest.raises(StoreUnavailable):
        Apart().do(TENANT, [1, 2], away)


def test_a_tenant_that_has_fewer_places_gets_one_of_whoever_has_most_and_no_more_than_that():
    seats = Seats(4)
    first, *others = [seat for seat in (seats.take(TENANT) for _ in range(4)) if seat is not None]
    assert len(others) == 3
    assert seats.take(TENANT) is None
    theirs = [seats.take(OTHER_TENANT) for _ in range(3)]
    assert [seat is None for seat in theirs] == [False, False, True]
    assert [seat.given_away for seat in (first, *others)] == [True, True, False, False]
    seats.leave(first)
    assert seats.take(TENANT) is None
    seats.leave(others[-1])
    assert seats.take(TENANT) is not None
