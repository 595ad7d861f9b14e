"""A sequence in pieces: as much as one statement, message or call can take, or what belongs together."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TypeVar

T = TypeVar("T")
K = TypeVar("K")


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


def grouped(items: Iterable[T], key: Callable[[T], K]) -> Iterator[tuple[K, list[T]]]:
    """Items of one key together, in the order in which they came; keys in the order of their texts."""
    for together, group in groupby(sorted(items, key=lambda item: str(key(item))), key=key):
        yield together, list(group)
