"""Names with ``*`` and ``?``."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kernel.globs import glob_matches, is_pattern, literal_characters, literal_prefix


@pytest.mark.parametrize(
    ("glob", "name", "matches"),
    [
        ("checkout", "checkout", True),
        ("checkout", "checkout-api", False),
        ("checkout-*", "checkout-", True),
        ("checkout-*", "checkout-api-v2", True),
        ("*-api", "checkout-api", True),
        ("*-api", "checkout-api-v2", False),
        ("a*b*c", "a-b-b-c", True),
        ("a*b*c", "a-c-b", False),
        ("db-?", "db-1", True),
        ("db-?", "db-12", False),
        ("db-?", "db-", False),
        ("*", "", True),
        ("?*", "", False),
        ("[a-z]*", "b", False),
        ("[a-z]*", "[a-z]x", True),
        ("Shop", "shop", False),
        ("*.svc\n", "a.svc\n", True),
    ],
)
def test_a_glob_is_a_name_with_holes_and_nothing_else(glob: str, name: str, matches: bool):
    assert glob_matches(glob, name) is matches


@given(glob=st.text("ab*?", max_size=8), name=st.text("ab", max_size=8))
def test_it_matches_what_the_same_regular_expression_matches(glob: str, name: str):
    pattern = "".join({"*": ".*", "?": "."}.get(character, re.escape(character)) for character in glob)
    assert glob_matches(glob, name) is (re.fullmatch(pattern, name) is not None)


def test_a_hostile_pattern_costs_no_more_than_its_length_times_the_names():
    assert not glob_matches("*a" * 150 + "b", "a" * 500)


def test_what_a_glob_says_for_certain():
    assert (is_pattern("shop"), is_pattern("sh?p"), is_pattern("s*")) == (False, True, True)
    assert (literal_prefix("check*-a?i"), literal_prefix("shop"), literal_prefix("*")) == ("check", "shop", "")
    assert (literal_characters("check*-a?i"), literal_characters("*")) == (8, 0)
