"""Whatever is asked, in whatever order, silences and on-call schedules stay lawful."""

from datetime import timedelta
from uuid import UUID

import hypothesis
from hypothesis import strategies as st

from shared.domain.on_call_schedule.intents import (
    AddOnCallOverride,
    CreateOnCallSchedule,
    RemoveOnCallOverride,
    UpdateOnCallSchedule,
)
from shared.domain.on_call_schedule.rota import on_call_at
from shared.domain.registry import AGGREGATES_BY_TYPE
from shared.domain.silence.intents import CreateSilence, ExpireSilence, UpdateSilence
from tests.support.any_intent import asked
from tests.support.given import NOON, after
from tests.support.life import Life
from tests.support.schedules import SCHEDULE, layer, override, schedule
from tests.support.silences import SILENCE, once, recurring

_definitions = st.sampled_from(
    [
        once(),
        once(after(5), after(8)),
        once(end=None),
        once(matchers=("nonsense",)),
        recurring("FREQ=DAILY", NOON, hours=0.1),
        recurring("FREQ=DAILY", NOON, zone="Nowhere/Atall"),
    ]
)
silence_intents = st.one_of(
    st.builds(CreateSilence, silence_id=st.just(SILENCE), definition=_definitions),
    st.builds(UpdateSilence, silence_id=st.just(SILENCE), definition=_definitions),
    st.builds(ExpireSilence, silence_id=st.just(SILENCE), reason=st.sampled_from([None, "done"])),
)

_plans = st.sampled_from([schedule(layer("ana", "ben")), schedule(layer("ben")), schedule()])
_overrides = st.builds(
    lambda person, start, length, number: override(person, after(start), after(start + length), number),
    st.sampled_from(["ana", "cy"]),
    st.integers(-10, 20),
    st.integers(-1, 15),
    st.integers(1, 3),
)
_override_ids = st.integers(1, 3).map(lambda number: UUID(int=number))
schedule_intents = st.one_of(
    st.builds(CreateOnCallSchedule, schedule_id=st.just(SCHEDULE), slug=st.just("payments"), definition=_plans),
    st.builds(UpdateOnCallSchedule, schedule_id=st.just(SCHEDULE), definition=_plans),
    st.builds(AddOnCallOverride, schedule_id=st.just(SCHEDULE), override=_overrides),
    st.builds(
        RemoveOnCallOverride, schedule_id=st.just(SCHEDULE), override_id=st.integers(1, 3).map(lambda n: UUID(int=n))
    ),
)


@hypothesis.given(asked(silence_intents))
def test_any_sequence_of_silence_intents(steps):
    life = Life(AGGREGATES_BY_TYPE["silence"])
    for step in steps:
        before = life.state
        followed = life.ask(step)
        if before is not None and before.expired_at is not None:
            assert followed == ()
    assert life.state is None or (life.state.expired_at is None) == (life.state.expired_by is None)


@hypothesis.given(asked(schedule_intents))
def test_any_sequence_of_schedule_intents(steps):
    life = Life(AGGREGATES_BY_TYPE["on_call_schedule"])
    known: list[UUID] = []
    for step in steps:
        life.ask(step)
        if life.state is None:
            continue
        ids = [each.override_id for each in life.state.overrides]
        assert len(set(ids)) == len(ids)
        # As they were added: the others stay in their order, a new one comes last.
        assert ids in (known, [each for each in known if each in ids], [*known, *ids[-1:]])
        known = ids
        for each in life.state.overrides:
            middle = each.starts_at + (each.ends_at - each.starts_at) / 2
            assert on_call_at(life.state.definition, life.state.overrides, middle).by == "override"
    assert life.state is None or life.state.slug == "payments"


def test_an_override_changes_the_plan_while_it_lasts_and_no_longer():
    plan, taken = schedule(layer("ana", "ben")), override("cy", NOON, NOON + timedelta(hours=1))
    assert on_call_at(plan, (taken,), NOON).person == "cy"
    assert on_call_at(plan, (), NOON) == on_call_at(plan, (override("cy", after(-9), NOON),), NOON)
