"""Which stretch of a text shows why it was found."""

import pytest

from shared.projections.snippet import Fragment, best_match, snippet_around
from shared.projections.tokens import Sought, sought_by, with_tokens_of


def shown(text: str, *words: str) -> str:
    return "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in snippet_around(text, words))


def place_of(texts: list[tuple[str, str]], sought: Sought | None) -> str | None:
    assert sought is not None
    found = best_match(texts, sought)
    return None if found is None else found[0]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("the disk is full", ["disk", "fu"], "the [disk] is [full]"),
        ("HighErrorRate on checkout-eu", ["error", "eu"], "[HighErrorRate] on checkout-[eu]"),
        ("nothing here", ["disk"], "nothing here"),
        ("", ["disk"], ""),
        ("<b>disk</b> & \x02disk\x03", ["disk"], "<b>[disk]</b> & \x02[disk]\x03"),
        ("ÜBERLAUF überall", ["über"], "[ÜBERLAUF] [überall]"),
    ],
)
def test_words_that_begin_as_what_is_sought_are_marked(text: str, words: list[str], expected: str):
    assert shown(text, *words) == expected


def test_of_a_long_text_the_stretch_around_the_first_hit_is_shown():
    text = " ".join(["before"] * 100) + " disk " + " ".join(["after"] * 100)

    stretch = shown(text, "disk")

    assert stretch.startswith("…before before")
    assert stretch.endswith("…")
    assert "[disk]" in stretch
    assert len(stretch) == 240 + len("……[]")


def test_an_endless_word_is_cut():
    assert len(shown("x" * 100_000, "x")) == 240 + len("[]…")


def test_the_first_place_that_holds_everything_is_shown_else_the_one_that_holds_most():
    texts = [("title", "disk alarm"), ("timeline", "the disk is full"), ("alert", "full disk")]

    full = sought_by("disk full")
    assert full is not None
    assert best_match(texts, full) == (
        "timeline",
        tuple(Fragment(text=t, hit=h) for t, h in [("the ", False), ("disk", True), (" is ", False), ("full", True)]),
    )
    assert place_of(texts, sought_by("disk network")) == "title"
    assert place_of(texts, sought_by("network")) is None
    assert place_of(texts, Sought((("dsik", "full"),))) == "timeline"


def test_what_is_searchable_grows_by_what_is_new_and_never_without_end():
    assert with_tokens_of("disk full", ["Disk CLEANED upNow"]) == "disk full cleaned up now upnow"
    assert with_tokens_of("", ["a b"]) == "a b"
    assert with_tokens_of("a", [""]) == "a"
    words = ""
    for number in range(50):
        words = with_tokens_of(words, [f"word{number}x{each}" for each in range(200)])
    assert 19_900 < len(words) <= 20_000
