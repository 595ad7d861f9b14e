"""A misspelt word is read as a known one a slip or two away, and as nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.projections.lexical.spelling import MOST_MISSPELT, misspelt, readings, slips


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("vault", "vault", 0),
        ("vualt", "vault", 1),
        ("vaul", "vault", 1),
        ("vaullt", "vault", 1),
        ("vaulz", "vault", 1),
        ("thundrstrom", "thunderstorm", 2),
    ],
)
def test_a_slip_is_a_letter_left_out_put_in_replaced_or_swapped_with_the_next(one: str, other: str, count: int):
    assert slips(one, other, 3) == slips(other, one, 3) == count


def test_what_is_farther_than_asked_is_only_said_to_be_farther():
    assert slips("vault", "a", 2) > 2
    assert slips("vault", "kafka", 2) > 2


@given(st.text("abc", max_size=7), st.text("abc", max_size=7), st.text("abc", max_size=7))
def test_equal_words_have_no_slip_and_every_other_pair_some(one: str, other: str, third: str):
    assert (slips(one, other, 7) == 0) == (one == other)
    assert slips(one + third, other + third, 14) <= slips(one, other, 7)


def test_the_nearest_known_terms_are_taken_those_of_more_units_first():
    assert readings("vualt", {"vault": 3, "vuelta": 9}) == ("vault",)
    assert readings("bakcup", {"backup": 3, "bakery": 9}) == ("backup",)
    assert readings("nod", {"node": 3, "nod": 0, "nom": 9}) == ("nod",)
    assert readings("disl", {"disk": 2, "dial": 9, "dish": 5}) == ("dial", "dish", "disk")


def test_a_short_word_may_have_one_slip_and_a_long_one_two():
    assert readings("kfak", {"kafka": 1}) == ()
    assert readings("replicaton", {"replication": 1, "replic": 5}) == ("replication",)
    assert readings("certifcte", {"certificate": 1}) == ("certificate",)


def test_only_long_words_of_letters_may_be_misspelt_and_not_many_of_one_question():
    assert misspelt(["pod", "bakcup", "x1y2z3", "vualt"]) == ["bakcup", "vualt"]
    assert len(misspelt(f"{letter}aaaa" for letter in "bcdefghijklmnop")) == MOST_MISSPELT
