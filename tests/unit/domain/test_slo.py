"""What can be asked of an objective, and what follows."""

from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

from shared.domain.slo.facts import SLIWindowRecorded, SLOBudgetExhausted, SLOBudgetRecovered, SLOUpdated
from shared.domain.slo.values import Budget, Budgeting, BurnCondition, CalendarMonth, CountsIndicator, RecordedIndicator
from shared.domain.slo.windows import budget_at
from tests.support.given import ANA, NOON, after
from tests.support.slos import OBJECTIVE, create, created, definition, given, update, window

STRICTER = definition(target=99.9)
ANOTHER_COUNT = definition(indicator=CountsIndicator(good_query="other", total_query="total"))

RATE_OF = {
    "total_series": 'job:http:rate5m{job="a"}',
    "total_is": "rate",
    "bad_series": "slo:sli_error:ratio_rate5m",
    "bad_is": "ratio",
}


def recorded(good, total, budget, *, start=NOON - timedelta(minutes=5), corrected=(None, None), revision=1):
    return SLIWindowRecorded(
        slo_id=OBJECTIVE,
        revision=revision,
        window_start=start,
        window_end=start + timedelta(minutes=5),
        good=good,
        total=total,
        source="prometheus",
        corrected_good=corrected[0],
        corrected_total=corrected[1],
        recorded_at=NOON,
        budget=budget,
    )


def budget(good, total, allowed, consumed):
    return Budget(good=good, total=total, allowed_bad=allowed, consumed=consumed)


def revised(wanted, revision, *, restarted):
    return SLOUpdated(
        slo_id=OBJECTIVE, revision=revision, definition=wanted, budget_restarted=restarted, updated_by=ANA
    )


def test_a_slug_is_one_objective():
    past = given.when(create()).then(created())
    past.when(create()).then_nothing()
    past.when(create(STRICTER)).then_rejected("slo.exists", saying="'checkout'")


def test_each_other_definition_is_the_next_revision():
    past = given.facts(created()).when(update(STRICTER)).then(revised(STRICTER, 2, restarted=False))
    past.when(update(STRICTER)).then_nothing()


def test_a_window_is_recorded_with_what_it_leaves_of_the_budget():
    half = budget(995, 1_000, 10.0, 0.5)
    past = given.facts(created()).when(window(995, 1_000)).then(recorded(995, 1_000, half))
    past.when(window(995, 1_000)).then_nothing()


def test_the_same_counts_during_maintenance_use_up_nothing():
    half, nothing = budget(995, 1_000, 10.0, 0.5), budget(0, 0, 0.0, 0.0)
    excluded = recorded(995, 1_000, nothing, corrected=(995, 1_000)).model_copy(update={"excluded": True})
    asked = given.facts(created(), recorded(995, 1_000, half)).when(window(995, 1_000, excluded=True))
    asked.then(excluded).when(window(995, 1_000, excluded=True)).then_nothing()


def test_a_correction_replaces_the_window_and_says_what_it_was():
    past = given.facts(created(), recorded(995, 1_000, budget(995, 1_000, 10.0, 0.5)))
    past.when(window(998, 1_000)).then(recorded(998, 1_000, budget(998, 1_000, 10.0, 0.2), corrected=(995, 1_000)))


def test_no_traffic_is_not_missing_data_and_burns_nothing():
    given.facts(created()).when(window(0, 0)).then(recorded(0, 0, budget(0, 0, 0.0, 0.0)))


def test_the_budget_is_exhausted_once_and_recovers_below_nine_tenths():
    gone = budget(990, 1_000, 10.0, 1.0)
    past = (
        given.facts(created())
        .when(window(990, 1_000))
        .then(recorded(990, 1_000, gone), SLOBudgetExhausted(slo_id=OBJECTIVE, revision=1, at=NOON, budget=gone))
    )
    at_the_line = budget(1_040, 1_050, 10.5, 10 / 10.5)
    earlier = NOON - timedelta(minutes=10)
    past = past.when(window(50, 50, start=earlier)).then(recorded(50, 50, at_the_line, start=earlier))
    back = budget(1_042, 1_050, 10.5, 8 / 10.5)
    past.when(window(992, 1_000)).then(
        recorded(992, 1_000, back, corrected=(990, 1_000)),
        SLOBudgetRecovered(slo_id=OBJECTIVE, revision=1, at=NOON, budget=back),
    )


def test_another_target_leaves_what_was_recorded_under_the_old_one():
    past = given.facts(created(), recorded(995, 1_000, budget(995, 1_000, 10.0, 0.5)))
    past = past.facts(revised(STRICTER, 2, restarted=False))
    start = NOON - timedelta(minutes=10)
    past.when(window(1_000, 1_000, start=start)).then(
        recorded(1_000, 1_000, budget(1_995, 2_000, 11.0, 5 / 11), start=start, revision=2)
    )


def test_another_indicator_begins_the_budget_anew_and_ends_an_exhaustion():
    gone = budget(0, 1_000, 10.0, 100.0)
    exhausted = SLOBudgetExhausted(slo_id=OBJECTIVE, revision=1, at=NOON, budget=gone)
    untouched = budget(0, 0, 0.0, 0.0)
    past = given.facts(created(), recorded(0, 1_000, gone), exhausted)
    past = past.when(update(ANOTHER_COUNT)).then(
        revised(ANOTHER_COUNT, 2, restarted=True),
        SLOBudgetRecovered(slo_id=OBJECTIVE, revision=2, at=NOON, budget=untouched),
    )
    assert past.state.windows.recent == ()


