"""Words of the field that stand for each other, and German and French ones with what runbooks call them."""

import pytest

from shared.projections.lexical.glossary import english_for, same_as
from shared.projections.lexical.stems import Language, stem


def _english(word: str) -> str:
    return stem(word, Language.ENGLISH)


@pytest.mark.parametrize(
    ("said", "written"), [("k8s", "kubernetes"), ("certs", "certificate"), ("ram", "memory"), ("db", "database")]
)
def test_words_of_the_field_stand_for_each_other_in_both_directions(said: str, written: str):
    assert _english(written) in same_as(said)
    assert _english(said) in same_as(written)


@pytest.mark.parametrize("word", ["kubernetes", "disk", "full", "volume"])
def test_no_word_stands_for_itself(word: str):
    assert _english(word) not in same_as(word)


def test_a_word_of_no_group_stands_for_nothing():
    assert same_as("checkout") == english_for("checkout") == ()


@pytest.mark.parametrize(
    ("word", "english"),
    [
        ("festplatte", "disk"),
        ("schlussel", "key"),
        ("reseau", "network"),
        ("etikettendrucker", "printer"),
        ("monatsabschluss", "close"),
    ],
)
def test_german_and_french_words_have_english_ones_also_inside_a_compound(word: str, english: str):
    assert _english(english) in english_for(word)
