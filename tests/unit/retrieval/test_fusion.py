"""Words lead, meaning orders what they leave open, and the score is a probability."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.retrieval.coefficients import LEXICAL, MEANT
from bench.retrieval.fusion import Coefficients, Evidence, judged

_EVIDENCE = st.builds(
    Evidence,
    words=st.floats(0, 100),
    covered=st.floats(0, 1),
    nearness=st.floats(-1, 1),
)


def _of(words: float = 0.0, covered: float = 0.0, nearness: float = 0.0) -> Evidence:
    return Evidence(words=words, covered=covered, nearness=nearness)


def _places(*found: Evidence, by: Coefficients = MEANT) -> list[int]:
    return [each.place for each in judged(found, 5, by)]


def test_nothing_found_is_nothing_judged():
    assert judged([], 3, MEANT) == []


def test_clearly_better_words_come_before_what_is_nearer():
    assert _places(_of(8.0, 0.3, 0.6), _of(25.0, 0.9, 0.4)) == [1, 0]


def test_of_equal_words_the_nearer_one_comes_first():
    assert _places(_of(12.0, 0.5, 0.2), _of(12.0, 0.5, 0.5)) == [1, 0]


def test_what_shares_no_word_is_found_by_its_meaning():
    assert _places(_of(), _of(nearness=0.6)) == [1, 0]


def test_without_vectors_words_alone_decide():
    assert _places(_of(5.0, 0.2), _of(20.0, 0.8), by=LEXICAL) == [1, 0]


@pytest.mark.parametrize("by", [MEANT, LEXICAL])
def test_a_whole_match_far_ahead_is_answered_and_a_stray_word_is_not(by: Coefficients):
    sure, *_rest = judged([_of(40.0, 1.0, 0.8), _of(6.0, 0.1, 0.2), _of(5.0, 0.1, 0.2)], 5, by)
    stray, *_rest = judged([_of(5.0, 0.15, 0.2), _of(4.9, 0.15, 0.2), _of(4.8, 0.15, 0.2)], 5, by)

    assert sure.probability >= 0.9 > by.threshold > stray.probability


@given(st.lists(_EVIDENCE, max_size=40), st.integers(0, 60))
def test_everything_is_judged_once_with_a_probability_that_never_rises(found: list[Evidence], terms: int):
    answers = judged(found, terms, MEANT)
    probabilities = [each.probability for each in answers]

    assert sorted(each.place for each in answers) == list(range(len(found)))
    assert probabilities == sorted(probabilities, reverse=True)
    assert all(0.0 <= each <= 1.0 for each in probabilities)
