"""A long sequence in pieces that one statement, one message or one call can take."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def batched(items: Sequence[T], most: int) -> Iterator[Sequence[T]]:
    """All items in order, at most ``most`` at a time (as ``itertools.batched`` of Python 3.12, by slices)."""
    for start in range(0, len(items), most):
        yield items[start : start + most]


def batched_by_size(
    items: Iterable[T], *, most: int, most_bytes: int, size_of: Callable[[T], int]
) -> Iterator[list[T]]:
    """All items in order, at most ``most`` and ``most_bytes`` at a time; one that is larger by itself is alone."""
    batch: list[T] = []
    size = 0
    for item in items:
        length = size_of(item)
        if batch and (len(batch) == most or size + length > most_bytes):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += length
    if batch:
        yield batch
