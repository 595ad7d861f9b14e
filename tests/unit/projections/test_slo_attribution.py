"""What was bad is put down to incidents in whole numbers, and never more of it than there was."""

from hypothesis import given
from hypothesis import strategies as st

from shared.projections.slo_burndown.attribution import BadWindow, Lasting, attributed

MINUTE = 60


def window(bad: int, *during: int, start: int = 0, minutes: int = 5) -> BadWindow:
    return BadWindow(start * MINUTE, (start + minutes) * MINUTE, bad, during)


def lasting(start: int, end: int) -> Lasting:
    return Lasting(start * MINUTE, end * MINUTE)


def test_an_incident_answers_for_the_minutes_that_it_lasted() -> None:
    assert attributed([window(100, 0)], [lasting(3, 60)]) == {0: 40}
    assert attributed([window(100, 0)], [lasting(-10, 60)]) == {0: 100}


def test_two_incidents_share_the_minutes_in_which_both_lasted() -> None:
    """Five minutes of 100: the first alone for two, both for two, nobody for one."""
    assert attributed([window(100, 0, 1)], [lasting(0, 4), lasting(2, 4)]) == {0: 60, 1: 20}


def test_what_cannot_be_divided_goes_to_the_incident_that_began_first() -> None:
    assert attributed([window(1, 0, 1)], [lasting(0, 5), lasting(0, 5)]) == {0: 1, 1: 0}
    assert attributed([window(5, 0, 1)], [lasting(0, 5), lasting(0, 5)]) == {0: 3, 1: 2}


def test_of_one_bad_event_nobody_answers_when_most_of_the_window_was_nobodys() -> None:
    assert attributed([window(1, 0)], [lasting(3, 5)]) == {0: 0}
    assert attributed([window(1, 0)], [lasting(2, 5)]) == {0: 1}


def test_windows_are_added_up() -> None:
    windows = [window(10, 0), window(7, 0, start=5)]
    assert attributed(windows, [lasting(0, 60)]) == {0: 17}


_TIMES = st.tuples(st.integers(0, 40), st.integers(1, 40)).map(lambda both: lasting(both[0], both[0] + both[1]))


@given(
    st.lists(_TIMES, min_size=1, max_size=6).map(sorted),
    st.lists(st.integers(0, 10**12), min_size=1, max_size=12),
)
def test_never_more_is_attributed_than_was_bad_and_all_of_it_where_incidents_last_throughout(
    incidents: list[Lasting], bad: list[int]
) -> None:
    windows = [
        BadWindow(
            at.start,
            at.end,
            number,
            tuple(place for place, each in enumerate(incidents) if each.start < at.end and each.end > at.start),
        )
        for step, number in enumerate(bad)
        for at in (lasting(step * 5, step * 5 + 5),)
    ]
    for one in windows:
        found = attributed([one], incidents)
        assert all(share >= 0 for share in found.values())
        assert sum(found.values()) <= one.bad
        if any(each.start <= one.start and each.end >= one.end for each in incidents):
            assert sum(found.values()) == one.bad
