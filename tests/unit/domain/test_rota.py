"""Who is on call when, in the schedule's own time."""

from datetime import datetime, timedelta
from itertools import pairwise

import hypothesis
import pytest
from hypothesis import strategies as st

from shared.domain.on_call_schedule.facts import OnCallOverrideAdded, OnCallScheduleCreated
from shared.domain.on_call_schedule.rota import LONGEST, OnCall, Slot, gaps, on_call_at, plan
from shared.domain.on_call_schedule.values import Unit
from tests.support.given import ANA
from tests.support.schedules import SCHEDULE, create, layer, office_hours, override, schedule, shift
from tests.support.schedules import given as given_schedule
from tests.support.silences import utc

WEEKLY = schedule(layer("ana", "ben"))


def who(definition, at, *overrides):
    return on_call_at(definition, overrides, at).person


def test_members_take_turns_and_the_answer_says_until_when_and_who_is_next():
    assert on_call_at(WEEKLY, (), utc(2026, 3, 2, 8)) == OnCall(
        person="ana", by="primary", until=utc(2026, 3, 9, 8), next_person="ben", next_starts_at=utc(2026, 3, 9, 8)
    )
    assert who(WEEKLY, utc(2026, 3, 9, 8)) == "ben"
    assert who(WEEKLY, utc(2026, 3, 16, 8)) == "ana"


def test_nobody_is_on_call_before_the_first_handoff():
    found = on_call_at(WEEKLY, (), utc(2026, 3, 2, 7, 59))
    assert (found.person, found.by, found.until, found.next_person) == (None, "", utc(2026, 3, 2, 8), "ana")


def test_the_handoff_stays_at_nine_on_the_wall_when_the_clocks_change():
    """Berlin: 09:00 is 08:00 UTC on 23 March and 07:00 UTC on 30 March and after."""
    slots = plan(WEEKLY, (), utc(2026, 3, 23, 8), utc(2026, 4, 13, 7))
    assert slots == [
        Slot(utc(2026, 3, 23, 8), utc(2026, 3, 30, 7), "ben", "primary"),
        Slot(utc(2026, 3, 30, 7), utc(2026, 4, 6, 7), "ana", "primary"),
        Slot(utc(2026, 4, 6, 7), utc(2026, 4, 13, 7), "ben", "primary"),
    ]


def test_turns_of_twelve_hours_keep_their_times_of_day_when_the_clocks_change():
    """Berlin: 09:00 is 07:00 UTC until 24 October and 08:00 UTC from the 25th."""
    twelve = schedule(layer("day", "night", unit=Unit.HOURS, every=12, first=datetime(2026, 10, 19, 9)))
    assert plan(twelve, (), utc(2026, 10, 24, 7), utc(2026, 10, 26, 8)) == [
        Slot(utc(2026, 10, 24, 7), utc(2026, 10, 24, 19), "day", "primary"),
        Slot(utc(2026, 10, 24, 19), utc(2026, 10, 25, 8), "night", "primary"),
        Slot(utc(2026, 10, 25, 8), utc(2026, 10, 25, 20), "day", "primary"),
        Slot(utc(2026, 10, 25, 20), utc(2026, 10, 26, 8), "night", "primary"),
    ]


def test_turns_of_hours_that_fill_no_day_are_as_long_on_the_day_the_clocks_change():
    seven = schedule(layer("ana", "ben", unit=Unit.HOURS, every=7, first=datetime(2026, 3, 28, 9)))
    slots = plan(seven, (), utc(2026, 3, 28, 8), utc(2026, 3, 30, 2))
    assert {slot.ends_at - slot.starts_at for slot in slots} == {timedelta(hours=7)}


def test_of_two_overrides_that_hold_the_newest_says_who():
    """The later one lies within the earlier one: both are seen in the plan."""
    week = override("ben", utc(2026, 12, 7, 8), utc(2026, 12, 14, 8), 1)
    within = override("cleo", utc(2026, 12, 9, 12), utc(2026, 12, 9, 14), 2)
    past = given_schedule.facts(
        OnCallScheduleCreated(schedule_id=SCHEDULE, slug="payments", definition=WEEKLY, created_by=ANA),
        *(OnCallOverrideAdded(schedule_id=SCHEDULE, override=each, added_by=ANA) for each in (week, within)),
    )
    slots = plan(WEEKLY, past.state.overrides, utc(2026, 12, 7, 8), utc(2026, 12, 14, 8))
    assert [(slot.person, slot.starts_at) for slot in slots] == [
        ("ben", utc(2026, 12, 7, 8)),
        ("cleo", utc(2026, 12, 9, 12)),
        ("ben", utc(2026, 12, 9, 14)),
    ]
    assert on_call_at(WEEKLY, past.state.overrides, utc(2026, 12, 9, 13)).person == "cleo"


@pytest.mark.parametrize(
    "first", [datetime(*day) for day in ((1, 1, 1), (9999, 12, 31, 23), (1969, 12, 31), (2262, 1, 1))]
)
@pytest.mark.parametrize("zone", ["Pacific/Apia", "America/Los_Angeles"])
def test_a_first_handoff_of_earlier_days_in_a_year_that_cannot_be_begins_nothing(first, zone):
    stored = schedule(layer("ana", first=first), zone=zone)
    assert on_call_at(stored, (), utc(2026, 3, 2)).person is None
    given_schedule.when(create(stored)).then_rejected("on_call_schedule.handoff_out_of_range")


