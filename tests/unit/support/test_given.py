"""The given-when-then language fails when it should."""

from uuid import UUID

import pytest

from shared.kernel.decider import Decider
from tests.support.given import Given, When
from tests.support.tally import AddToTally, OpenTally, Tally, TallyIncreased, TallyOpened, decide, evolve

ID = UUID(int=7)
OPENED = TallyOpened(tally_id=ID, number=42, title="t")
ADDED = TallyIncreased(tally_id=ID, amount=2, total=2)
given = Given(Decider(Tally(), decide, evolve))


def followed() -> When:
    return given.facts(OPENED).when(AddToTally(tally_id=ID, amount=2))


def nothing() -> When:
    return given.facts(OPENED).when(OpenTally(tally_id=ID))


def ignored() -> When:
    return given.when(AddToTally(tally_id=ID, amount=0))


def rejected() -> When:
    return given.when(AddToTally(tally_id=ID, amount=-1))


def test_what_follows_passes_and_is_the_past_of_the_next_question():
    once = followed().then(ADDED)
    once.when(AddToTally(tally_id=ID, amount=3)).then(TallyIncreased(tally_id=ID, amount=3, total=5))


def test_the_other_answers_pass_and_change_nothing():
    assert nothing().then_nothing().past == (OPENED,)
    assert ignored().then_ignored("nothing").past == ()
    assert rejected().then_rejected("tally.negative", saying="-1").past == ()


def test_a_fact_that_differs_in_a_field_fails():
    with pytest.raises(AssertionError):
        followed().then(TallyIncreased(tally_id=ID, amount=2, total=3))


def test_one_fact_too_many_or_too_few_fails():
    with pytest.raises(AssertionError):
        followed().then(ADDED, ADDED)
    with pytest.raises(AssertionError):
        When(given, followed=(ADDED, OPENED)).then(ADDED)


def test_facts_in_another_order_fail():
    with pytest.raises(AssertionError):
        When(given, followed=(ADDED, OPENED)).then(OPENED, ADDED)


def test_expecting_no_fact_at_all_must_be_said():
    with pytest.raises(AssertionError):
        nothing().then()


@pytest.mark.parametrize("other", [nothing, ignored, rejected])
def test_a_fact_expected_of_any_other_answer_fails(other):
    with pytest.raises(AssertionError):
        other().then(ADDED)


@pytest.mark.parametrize("other", [followed, ignored, rejected])
def test_nothing_expected_of_any_other_answer_fails(other):
    with pytest.raises(AssertionError):
        other().then_nothing()


@pytest.mark.parametrize("other", [followed, nothing, rejected])
def test_ignored_expected_of_any_other_answer_fails(other):
    with pytest.raises(AssertionError):
        other().then_ignored("nothing")


@pytest.mark.parametrize("other", [followed, nothing, ignored])
def test_rejected_expected_of_any_other_answer_fails(other):
    with pytest.raises(AssertionError):
        other().then_rejected("tally.negative")


def test_another_reason_code_or_detail_fails():
    with pytest.raises(AssertionError):
        ignored().then_ignored("stale")
    with pytest.raises(AssertionError):
        rejected().then_rejected("tally.other")
    with pytest.raises(AssertionError):
        rejected().then_rejected("tally.negative", saying="too large")
