"""Recurrence rules by the day, compared with another implementation; bad ones are refused, none runs without end."""

from datetime import date, datetime, timedelta
from itertools import islice

import hypothesis
import pytest
from dateutil.rrule import rrule, rrulestr
from hypothesis import strategies as st

from shared.kernel.recurrence import InvalidRule, days, parts_of, refuse_misuse, rule_of
from tests.support.examples import examples

_numbers = st.sampled_from(["1", "2", "12"])
_month_days = st.sampled_from(["1", "15,31", "-1", "30,-31", "29"])
_week_days = st.sampled_from(["MO", "SA,SU", "MO,WE,FR"])
_nth = st.sampled_from(["1MO", "-1FR", "2TU,4TU", "5SA"])


@st.composite
def rules(draw) -> str:
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}"]
    choices = {"INTERVAL": st.sampled_from(["1", "2", "7"]), "BYMONTH": _numbers, "BYDAY": _week_days}
    if frequency != "WEEKLY":
        choices["BYMONTHDAY"] = _month_days
    if frequency in ("MONTHLY", "YEARLY"):
        choices["BYDAY"] = st.one_of(_week_days, _nth)
    for name, values in choices.items():
        if draw(st.booleans()):
            parts.append(f"{name}={draw(values)}")
    if frequency in ("MONTHLY", "YEARLY") and len(parts) > 2 and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from(['1', '-1', '1,3', '-2']))}")
    return ";".join((*parts, f"WKST={draw(st.sampled_from(['MO', 'SU']))}"))


#: As 2020, for the calendar repeats itself after 400 years; but the other implementation looks for days that never
#: come, such as a 30th of February, up to the year 9999.
_FIRST = date(9620, 1, 1)


@hypothesis.settings(max_examples=examples(60))
@hypothesis.given(rules(), st.integers(0, 3_000), st.integers(0, 2_000))
def test_days_are_those_that_another_implementation_finds(text: str, start: int, later: int):
    first = _FIRST + timedelta(days=start)
    after, until = first + timedelta(days=later), first + timedelta(days=later + 800)
    midnight = datetime.min.time()
    begins, ends = datetime.combine(after, midnight), datetime.combine(until, midnight)
    other = rrulestr(text, dtstart=datetime.combine(first, midnight))
    assert isinstance(other, rrule)
    expected = other.replace(until=ends).between(begins, ends, inc=True)
    assert list(days(rule_of(parts_of(text)), first, after, until)) == [each.date() for each in expected]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        *((f"FREQ={frequency};INTERVAL=0", "INTERVAL=0") for frequency in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL=-1"),
        ("FREQ=DAILY;INTERVAL=.5", "INTERVAL=.5"),
        ("FREQ=DAILY;INTERVAL=1001", "from 1 to 1000"),
        ("FREQ=DAILY;INTERVAL=" + "9" * 400, "from 1 to 1000"),
        ("FREQ=MONTHLY;BYMONTHDAY=99", "BYMONTHDAY=99"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY=0"),
        ("FREQ=YEARLY;BYMONTH=13", "BYMONTH=13"),
        ("FREQ=YEARLY;BYMONTH=-1", "BYMONTH=-1"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "BYSETPOS=0"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=400", "BYSETPOS=400"),
        ("FREQ=MONTHLY;BYDAY=XX", "BYDAY=XX"),
        ("FREQ=MONTHLY;BYDAY=", "BYDAY="),
        ("FREQ=YEARLY;BYDAY=54MO", "BYDAY=54MO"),
        ("FREQ=WEEKLY;WKST=DI", "WKST=DI"),
        ("FREQ=SECONDLY", "FREQ must be one of"),
        ("FREQ=WEEKLY;FREQ=DAILY", "FREQ is there twice"),
        ("FREQ=WEEKLY;BYDAY=2MO", "BYDAY counts days"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "takes no BYMONTHDAY"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS chooses among days"),
        ("", "FREQ must be one of"),
    ],
)
def test_a_rule_that_means_nothing_is_refused_in_words(text, why):
    with pytest.raises(InvalidRule, match=why):
        refuse_misuse(rule_of(parts_of(text)))


def test_a_start_long_ago_and_an_end_far_ahead_cost_no_steps_of_their_own():
    rule = rule_of(parts_of("FREQ=DAILY;INTERVAL=1000"))
    first = date(1, 1, 1)
    (found,) = days(rule, first, date(2261, 1, 1), date(2263, 9, 26))
    assert (found - first).days % 1_000 == 0
    assert next(days(rule_of(parts_of("FREQ=YEARLY;INTERVAL=1000")), date(2250, 1, 1), date(2251, 1, 1), date.max)) == (
        date(3250, 1, 1)
    )


def test_a_rule_that_is_never_met_is_looked_for_between_two_days_only():
    never = rule_of(parts_of("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"))
    assert list(days(never, date(1970, 1, 1), date(2026, 1, 1), date(2031, 1, 1))) == []


def test_several_kinds_of_weekdays_add_up():
    rule = rule_of(parts_of("FREQ=MONTHLY;BYDAY=MO,-1FR"))
    assert list(islice(days(rule, date(2026, 11, 20), date(2026, 11, 20), date(2027, 1, 1)), 4)) == [
        date(2026, 11, 23),
        date(2026, 11, 27),
        date(2026, 11, 30),
        date(2026, 12, 7),
    ]
