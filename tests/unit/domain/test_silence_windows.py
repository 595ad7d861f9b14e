"""When a silence is active: by instants, and by the clock on the wall."""

from datetime import timedelta
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

from shared.domain.silence.windows import SilenceWindow, check_rule, next_window, silence_problem, window_at
from shared.kernel import recurrence
from shared.kernel.recurrence import InvalidRule
from tests.support.silences import once, recurring, utc

SUNDAY_TWO_BERLIN = utc(2026, 3, 1, 1)  # 02:00 in Berlin, in winter
weekly = recurring("FREQ=WEEKLY;BYDAY=SU", SUNDAY_TWO_BERLIN)


def test_a_window_holds_its_start_and_not_its_end():
    definition = once(utc(2026, 3, 1, 12), utc(2026, 3, 1, 13))
    window = SilenceWindow(utc(2026, 3, 1, 12), utc(2026, 3, 1, 13))
    assert window_at(definition, utc(2026, 3, 1, 11, 59, 59)) is None
    assert window_at(definition, utc(2026, 3, 1, 12)) == window
    assert window_at(definition, utc(2026, 3, 1, 12, 59, 59)) == window
    assert window_at(definition, utc(2026, 3, 1, 13)) is None
    assert next_window(definition, utc(2026, 3, 1, 11)) == window
    assert next_window(definition, utc(2026, 3, 1, 12)) is None


def test_two_in_the_morning_stays_two_when_the_clocks_change():
    assert window_at(weekly, utc(2026, 3, 22, 1)) == SilenceWindow(utc(2026, 3, 22, 1), utc(2026, 3, 22, 3))
    # From 29 March Berlin is two hours ahead of UTC: 02:00 there is midnight in UTC.
    assert window_at(weekly, utc(2026, 4, 5, 0)) == SilenceWindow(utc(2026, 4, 5, 0), utc(2026, 4, 5, 2))
    assert window_at(weekly, utc(2026, 4, 5, 2)) is None


def test_a_time_that_the_clocks_skip_is_an_hour_later():
    """On 29 March 2026 Berlin has no 02:00."""
    assert window_at(weekly, utc(2026, 3, 29, 0, 59)) is None
    assert window_at(weekly, utc(2026, 3, 29, 1)) == SilenceWindow(utc(2026, 3, 29, 1), utc(2026, 3, 29, 3))


def test_a_time_that_comes_twice_is_meant_the_first_time():
    """On 25 October 2026 Berlin has 02:00 at 00:00 and at 01:00 UTC; 04:00 is at 03:00 UTC."""
    assert window_at(weekly, utc(2026, 10, 25, 0)) == SilenceWindow(utc(2026, 10, 25, 0), utc(2026, 10, 25, 3))


def test_ten_to_six_is_ten_to_six_in_the_nights_when_clocks_change():
    nightly = recurring("FREQ=DAILY", utc(2027, 3, 20, 21), hours=8)
    assert window_at(nightly, utc(2027, 3, 27, 22)) == SilenceWindow(utc(2027, 3, 27, 21), utc(2027, 3, 28, 4))
    assert window_at(nightly, utc(2027, 3, 28, 4)) is None
    assert window_at(nightly, utc(2027, 3, 28, 23)) == SilenceWindow(utc(2027, 3, 28, 20), utc(2027, 3, 29, 4))
    assert window_at(nightly, utc(2027, 10, 31, 4, 59)) == SilenceWindow(utc(2027, 10, 30, 20), utc(2027, 10, 31, 5))


def test_a_first_window_in_the_hour_that_comes_twice_begins_when_its_silence_says():
    """01:30 UTC is the second 02:30 of that night in Berlin; from then on there is one 02:30 a night."""
    nightly = recurring("FREQ=DAILY", utc(2027, 10, 31, 1, 30), hours=1)
    assert next_window(nightly, utc(2027, 10, 1)) == SilenceWindow(utc(2027, 10, 31, 1, 30), utc(2027, 10, 31, 2, 30))
    assert next_window(nightly, utc(2027, 10, 31, 1, 30)) == SilenceWindow(
        utc(2027, 11, 1, 1, 30), utc(2027, 11, 1, 2, 30)
    )


