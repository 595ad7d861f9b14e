"""Budgets from counts: exact, whatever the order; windows in days, months and zones; slices; burn rates and gaps."""

from datetime import timedelta

import hypothesis
from hypothesis import strategies as st
from pydantic import TypeAdapter

from shared.domain.slo.burning import burn_conditions
from shared.domain.slo.values import Budget, Budgeting, BurnCondition, CalendarMonth, RollingWindow
from shared.domain.slo.windows import Recorded, Windows, allowance, budget_at, gaps, record, seconds
from tests.support.given import NOON
from tests.support.silences import utc
from tests.support.slos import PLAIN, definition

FIVE = 300


def told(start: int, good: int, total: int, objective=PLAIN, source: str = "p", length: int = FIVE) -> Recorded:
    expected = objective.expected_events or 0
    return Recorded(start, start + length, good, total, allowance(objective, total), source, expected)


def of(*windows: Recorded, objective=PLAIN) -> Windows:
    found = Windows()
    for each in windows:
        found = record(found, each, objective)
    return found


def before(**delta: float) -> int:
    return seconds(NOON - timedelta(**delta))


def test_what_leaves_the_window_leaves_the_budget():
    windows = of(
        told(before(days=7, minutes=10), 0, 100), told(before(days=1), 99, 100), told(before(minutes=5), 100, 100)
    )
    assert budget_at(windows, PLAIN, NOON) == Budget(good=199, total=200, allowed_bad=2.0, consumed=0.5)
    assert budget_at(windows, PLAIN, NOON + timedelta(days=6, minutes=10)).total == 100


def test_a_calendar_month_begins_at_midnight_of_its_zone():
    """In Berlin March begins at 23:00 UTC of 28 February, and April, after the change of clocks, at 22:00 UTC."""
    month = definition(window=CalendarMonth(zone="Europe/Berlin"))
    first, last = seconds(utc(2026, 3, 31, 21, 55)), seconds(utc(2026, 3, 31, 22))
    windows = of(told(first, 50, 100, month), told(last, 100, 100, month), objective=month)
    assert budget_at(windows, month, utc(2026, 3, 31, 21, 59, 59)).total == 100
    assert budget_at(windows, month, utc(2026, 3, 31, 22, 5)).good == 100
    assert budget_at(windows, month, utc(2026, 3, 31, 22, 5)).total == 100


def test_with_little_traffic_one_bad_event_weighs_as_among_those_expected():
    quiet = definition(expected_events=1_000)
    windows = of(told(before(minutes=5), 1, 2, quiet), told(before(minutes=10), 0, 0, quiet), objective=quiet)
    assert budget_at(windows, quiet, NOON) == Budget(good=1_999, total=2_000, allowed_bad=20.0, consumed=0.05)
    busy = of(told(before(minutes=5), 4_000, 5_000, quiet), objective=quiet)
    assert budget_at(busy, quiet, NOON) == Budget(good=4_000, total=5_000, allowed_bad=50.0, consumed=20.0)


def test_an_excluded_window_is_known_and_counts_for_nothing():
    windows = of(told(before(minutes=5), 0, 100)._replace(excluded=True), told(before(minutes=10), 99, 100))
    assert budget_at(windows, PLAIN, NOON) == Budget(good=99, total=100, allowed_bad=1.0, consumed=1.0)
    assert gaps(windows, NOON - timedelta(minutes=10), NOON) == []


def test_slices_count_once_whatever_their_traffic_and_an_idle_slice_is_good():
    sliced = definition(budgeting=Budgeting.TIMESLICES, timeslice_target=95)
    windows = of(
        told(before(minutes=15), 95, 100, sliced),
        told(before(minutes=10), 94_000, 100_000, sliced),
        told(before(minutes=5), 0, 0, sliced),
        objective=sliced,
    )
    assert budget_at(windows, sliced, NOON) == Budget(good=2, total=3, allowed_bad=0.03, consumed=100 / 3)


def test_windows_that_are_settled_are_kept_by_the_hour_and_nothing_of_them_is_lost():
    many = [told(before(days=5) + FIVE * number, 99, 100) for number in range(5 * 24 * 12)]
    windows = of(*many)
    assert len(windows.recent) == 48 * 12
    assert len(windows.hours) == 3 * 24
    found = budget_at(windows, PLAIN, NOON)
    assert found == Budget(good=99 * 1_440, total=100 * 1_440, allowed_bad=1_440.0, consumed=1.0)


def test_a_month_of_one_minute_windows_stays_small():
    month = definition(window=RollingWindow(days=30))
    adapter = TypeAdapter(Windows)
    windows = Windows(
        recent=tuple(
            told(before(hours=48) + 60 * number, 599, 600, month, "prometheus", 60) for number in range(2_880)
        ),
        hours=of(told(before(days=1), 1, 1)).hours,
        newest_end=seconds(NOON),
    )
    assert len(adapter.dump_json(windows)) < 200_000
    assert adapter.validate_json(adapter.dump_json(windows)) == windows


_few = st.lists(
    st.builds(
        lambda start, good, bad, source: told(before(hours=40) + FIVE * start, good, good + bad, source=source),
        st.integers(0, 400),
        st.integers(0, 50),
        st.integers(0, 5),
        st.sampled_from(["p", "q"]),
    ),
    unique_by=lambda each: (each.start, each.source),
    max_size=40,
)


@hypothesis.given(_few, st.randoms(use_true_random=False), st.integers(0, 60))
def test_the_budget_is_the_same_in_whatever_order_windows_and_corrections_come(windows, random, hours_later):
    wrong_first = [each._replace(good=0) for each in windows[::2]]
    shuffled = windows[:]
    random.shuffle(shuffled)
    at = NOON + timedelta(hours=hours_later)
    good, total = sum(each.good for each in windows), sum(each.total for each in windows)
    found = budget_at(of(*wrong_first, *shuffled), PLAIN, at)
    assert (found.good, found.total) == (good, total)
    assert found == budget_at(of(*windows), PLAIN, at)


@hypothesis.given(_few, st.integers(0, 120))
def test_settling_moves_windows_and_changes_no_budget(windows, hours):
    newest = told(before(hours=-hours), 1, 1, source="newest")
    settled = of(*windows, newest)
    at = NOON + timedelta(hours=hours, minutes=5)
    kept = (*windows, newest)
    found = budget_at(settled, PLAIN, at)
    assert (found.good, found.total) == (sum(each.good for each in kept), sum(each.total for each in kept))


def test_the_usual_conditions_scale_with_the_window():
    month, week = definition(window=RollingWindow(days=30)), definition(window=RollingWindow(days=7))
    assert [condition.rate for condition in burn_conditions(month)] == [14.4, 6.0, 3.0, 1.0]
    assert [condition.rate for condition in burn_conditions(week)] == [3.36, 1.4, 0.7, 0.2333]
    own = (BurnCondition(long_s=3_600, short_s=300, rate=2),)
    assert burn_conditions(definition(burn_policy=own)) == own


def test_a_gap_is_a_time_of_which_nothing_was_told():
    windows = of(told(before(minutes=60), 1, 1), told(before(minutes=50), 1, 1))
    found = gaps(windows, NOON - timedelta(hours=1), NOON)
    assert found == [(NOON - timedelta(minutes=55), NOON - timedelta(minutes=50))]
