"""A moment has one word: answers, questions, read models and the terminal use the glossary's, and no other."""

import pytest

from tests.support import moments

WORDS = moments.glossary("Moments")
OF_MESSAGES = moments.glossary("Moments of messages only")


@pytest.mark.parametrize("words", [moments.answered, moments.kept_in_read_models, moments.printed])
def test_what_is_answered_kept_or_printed_has_the_word_of_the_glossary(words):
    assert len(words()) > 3
    assert words() - WORDS == set()


@pytest.mark.parametrize("words", [moments.asked_for, moments.told_in_messages])
def test_what_is_asked_for_or_told_may_also_have_the_word_of_a_message(words):
    assert len(words()) > 3
    assert words() - WORDS - OF_MESSAGES == set()


def test_the_glossary_has_no_word_that_nothing_uses():
    used = moments.answered() | moments.kept_in_read_models() | moments.printed() | moments.asked_for()
    assert WORDS - used == set()
    assert OF_MESSAGES - moments.told_in_messages() == set()


def test_a_word_of_messages_only_is_no_word_of_answers():
    assert not WORDS & OF_MESSAGES


def test_a_moment_is_found_by_its_form_by_its_name_and_where_it_is_referred_to():
    time = {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]}
    document = {
        "deep": {"properties": {"happened_at": {"type": "string"}, "name": {"type": "string"}}},
        "answer": {"properties": {"hour": time, "inner": {"items": {"$ref": "#/deep"}}, "as_of": {"$ref": "#/deep"}}},
    }
    assert moments.moments_in(document["answer"], document) == {"hour", "happened_at"}
