"""Pages of a list, one after the other, by the key of the last item."""

from functools import partial

import pytest

from shared.projections.keyset import keyset_page

LETTERS = ("a", "b", "c", "d", "e")


def after(cursor: str | None, most: int) -> tuple[str, ...]:
    return tuple(letter for letter in LETTERS if cursor is None or letter > cursor)[:most]


@pytest.mark.parametrize(
    ("limit", "pages"),
    [
        (1, [("a",), ("b",), ("c",), ("d",), ("e",)]),
        (2, [("a", "b"), ("c", "d"), ("e",)]),
        (4, [("a", "b", "c", "d"), ("e",)]),
        (5, [LETTERS]),
        (6, [LETTERS]),
    ],
)
def test_every_item_is_on_one_page_and_no_page_is_empty(limit: int, pages: list[tuple[str, ...]]):
    seen: list[tuple[str, ...]] = []
    cursor: str | None = None
    while True:
        at = cursor
        page = keyset_page(partial(after, at), limit)
        seen.append(page.items)
        cursor = page.next_cursor(lambda letter: letter)
        if cursor is None:
            break
    assert seen == pages


def test_an_empty_list_is_one_empty_page():
    nothing: tuple[str, ...] = ()
    page = keyset_page(lambda _most: nothing, 10)
    assert (page.items, page.has_more, page.next_cursor(str)) == ((), False, None)


def test_only_one_item_more_than_the_page_holds_is_read():
    wanted: list[int] = []

    def read(most: int) -> str:
        wanted.append(most)
        return "ab"

    keyset_page(read, 10)
    assert wanted == [11]
