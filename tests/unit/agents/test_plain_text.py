"""What a model writes becomes letters, digits and plain punctuation."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.agents.plain_text import plain
from tests.support.hostile_texts import hostile_texts


def is_harmless(text: str) -> bool:
    """Judged apart from the code that makes it so."""
    no_controls = all(each == "\n" or unicodedata.category(each)[0] != "C" for each in text)
    no_markup = not set("<>[]{}`|\\~^$#*&@") & set(text)
    no_links = not re.search(r"://|\bwww\.|\bjavascript:|\bdata:|\bmailto:|//", text, re.IGNORECASE)
    return no_controls and no_markup and no_links


@pytest.mark.parametrize("text", list(hostile_texts())[::5])
def test_hostile_texts_are_made_harmless(text):
    assert is_harmless(plain(text, 2_000))


@given(st.text(max_size=400))
def test_any_text_is_made_harmless_and_stays_so(text):
    shown = plain(text, 300)
    assert is_harmless(shown)
    assert len(shown) <= 300
    assert plain(shown, 300) == shown


@given(
    st.lists(
        st.sampled_from(["http", "s", ":", "/", "//", "www", ".", "<", ">", "\u200b", "x", "@", "]("]), max_size=12
    )
)
def test_pieces_do_not_become_a_link(pieces):
    assert is_harmless(plain("".join(pieces), 300))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            "Deployment shop/web crash-loops: exit 1, DB_URL is missing (E2).",
            "Deployment shop/web crash-loops: exit 1, DB_URL is missing (E2).",
        ),
        ("Größe: 512 Mi, das Limit ist erreicht.", "Größe: 512 Mi, das Limit ist erreicht."),
        ("quay.io/shop/web:1.2 was not found", "quay.io/shop/web:1.2 was not found"),
        ("first\n\n\n  second   line", "first\nsecond line"),
        ("see [the page](https://evil.example)", "see the page (link left out)"),
        ("<b>bold</b> and `code` and **strong**", "bold and code and strong"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("", ""),
        ("\u200b\ufeff", ""),
    ],
)
def test_what_is_shown(written, shown):
    assert plain(written, 500) == shown


def test_a_text_is_cut():
    assert plain("word " * 1_000, 50) == ("word " * 10).strip()


def test_marks_do_not_pile_up():
    assert plain("e" + "\u0335" * 50 + "x", 100) == "e" + "\u0335" * 2 + "x"
