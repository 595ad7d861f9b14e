"""Keyset pagination: a page begins after a key, and one item more than it holds says whether another page follows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class KeysetPage(Generic[T]):
    """The items follow each other in the order of their keys. ``has_more`` says that the list goes on behind them."""

    items: tuple[T, ...]
    has_more: bool

    def next_cursor(self, key: Callable[[T], C]) -> C | None:
        """``key`` makes a cursor of an item. Returns the last item's, or None at the end of the list."""
        return key(self.items[-1]) if self.has_more else None


def keyset_page(fetch: Callable[[int], Sequence[T]], limit: int) -> KeysetPage[T]:
    """``fetch`` reads at most so many items, in order, behind the cursor of the page; ``limit`` is at least one."""
    found = fetch(limit + 1)
    return KeysetPage(items=tuple(found[:limit]), has_more=len(found) > limit)
