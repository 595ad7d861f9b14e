"""What is said of an answer counts once for each voice and family of questions, and the newest word counts."""

from uuid import UUID

import pytest

from shared.domain.knowledge_feedback.decide import knowledge_feedback
from shared.domain.knowledge_feedback.facts import FeedbackGiven
from shared.domain.knowledge_feedback.intents import GiveFeedback
from shared.domain.knowledge_feedback.state import MOST_REMEMBERED
from shared.domain.knowledge_feedback.values import AnswerVerdict, FoundType, family_of, voice_of
from shared.kernel.ids import FeedbackId
from tests.support.given import ANA, Given

FEEDBACK, DOCUMENT = FeedbackId(UUID(int=8)), UUID(int=6)
RIGHT, WRONG = AnswerVerdict.RIGHT, AnswerVerdict.WRONG
QUESTION = "the disk of orders-db-0 is full"
given = Given(knowledge_feedback)


def give(verdict: AnswerVerdict = RIGHT, question: str = QUESTION, document: UUID = DOCUMENT) -> GiveFeedback:
    return GiveFeedback(
        feedback_id=FEEDBACK,
        document_id=document,
        document_type=FoundType.RUNBOOK,
        question=question,
        verdict=verdict,
    )


def was_given(
    verdict: AnswerVerdict = RIGHT, question: str = QUESTION, by: str = ANA, voice: str = ANA
) -> FeedbackGiven:
    return FeedbackGiven(
        feedback_id=FEEDBACK,
        document_id=DOCUMENT,
        document_type=FoundType.RUNBOOK,
        question=question,
        family="609d17959839e8f8" if question == QUESTION else family_of(question),
        verdict=verdict,
        given_by=by,
        voice=voice,
    )


def test_what_is_said_is_a_fact_and_saying_it_again_is_none():
    said = given.when(give()).then(was_given())
    said.when(give()).then_nothing()
    said.when(give(question="FULL is the disk: orders-db-17, of!")).then_nothing()


def test_another_word_of_the_same_voice_replaces_the_first():
    changed = given.when(give()).then(was_given()).when(give(WRONG)).then(was_given(WRONG))
    assert [each.verdict for each in changed.state.spoken] == [WRONG]
    changed.when(give(RIGHT)).then(was_given(RIGHT))


def test_each_person_has_a_voice_and_all_runs_of_a_workflow_have_one():
    first, second = "process:triage/incident-1", "process:triage/incident-2"
    said = given.when(give()).then(was_given())
    said = said.when(give(), actor="human:ben").then(was_given(by="human:ben", voice="human:ben"))
    said = said.when(give(), actor=first).then(was_given(by=first, voice="process:triage"))
    said.when(give(), actor=second).then_nothing()
    assert voice_of("human:a/b") == "human:a/b"


def test_another_question_is_another_matter():
    given.when(give()).then(was_given()).when(give(WRONG, "who is on call?")).then(was_given(WRONG, "who is on call?"))


def test_the_feedback_on_one_document_takes_none_on_another():
    given.facts(was_given()).when(give(document=UUID(int=7))).then_rejected("knowledge_feedback.other_document")


def test_who_spoke_longest_ago_is_forgotten_first():
    past = [was_given(question=f"question {'a' * number}") for number in range(MOST_REMEMBERED + 1)]
    state = given.facts(*past).state
    assert len(state.spoken) == MOST_REMEMBERED
    assert state.spoken[0].family == past[1].family


@pytest.mark.parametrize("question", ["42", "!?", "\ud800 x"])
def test_a_question_without_words_has_a_family_of_its_own(question: str):
    assert len(family_of(question)) == 16
    assert family_of(question) != family_of("43")
