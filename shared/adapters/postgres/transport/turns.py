"""How much a round takes, and in which order its tenants are served."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from shared.adapters.postgres.transport.coalescing import BundlePart

#: Of a full batch. Never less than half of one: what a push costs whatever its size would soon be all that it does.
_MOST_BATCHES = 4


class Appetite:
    """Bytes that a round takes: what is worked off in about ``slice_s``, since whoever comes meanwhile waits for it."""

    def __init__(self, batch_bytes: int, slice_s: float) -> None:
        self._batch_bytes = batch_bytes
        self._slice_s = slice_s
        self.bytes = batch_bytes

    def after(self, seconds: float, *, more: bool) -> None:
        """Adapts to a round that took so long and left more behind, or not."""
        if seconds > self._slice_s:
            self.bytes = max(self._batch_bytes // 2, self.bytes // 2)
        elif more and seconds < self._slice_s / 2:
            self.bytes = min(self._batch_bytes * _MOST_BATCHES, self.bytes * 2)


def in_turn(
    bundles: Mapping[str, Sequence[list[BundlePart]]], first: Collection[str]
) -> Iterator[tuple[str, list[BundlePart]]]:
    """Gives (tenant, bundle): one of each tenant, then a second one of each.

    Those in ``first`` come first, then the smallest.
    """
    order = sorted(bundles, key=lambda tenant: (tenant not in first, sum(map(_size, bundles[tenant])), tenant))
    for served in zip_longest(*(bundles[tenant] for tenant in order)):
        yield from ((tenant, bundle) for tenant, bundle in zip(order, served, strict=True) if bundle)


def _size(bundle: Iterable[BundlePart]) -> int:
    return sum(len(part.waiting.data) for part in bundle)