def test_a_daily_turn_is_23_hours_long_when_an_hour_is_skipped():
    daily = schedule(layer("ana", "ben", unit=Unit.DAYS, first=datetime(2026, 3, 28, 9)))
    first = plan(daily, (), utc(2026, 3, 28, 8), utc(2026, 3, 30, 7))[0]
    assert first == Slot(utc(2026, 3, 28, 8), utc(2026, 3, 29, 7), "ana", "primary")


def test_hours_leave_gaps_and_gaps_are_seen():
    office = schedule(layer("ana", hours=office_hours()))
    slots = plan(office, (), utc(2026, 3, 6, 8), utc(2026, 3, 9, 16))  # Friday to Monday
    assert slots == [
        Slot(utc(2026, 3, 6, 8), utc(2026, 3, 6, 16), "ana", "primary"),
        Slot(utc(2026, 3, 6, 16), utc(2026, 3, 9, 8), None, ""),
        Slot(utc(2026, 3, 9, 8), utc(2026, 3, 9, 16), "ana", "primary"),
    ]
    assert gaps(slots) == [slots[1]]


def test_hours_over_midnight_belong_to_the_day_on_which_they_begin():
    nights = schedule(layer("ana", hours=office_hours("22:00", "06:00")))
    assert who(nights, utc(2026, 3, 7, 4)) == "ana"  # Saturday 05:00 in Berlin, the night of Friday
    assert who(nights, utc(2026, 3, 8, 4)) is None  # Sunday 05:00, the night of Saturday


def test_a_later_layer_stands_above_an_earlier_one_while_it_applies():
    both = schedule(layer("ana", name="base"), layer("ben", name="office", hours=office_hours()))
    assert on_call_at(both, (), utc(2026, 3, 6, 9)).by == "office"
    assert on_call_at(both, (), utc(2026, 3, 6, 20)).by == "base"


def test_overrides_stand_above_shifts_and_shifts_above_layers():
    planned = schedule(layer("ana"), shifts=(shift("cy", utc(2026, 3, 3), utc(2026, 3, 4)),))
    taken = override("ben", utc(2026, 3, 3, 6), utc(2026, 3, 3, 12))
    slots = plan(planned, (taken,), utc(2026, 3, 2, 23), utc(2026, 3, 4, 1))
    assert [(slot.person, slot.by) for slot in slots] == [
        ("ana", "primary"),
        ("cy", "shift"),
        ("ben", "override"),
        ("cy", "shift"),
        ("ana", "primary"),
    ]


def test_of_two_shifts_at_once_the_one_that_began_last_counts():
    planned = schedule(
        shifts=(shift("ana", utc(2026, 3, 3), utc(2026, 3, 5)), shift("ben", utc(2026, 3, 4), utc(2026, 3, 6)))
    )
    assert who(planned, utc(2026, 3, 4, 12)) == "ben"
    assert who(planned, utc(2026, 3, 6)) is None


def test_a_layer_ends():
    ending = schedule(layer("ana", ends_at=utc(2026, 3, 4)))
    assert who(ending, utc(2026, 3, 3, 23)) == "ana"
    assert who(ending, utc(2026, 3, 4)) is None


def test_nothing_changes_within_the_horizon_is_an_answer():
    alone = schedule(layer("ana"))
    assert on_call_at(alone, (), utc(2026, 3, 5)) == OnCall("ana", "primary", None, None, None)


def test_a_plan_is_bounded():
    with pytest.raises(ValueError, match="at most 92 days"):
        plan(WEEKLY, (), utc(2026, 3, 1), utc(2026, 3, 1) + LONGEST + timedelta(seconds=1))


_zones = st.sampled_from(["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "UTC", "Pacific/Apia"])
_units = st.sampled_from(list(Unit))
_hours = st.sampled_from([(), office_hours(), office_hours("22:00", "06:30"), office_hours("02:15", "02:45")])


@hypothesis.given(_zones, _units, st.integers(1, 5), _hours, st.integers(0, 500 * 24), st.integers(1, 20 * 24))
def test_a_plan_has_no_holes_and_agrees_with_the_answer_for_every_moment_of_it(zone, unit, every, hours, start, length):
    definition = schedule(
        layer("ana", "ben", "cy", unit=unit, every=every, first=datetime(2026, 2, 27, 2, 30), hours=hours), zone=zone
    )
    begins = utc(2026, 2, 25) + timedelta(hours=start)
    ends = begins + timedelta(hours=length)
    slots = plan(definition, (), begins, ends)
    assert (slots[0].starts_at, slots[-1].ends_at) == (begins, ends)
    for before, after in pairwise(slots):
        assert before.ends_at == after.starts_at
        assert (before.person, before.by) != (after.person, after.by)
    for slot in slots:
        for moment in (slot.starts_at, slot.starts_at + (slot.ends_at - slot.starts_at) / 2):
            tiny = plan(definition, (), moment, moment + timedelta(seconds=1))
            assert tiny[0].person == slot.person
