"""Whatever is reported, in whatever order it is read: each change ends once, and none is confirmed before its hold."""

from collections import defaultdict
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.processes.change_verification.facts import (
    ChangeReadRequested,
    ChangeVerificationCompleted,
    ChangeVerificationEnded,
    ChangeVerificationStarted,
)
from shared.processes.change_verification.look import ChangeLook, ChangeOutcome
from shared.processes.change_verification.react import change_verification
from shared.processes.change_verification.state import change_workflow_id
from tests.support.changes import NEW, NEWER, OLD, SHOP, look, policy, told
from tests.support.examples import examples
from tests.support.given_process import given_process

#: Mostly one change that is well or degraded: what is rare spoils few histories.
REVISIONS = (NEW,) * 6 + (NEWER, OLD)
HOLD_MIN = 5.0
WORDS: tuple[dict[str, Any], ...] = (
    *({},) * 4,
    *({"health": "Degraded"},) * 3,
    {"health": "Progressing"},
    {"sync": "OutOfSync", "phase": "Running"},
    {"sync": "OutOfSync", "phase": "Failed"},
    {"deleted": True},
)
LOOKS = (
    look(),
    look(holds=False),
    look(holds=None),
    ChangeLook(unread="silent"),
    ChangeLook(unread="-", configured=False),
)
reports = st.tuples(st.just("report"), st.sampled_from(REVISIONS), st.sampled_from(WORDS))
results = st.tuples(st.just("result"), st.sampled_from(REVISIONS), st.sampled_from(LOOKS))
ticks = st.tuples(st.just("tick"), st.none(), st.none())
steps = st.lists(
    st.tuples(st.sampled_from((0.5, 1.0, 2.0, 3.0, 6.0)), st.one_of(reports, reports, results, ticks, ticks)),
    min_size=5,
    max_size=25,
)


@settings(max_examples=examples(150))
@given(steps)
def test_whatever_is_reported_each_change_ends_once_and_is_confirmed_only_after_its_hold(happens: Any):
    world = given_process(change_verification).given(policy(), told(OLD))
    now, not_well_at, said = 0.0, defaultdict(float), []
    for passes, (kind, revision, what) in happens:
        now += passes
        if kind == "report":
            world.when(told(revision, **what), at=now)
            if what:
                not_well_at[revision] = now
        elif kind == "result":
            world.when_read(change_workflow_id(SHOP, revision), what, at=now)
        else:
            world.when_timers_fire(at=now)
        for fact in world.said:
            said.append(fact)
            if isinstance(fact, ChangeReadRequested) and fact.expected is ChangeOutcome.CONFIRMED:
                assert now - not_well_at[fact.revision] >= HOLD_MIN
    kinds: dict[str, list[type]] = defaultdict(list)
    for fact in said:
        kinds[fact.aggregate_id].append(type(fact))
    for of_one in kinds.values():
        assert of_one[0] is ChangeVerificationStarted
        assert of_one.count(ChangeVerificationStarted) == 1
        ends = [at for at, each in enumerate(of_one) if each in (ChangeVerificationCompleted, ChangeVerificationEnded)]
        assert ends in ([], [len(of_one) - 1])
    assert world.versions_are_whole()