@pytest.mark.parametrize("frequency", ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"])
@pytest.mark.parametrize(
    "part", ["INTERVAL=0", "INTERVAL=-1", "BYMONTHDAY=99", "BYMONTH=13", "BYDAY=MO;BYSETPOS=0", "BYDAY=MO;BYSETPOS=400"]
)
def test_a_rule_of_earlier_days_that_means_nothing_is_never_active_and_says_why(frequency, part):
    stored = recurring(f"FREQ={frequency};{part}", SUNDAY_TWO_BERLIN)
    assert window_at(stored, SUNDAY_TWO_BERLIN) is None
    assert next_window(stored, utc(2026, 1, 1)) is None
    assert part.rpartition(";")[2] in (silence_problem(stored) or "")


def test_a_zone_that_is_gone_makes_a_silence_unusable_and_breaks_nothing():
    stored = recurring("FREQ=DAILY", SUNDAY_TWO_BERLIN, zone="US/Pacific-New")
    assert window_at(stored, SUNDAY_TWO_BERLIN) is None
    assert "US/Pacific-New" in (silence_problem(stored) or "")


def test_a_silence_from_1970_that_recurs_daily_is_looked_up_in_no_more_steps_than_one_of_today(monkeypatch):
    tried: list[object] = []
    real = recurrence._days_of

    def counted(*told: Any) -> Any:
        tried.append(told)
        return real(*told)

    monkeypatch.setattr(recurrence, "_days_of", counted)
    assert window_at(recurring("FREQ=DAILY", utc(1970, 1, 1)), utc(2026, 3, 1, 0, 30)) is not None
    assert next_window(recurring("FREQ=DAILY", utc(1970, 1, 1)), utc(2026, 3, 1, 1)) is not None
    assert len(tried) < 10


def test_no_window_begins_before_the_first_or_after_the_end():
    ending = recurring("FREQ=WEEKLY;BYDAY=SU", SUNDAY_TWO_BERLIN, end=utc(2026, 3, 8, 1))
    assert window_at(ending, utc(2026, 2, 22, 1)) is None
    assert next_window(ending, utc(2026, 1, 1)) == SilenceWindow(utc(2026, 3, 1, 1), utc(2026, 3, 1, 3))
    assert window_at(ending, utc(2026, 3, 8, 2)) == SilenceWindow(utc(2026, 3, 8, 1), utc(2026, 3, 8, 3))
    assert next_window(ending, utc(2026, 3, 8, 1)) is None


def test_the_start_of_a_recurring_silence_need_not_fit_its_rule():
    mondays = recurring("FREQ=WEEKLY;BYDAY=MO", SUNDAY_TWO_BERLIN)
    assert next_window(mondays, utc(2026, 1, 1)) == SilenceWindow(utc(2026, 3, 2, 1), utc(2026, 3, 2, 3))


def test_the_last_friday_of_a_month_can_be_said():
    fridays = recurring("FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", utc(2026, 3, 1, 20), zone="UTC", hours=1)
    assert next_window(fridays, utc(2026, 3, 28)) == SilenceWindow(utc(2026, 4, 24, 20), utc(2026, 4, 24, 21))


def test_a_rule_that_is_never_met_is_refused_at_once():
    with pytest.raises(InvalidRule, match="not met once"):
        check_rule(recurring("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", SUNDAY_TWO_BERLIN))


@hypothesis.given(
    st.sampled_from(["FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=MONTHLY;BYMONTHDAY=31"]),
    st.sampled_from(["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "UTC", "Pacific/Apia"]),
    st.integers(0, 400 * 24 * 4),
)
def test_a_moment_is_in_a_window_exactly_when_a_window_begun_before_has_not_ended(rrule, zone, quarters):
    definition = recurring(rrule, utc(2026, 1, 1, 2, 30), zone=zone, hours=5)
    moment = utc(2026, 1, 1) + timedelta(minutes=15 * quarters)
    found, walked = None, next_window(definition, moment - timedelta(hours=6))
    while walked is not None and walked.starts_at <= moment:
        assert walked.ends_at is not None
        found = walked if walked.starts_at <= moment < walked.ends_at else found
        walked = next_window(definition, walked.starts_at)
    assert window_at(definition, moment) == found


def test_a_start_between_two_seconds_loses_no_window():
    start = utc(2026, 3, 1, 1, 0, 0, 500_000)
    assert next_window(recurring("FREQ=DAILY", start), utc(2026, 2, 1)) == SilenceWindow(
        utc(2026, 3, 1, 1), utc(2026, 3, 1, 3)
    )
