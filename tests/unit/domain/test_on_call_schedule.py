"""What can be asked of an on-call schedule, and what follows."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from pydantic import TypeAdapter

from shared.domain.on_call_schedule.facts import (
    OnCallHandedOff,
    OnCallOverrideAdded,
    OnCallOverrideRemoved,
    OnCallScheduleCreated,
    OnCallScheduleUpdated,
)
from shared.domain.on_call_schedule.intents import (
    AddOnCallOverride,
    HandOffOnCall,
    RemoveOnCallOverride,
    UpdateOnCallSchedule,
)
from shared.domain.on_call_schedule.state import HANDOFFS_KEPT, OVERRIDES_KEPT
from shared.domain.on_call_schedule.values import Handoff
from shared.kernel.ids import IncidentId
from tests.support.given import ANA, NOON, after
from tests.support.schedules import SCHEDULE, create, given, layer, office_hours, override, schedule, shift
from tests.support.silences import utc

PLAN = schedule(layer("ana", "ben"))
OTHER = schedule(layer("ben", "ana"))
TAKEN = override("ben", NOON, after(60))
created = OnCallScheduleCreated(schedule_id=SCHEDULE, slug="payments", definition=PLAN, created_by=ANA)
added = OnCallOverrideAdded(schedule_id=SCHEDULE, override=TAKEN, added_by=ANA)


def update(definition):
    return UpdateOnCallSchedule(schedule_id=SCHEDULE, definition=definition)


def add(wanted):
    return AddOnCallOverride(schedule_id=SCHEDULE, override=wanted)


remove = RemoveOnCallOverride(schedule_id=SCHEDULE, override_id=TAKEN.override_id)


def test_a_slug_is_one_schedule():
    past = given.when(create(PLAN)).then(created)
    past.when(create(PLAN)).then_nothing()
    past.when(create(OTHER)).then_rejected("on_call_schedule.exists", saying="payments")


def test_a_new_plan_leaves_the_overrides():
    updated = OnCallScheduleUpdated(schedule_id=SCHEDULE, definition=OTHER, updated_by=ANA)
    past = given.facts(created, added).when(update(OTHER)).then(updated)
    past.when(update(OTHER)).then_nothing()
    assert past.state.overrides == (TAKEN,)


def test_a_shift_is_taken_once_and_given_back_once():
    past = given.facts(created).when(add(TAKEN)).then(added)
    past.when(add(TAKEN)).then_nothing()
    gone = past.when(remove).then(OnCallOverrideRemoved(schedule_id=SCHEDULE, override=TAKEN, removed_by=ANA))
    gone.when(remove).then_ignored("no_such_override")
    assert gone.state.overrides == ()


def test_an_override_id_is_one_override():
    given.facts(created, added).when(add(override("ana", NOON, after(60)))).then_rejected(
        "on_call_schedule.override_id_taken"
    )


def test_nobody_takes_a_shift_that_is_over_or_none():
    given.facts(created).when(add(TAKEN), at=after(60)).then_rejected("on_call_schedule.override_over")
    given.facts(created).when(add(override("ben", NOON, NOON))).then_rejected("on_call_schedule.ends_before_it_starts")


def test_of_many_overrides_those_that_end_last_are_remembered():
    overrides = [
        override("ben", NOON, NOON + timedelta(hours=1 + number), number) for number in range(OVERRIDES_KEPT + 1)
    ]
    past = given.facts(
        created, *(OnCallOverrideAdded(schedule_id=SCHEDULE, override=each, added_by=ANA) for each in overrides)
    )
    assert len(past.state.overrides) == OVERRIDES_KEPT
    assert UUID(int=0) not in {each.override_id for each in past.state.overrides}


@pytest.mark.parametrize("intent", [update(PLAN), add(TAKEN), remove], ids=lambda intent: type(intent).__name__)
def test_nothing_can_be_asked_of_a_schedule_that_nobody_created(intent):
    given.when(intent).then_rejected("on_call_schedule.not_found")


@pytest.mark.parametrize(
    ("definition", "code"),
    [
        (schedule(), "on_call_schedule.empty"),
        (schedule(layer("ana"), zone="Nowhere/Atall"), "on_call_schedule.unknown_zone"),
        (schedule(layer("ana", first=utc(2026, 3, 2, 9))), "on_call_schedule.handoff_with_offset"),
        (schedule(layer("ana", hours=office_hours("09:00", "09:00"))), "on_call_schedule.empty_hours"),
        (schedule(shifts=(shift("ana", NOON, NOON),)), "on_call_schedule.ends_before_it_starts"),
    ],
)
def test_a_plan_that_cannot_be_read_is_refused(definition, code):
    given.when(create(definition)).then_rejected(code)
    given.facts(created).when(update(definition)).then_rejected(code)


def test_local_times_stay_local_through_storage():

    stored = TypeAdapter(type(PLAN)).dump_json(PLAN)
    assert TypeAdapter(type(PLAN)).validate_json(stored).layers[0].first_handoff == datetime(2026, 3, 2, 9)


INCIDENTS = (IncidentId(UUID(int=77)),)
ana_is_on_call = OnCallScheduleCreated(
    schedule_id=SCHEDULE,
    slug="payments",
    definition=schedule(layer("ana", "ben", first=datetime(2026, 2, 23, 9))),
    created_by=ANA,
)


def hand_off(to_person: str, number: int = 1, **more) -> HandOffOnCall:
    return HandOffOnCall(schedule_id=SCHEDULE, handoff_id=UUID(int=number), to_person=to_person, **more)


def handed_off(from_person: str | None, to_person: str, number: int = 1, **more) -> OnCallHandedOff:
    handoff = Handoff(
        handoff_id=UUID(int=number), from_person=from_person, to_person=to_person, handed_off_at=NOON, **more
    )
    return OnCallHandedOff(schedule_id=SCHEDULE, handoff=handoff, handed_off_by=ANA)


def test_whoever_is_on_call_hands_over_what_is_open():
    asked = hand_off("ben", incident_ids=INCIDENTS, note="The queue drains")
    told = handed_off("ana", "ben", incident_ids=INCIDENTS, note="The queue drains")
    past = given.facts(ana_is_on_call).when(asked).then(told)
    past.when(asked).then_nothing()
    past.when(hand_off("cleo")).then_rejected("on_call_schedule.handoff_id_taken")
    given.facts(ana_is_on_call).when(hand_off("ana")).then_rejected("on_call_schedule.handoff_to_oneself", saying="ana")


def test_after_the_change_of_turn_the_one_before_hands_over():
    given.facts(ana_is_on_call).when(hand_off("ana", from_person="ben")).then(handed_off("ben", "ana"))


def test_the_one_who_takes_over_may_take_the_turn_too():
    turn = override("ben", NOON, after(60))
    added_too = OnCallOverrideAdded(schedule_id=SCHEDULE, override=turn, added_by=ANA)
    past = given.facts(ana_is_on_call).when(hand_off("ben", until=after(60))).then(handed_off("ana", "ben"), added_too)
    assert past.state.overrides == (turn,)
    given.facts(ana_is_on_call).when(hand_off("ben", until=NOON)).then_rejected("on_call_schedule.override_over")
    given.facts(ana_is_on_call, added).when(hand_off("cleo", until=after(60))).then_rejected(
        "on_call_schedule.override_id_taken"
    )


def test_of_many_hand_offs_the_newest_are_remembered():
    past = given.facts(ana_is_on_call, *(handed_off("ana", "ben", number) for number in range(HANDOFFS_KEPT + 1)))
    assert [each.handoff_id.int for each in past.state.handoffs] == list(range(1, HANDOFFS_KEPT + 1))
