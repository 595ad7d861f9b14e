"""How objectives' rows follow from their facts, where steps begin, and what a curve shows."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shared.domain.slo import windows as rules
from shared.domain.slo.values import CalendarMonth
from shared.domain.slo.windows import PARTS, Hour, Windows, seconds
from shared.projections.page import InvalidQuery
from shared.projections.slo_burndown.burning_down import (
    budget_at,
    burn_rates,
    counted,
    curve,
    look_backs,
    projected_exhaustion,
    window_end,
)
from shared.projections.slo_burndown.objectives import CrossingRow, RevisionRow, crossings, objectives, revisions
from shared.projections.slo_burndown.projection import slo_burndown
from shared.projections.slo_burndown.queries import SeriesStep
from shared.projections.slo_burndown.sli_windows import sli_windows
from shared.projections.slo_burndown.steps import edges
from tests.support.facts import T0, minutes
from tests.support.given_projection import GivenProjection
from tests.support.history_slos import exhausted, measured, objective, recovered, revised, slo_id
from tests.support.slos import definition

given = GivenProjection(slo_burndown)
BERLIN = ZoneInfo("Europe/Berlin")
DAY = 86_400


def test_a_window_holds_what_was_told_of_it_last() -> None:
    facts = given.facts(objective(), measured(90, 100), measured(95, 100, corrected_good=90, corrected_total=100))

    facts.then_row(sli_windows, good=95, total=100, corrections=1, revision=1, window_end=minutes(5))
    facts.then_row(objectives, data_until=minutes(5), exhausted_since=None, version=3)


def test_windows_of_two_sources_and_lengths_are_windows_of_their_own() -> None:
    facts = given.facts(objective(), measured(1, 1), measured(1, 1, source="other"), measured(1, 1, length_s=600))

    assert len(facts.rows(sli_windows)) == 3


def test_another_target_judges_only_what_comes_after_it() -> None:
    facts = given.facts(objective(), revised(target=99.9))

    assert facts.rows(revisions) == [
        RevisionRow(slo_id=slo_id(), revision=1, allowed=PARTS // 100, good_share=None),
        RevisionRow(slo_id=slo_id(), revision=2, allowed=PARTS // 1000, good_share=None),
    ]
    facts.then_row(objectives, revision=2, counted_from=1)


def test_counting_something_else_begins_anew() -> None:
    facts = given.facts(objective(), measured(90, 100), revised(restarted=True))

    facts.then_row(objectives, revision=2, counted_from=2, data_until=None)
    again = facts.facts(measured(5, 10, revision=2))
    again.then_row(sli_windows, good=5, revision=2, corrections=0)
    again.then_row(objectives, data_until=minutes(5))


def test_a_budget_is_exhausted_until_it_recovers() -> None:
    facts = given.facts(objective(), exhausted(minutes(1)))

    facts.then_row(objectives, exhausted_since=minutes(1))
    over = facts.facts(recovered(minutes(2)))
    over.then_row(objectives, exhausted_since=None)
    assert [(row.version, row.exhausted, row.at) for row in over.rows(crossings)] == [
        (2, True, minutes(1)),
        (3, False, minutes(2)),
    ]
    assert isinstance(over.rows(crossings)[0], CrossingRow)


def test_minutes_and_hours_are_whole_ones_and_none_is_left_out() -> None:
    at = datetime(2026, 3, 1, 12, 30, 30, tzinfo=UTC)

    hours = edges(SeriesStep.HOUR, at - timedelta(hours=2), at, at, BERLIN)
    assert [edge.isoformat()[11:16] for edge in hours] == ["10:00", "11:00", "12:00", "13:00"]
    assert len(edges(SeriesStep.MINUTE, None, None, at, BERLIN)) == 62
    assert edges(SeriesStep.MINUTE, minutes(0), minutes(1), at, BERLIN) == [minutes(0), minutes(1)]


def test_a_day_is_the_zones_own_also_where_clocks_change() -> None:
    spring = edges(
        SeriesStep.DAY, datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 30, 12, tzinfo=UTC), T0, BERLIN
    )
    autumn = edges(
        SeriesStep.DAY, datetime(2026, 10, 25, 12, tzinfo=UTC), datetime(2026, 10, 26, 12, tzinfo=UTC), T0, BERLIN
    )

    assert [edge.isoformat()[:16] for edge in spring] == [
        "2026-03-27T23:00",
        "2026-03-28T23:00",
        "2026-03-29T22:00",
        "2026-03-30T22:00",
    ]
    assert autumn[1] - autumn[0] == timedelta(hours=25)


@pytest.mark.parametrize(
    ("step", "days", "said"),
    [
        (SeriesStep.MINUTE, 2, "ask for steps of one hour"),
        (SeriesStep.HOUR, 100, "ask for steps of one day"),
        (SeriesStep.DAY, 2_000, "ask for a shorter time"),
        (SeriesStep.DAY, -1, "since must be before until"),
    ],
)
def test_too_many_steps_are_refused_with_what_to_ask_instead(step: SeriesStep, days: int, said: str) -> None:
    with pytest.raises(InvalidQuery, match=said):
        edges(step, T0, T0 + timedelta(days=days), T0, BERLIN)


def hour(days_ago: float, good: int, total: int) -> Hour:
    start = int(T0.timestamp() - days_ago * DAY)
    return Hour(start, start + 3_600, good, total, total * PARTS // 100)


def test_a_curve_shows_the_budget_as_it_was_at_each_step_and_gaps_as_gaps() -> None:
    windows = Windows(hours=(hour(10, 90, 100), hour(6.5, 1_000, 1_000), hour(5.5, 995, 1_000), hour(0.5, 0, 1)))

    points = curve(counted(windows, definition()), definition(), T0, 7)

    assert [point.recorded for point in points] == [True, True, False, False, False, False, True]
    assert [point.at for point in points] == [T0 - timedelta(days=days) for days in range(6, -1, -1)]
    assert [(point.good, point.total) for point in points[:2]] == [(1_090, 1_100), (2_085, 2_100)]
    assert points[0].remaining == pytest.approx(1 - 10 / 11)
    assert points[1].remaining == pytest.approx(1 - 15 / 21)
    assert (points[2].remaining, points[2].total) == (None, None)
    assert points[6].remaining == pytest.approx(1 - 6 / 20.01)


def test_a_budget_that_burns_is_gone_when_its_rest_is_used_up_at_that_rate() -> None:
    calm = Windows(hours=(hour(5, 10_000, 10_000),))
    burning = Windows(hours=(hour(5, 10_000, 10_000), hour(1 / 24, 990, 1_000)))
    slow = Windows(hours=(hour(5, 10_000, 10_000), hour(1 / 24, 999, 1_000)))
    gone = Windows(hours=(hour(1 / 24, 0, 1_000),))

    assert projected_exhaustion(counted(calm, definition()), definition(), T0) is None
    assert projected_exhaustion(counted(slow, definition()), definition(), T0) is None
    assert projected_exhaustion(counted(gone, definition()), definition(), T0) is None
    expected = T0 + timedelta(days=7) * (1 - 10 / 110)
    found = projected_exhaustion(counted(burning, definition()), definition(), T0)
    assert found is not None
    assert abs(found - expected) < timedelta(seconds=1)


def test_sums_give_what_the_rules_of_objectives_give() -> None:
    windows = Windows(hours=(hour(10, 90, 100), hour(6.5, 1_000, 1_000), hour(5.5, 995, 1_000), hour(0.5, 0, 1)))
    told = counted(windows, definition())

    for days in (0.0, 0.5, 3.0, 5.5, 6.5, 12.0):
        at = T0 - timedelta(days=days)
        assert budget_at(told, definition(), at) == rules.budget_at(windows, definition(), at)
        assert [each.rate for each in burn_rates(told, definition(), at)] == [
            _rate(windows.hours, seconds(at) - span, seconds(at)) for span in look_backs(definition())
        ]


def _rate(hours: Sequence[Hour], since: int, until: int) -> float | None:
    """Hour by hour, in place of sums."""
    held = [hour for hour in hours if hour.end > since and hour.start < until]
    allowed = sum(hour.allowed for hour in held)
    return sum(hour.total - hour.good for hour in held) * PARTS / allowed if allowed else None


def test_a_calendar_month_ends_at_its_zones_midnight() -> None:
    march = definition(window=CalendarMonth(zone="Europe/Berlin"))

    assert window_end(march, T0) == datetime(2026, 3, 31, 22, tzinfo=UTC)
    assert window_end(definition(), T0) == T0
