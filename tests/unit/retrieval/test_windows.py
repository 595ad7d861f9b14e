"""Windows: all of a chunk's words, few at a time, and what they are of in front of each."""

from hypothesis import given
from hypothesis import strategies as st

from bench.retrieval.windows import LENGTH, windows_of

_TEXTS = st.lists(st.text(alphabet="abc", min_size=1, max_size=6), max_size=300).map(" ".join)


def test_a_short_text_is_one_window_after_its_title():
    assert windows_of("Failover", "Promote the\n standby.") == ["Failover Promote the standby."]


def test_the_next_window_repeats_the_end_of_the_one_before():
    assert windows_of("T", "a b c d e f g", length=4, overlap=1) == ["T a b c d", "T d e f g"]


def test_the_last_window_is_as_long_as_the_others():
    assert windows_of("T", "a b c d e f", length=4, overlap=1) == ["T a b c d", "T c d e f"]


def test_a_title_without_text_is_a_window():
    assert windows_of("Failover", "") == ["Failover"]


def test_data_without_blanks_and_an_endless_title_leave_room_for_words():
    (window,) = windows_of("word " * 100, "x" * 5_000)

    assert window == "word " * 15 + "x" * 40


@given(_TEXTS)
def test_no_word_is_lost_and_none_is_beyond_a_window(text: str):
    windows = windows_of("Title", text)

    assert all(window.split()[0] == "Title" and len(window.split()) <= LENGTH + 1 for window in windows)
    assert {word for window in windows for word in window.split()[1:]} == set(text.split())
