"""Words lead, meaning orders what they leave equal, and the score is a probability."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.projections.knowledge_index.coefficients import ALIGNED, LEXICAL, MEANT, coefficients_for
from shared.projections.knowledge_index.queries import ScoreParts
from shared.projections.knowledge_index.ranking import (
    Coefficients,
    Passage,
    Wording,
    ahead,
    first_passages,
    judged,
    with_meaning,
)

_AT = datetime(2026, 3, 1, tzinfo=UTC)
_FIVE_WORDS = Wording(count=5, missing=0.0)


def _parts(words: float = 0.0, covered: float = 0.0, meaning: float | None = 0.0) -> ScoreParts:
    return ScoreParts(words=words, covered=covered, names=0.0, meaning=meaning, recency=0.5, verified=0.5, feedback=0.0)


def _passages(*parts: ScoreParts) -> list[Passage]:
    """Of a document each."""
    return [
        Passage(document_id=UUID(int=number), ordinal=0, occurred_at=_AT, parts=each)
        for number, each in enumerate(parts)
    ]


def _places(*parts: ScoreParts, by: Coefficients = MEANT) -> list[int]:
    return [each.passage.document_id.int for each in judged(_passages(*parts), _FIVE_WORDS, by)]


def test_nothing_found_is_nothing_judged():
    assert judged([], _FIVE_WORDS, MEANT) == []


def test_clearly_better_words_come_before_what_is_nearer():
    assert _places(_parts(0.1, 0.2, 0.6), _parts(0.6, 0.9, 0.4)) == [1, 0]


def test_of_equal_words_the_nearer_one_comes_first():
    assert _places(_parts(0.3, 0.5, 0.2), _parts(0.3, 0.5, 0.5)) == [1, 0]


def test_what_shares_no_word_is_found_by_its_meaning():
    assert _places(_parts(), _parts(meaning=0.6)) == [1, 0]


def test_without_vectors_words_alone_decide():
    without = _parts(0.1, 0.2, None), _parts(0.5, 0.8, None)
    assert coefficients_for(_passages(*without)) is LEXICAL
    assert _places(*without, by=LEXICAL) == [1, 0]


def test_of_what_is_equally_near_the_one_comes_first_that_has_the_question_token_by_token():
    equal = _parts(0.3, 0.5, 0.4)
    aligned = [replace(equal, aligned=near, aligned_least=near, aligned_back=near) for near in (0.5, 0.8)]
    assert coefficients_for(_passages(*aligned)) is ALIGNED
    assert _places(*aligned, by=ALIGNED) == [1, 0]


def test_what_was_not_read_token_by_token_is_taken_to_align_as_the_others_do():
    aligned = replace(_parts(), aligned=0.6, aligned_least=0.2, aligned_back=0.4)
    _, completed = with_meaning(_passages(aligned, _parts()))
    assert (completed.parts.aligned, completed.parts.aligned_least, completed.parts.aligned_back) == (0.6, 0.2, 0.4)


def test_the_best_two_passages_of_the_first_twenty_documents_are_read_again():
    found = [
        replace(passage, ordinal=ordinal, parts=_parts(words=number / 100 + ordinal / 1000))
        for number, passage in enumerate(_passages(*[_parts()] * 30))
        for ordinal in range(3)
    ]
    again = {(each.document_id.int, each.ordinal) for each in first_passages(found, MEANT)}
    assert again == {(number, ordinal) for number in range(10, 30) for ordinal in (1, 2)}


def test_what_has_no_vector_yet_is_taken_to_be_as_near_as_the_others_are_on_the_whole():
    compared = with_meaning(_passages(_parts(meaning=0.2), _parts(meaning=None), _parts(meaning=0.6)))
    assert [each.parts.meaning for each in compared] == [0.2, pytest.approx(0.4), 0.6]


def test_of_equal_documents_the_one_that_was_seen_to_work_and_then_the_newest_comes_first():
    same = _parts(0.4, 0.6, 0.5)
    old, seen, new = _passages(same, replace(same, verified=0.9), same)
    new = replace(new, occurred_at=_AT + timedelta(days=1))

    assert [each.passage for each in judged([old, seen, new], _FIVE_WORDS, MEANT)] == [seen, new, old]


def test_a_document_is_judged_by_its_best_passage():
    weak, strong = (replace(each, document_id=UUID(int=7)) for each in _passages(_parts(0.1), _parts(0.9, 0.9, 0.5)))
    assert [each.passage for each in judged([weak, strong], _FIVE_WORDS, MEANT)] == [strong]


def test_the_first_is_ahead_of_the_second_and_the_others_are_behind_the_first():
    assert [ahead([3.0, 2.5, 1.0], place) for place in range(3)] == [0.5, -0.5, -2.0]


@pytest.mark.parametrize("by", [MEANT, LEXICAL])
def test_a_whole_match_far_ahead_is_answered_and_a_stray_word_is_not(by: Coefficients):
    sure, *_rest = judged(_passages(_parts(0.8, 1.0, 0.8), _parts(0.1, 0.1, 0.2)), _FIVE_WORDS, by)
    stray, *_rest = judged(_passages(*[_parts(0.1, 0.15, 0.2)] * 3), _FIVE_WORDS, by)

    assert sure.score >= 0.8 > by.threshold > stray.score


def test_what_nobody_ever_wrote_about_makes_less_sure():
    known, unknown = (
        judged(_passages(_parts(0.4, 0.6, 0.4)), Wording(count=5, missing=missing), MEANT)[0].score
        for missing in (0.0, 0.4)
    )
    assert unknown < known


_ANY = st.builds(
    ScoreParts,
    words=st.floats(0, 1),
    covered=st.floats(0, 1),
    names=st.floats(0, 1),
    meaning=st.none() | st.floats(0, 1),
    recency=st.floats(0, 1),
    verified=st.floats(0, 1),
)


@given(st.lists(_ANY, max_size=40), st.builds(Wording, count=st.integers(0, 200), missing=st.floats(0, 1)))
def test_every_document_is_judged_once_with_a_probability_that_never_rises(parts: list[ScoreParts], wording: Wording):
    answers = judged(_passages(*parts), wording, MEANT)
    scores = [each.score for each in answers]

    assert sorted(each.passage.document_id.int for each in answers) == list(range(len(parts)))
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