@pytest.mark.parametrize(
    ("intent", "code"),
    [
        (window(2, 1), "slo.more_good_than_all"),
        (window(1, 1, start=after(1)), "slo.window_in_future"),
        (window(1, 1, minutes=0.5), "slo.window_length"),
        (window(1, 1, minutes=-5), "slo.window_length"),
        (window(1, 1, minutes=24 * 60 + 1), "slo.window_length"),
        (window(1, 1, start=NOON - timedelta(hours=1, microseconds=1)), "slo.window_not_on_seconds"),
        (window(1, 1, start=NOON - timedelta(minutes=7)), "slo.window_overlaps"),
    ],
)
def test_a_window_that_cannot_be_is_refused(intent, code):
    given.facts(created(), recorded(1, 1, budget(1, 1, 0.01, 0.0))).when(intent).then_rejected(code)


def test_the_same_time_from_another_source_is_another_window():
    past = given.facts(created(), recorded(1, 1, budget(1, 1, 0.01, 0.0)))
    assert past.when(window(1, 1, source="other")).followed


def test_a_word_about_a_time_that_is_settled_or_outside_the_budget_is_not_believed():
    two_days_on = NOON - timedelta(hours=49)
    past = given.facts(created(), recorded(1, 1, budget(1, 1, 0.01, 0.0), start=two_days_on))
    past = past.facts(*past.when(window(1, 1)).followed)
    past.when(window(0, 1, start=two_days_on)).then_ignored("window_too_old")
    given.facts(created()).when(window(1, 1, start=NOON - timedelta(days=10))).then_ignored("outside_budget_window")


def test_a_past_of_which_nothing_is_known_may_be_told_after_the_present_oldest_first():
    """Measuring is faster than whoever brings history in."""
    past = given.facts(created(), recorded(1, 1, budget(1, 1, 0.01, 0.0)))
    begins = NOON - timedelta(days=5)
    for number in range(30):
        told = past.when(window(9, 10, start=begins + number * timedelta(minutes=5))).followed
        assert [type(fact) for fact in told[:1]] == [SLIWindowRecorded]
        past = past.facts(*told)
    assert budget_at(past.state.windows, definition(), NOON).total == 1 + 30 * 10
    past.when(window(9, 10, start=begins + timedelta(minutes=5))).then_ignored("window_too_old")
    past.when(window(9, 10, start=begins - timedelta(minutes=55), minutes=60)).then_ignored("window_too_old")


def test_a_months_last_window_is_recorded_after_it_and_not_counted_in_the_next():
    midnight = datetime(2026, 2, 28, 23, tzinfo=UTC)
    past = given.facts(created(definition(window=CalendarMonth(zone="Europe/Berlin"))))

    (fact,) = past.when(
        window(0, 10, start=midnight - timedelta(minutes=5)), at=midnight + timedelta(minutes=1)
    ).followed
    assert (fact.total, fact.budget.total) == (10, 0)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (definition(window=CalendarMonth(zone="Nowhere/Atall")), "slo.unknown_zone"),
        (definition(budgeting=Budgeting.TIMESLICES), "slo.timeslice_target_missing"),
        (definition(burn_policy=(BurnCondition(long_s=300, short_s=300, rate=2),)), "slo.look_backs_reversed"),
        (definition(target=99.9999999), "slo.target_too_fine"),
    ],
)
def test_an_objective_that_could_not_be_counted_is_refused(wanted, code):
    given.when(create(wanted)).then_rejected(code)
    given.facts(created()).when(update(wanted)).then_rejected(code)


@pytest.mark.parametrize("intent", [update(STRICTER), window(1, 1)], ids=lambda intent: type(intent).__name__)
def test_nothing_can_be_asked_of_an_objective_that_nobody_created(intent):
    given.when(intent).then_rejected("slo.not_found")


def test_a_record_over_another_time_than_a_window_would_be_counted_twice_and_is_refused():
    whole = RecordedIndicator.model_validate(RATE_OF)
    given.when(create(definition(indicator=whole))).then(created(definition(indicator=whole)))
    unnamed = RecordedIndicator.model_validate({**RATE_OF, "total_series": "requests", "bad_series": "failed"})
    given.when(create(definition(indicator=unnamed))).then(created(definition(indicator=unnamed)))
    shorter = RecordedIndicator.model_validate({**RATE_OF, "bad_series": "slo:sli_error:ratio_rate1h"})
    given.when(create(definition(indicator=shorter))).then_rejected("slo.record_of_another_time")


@pytest.mark.parametrize("series", ["sum(a)", "a[5m]", 'a{b="c"} or d', 'a{b="c', "", 'a{b="}"}}'])
def test_only_a_series_is_one(series):
    with pytest.raises(ValidationError):
        RecordedIndicator.model_validate(
            {"total_series": series, "total_is": "rate", "bad_series": "b", "bad_is": "ratio"}
        )
