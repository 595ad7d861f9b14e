"""How much a round takes, and in which order its tenants are served."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from shared.adapters.postgres.transport.coalescing import BundlePart
from shared.kernel.company import Company

_MOST_BATCHES = 4
#: Of a batch: with less, what a push costs whatever its size would soon be all that it does.
_LEAST = 8
_FIRST = 8
#: A tenant that was here so recently may come again while another's round lasts.
_REMEMBERED_S = 60.0


class Appetite:
    """Bytes that a round takes: what is worked off in about ``slice_s``, since whoever comes meanwhile waits for it.

    It begins small, and where tenants share the queue it takes half as long.
    """

    def __init__(self, batch_bytes: int, slice_s: float, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._batch_bytes = batch_bytes
        self._slice_s = slice_s
        self._monotonic = monotonic
        self._company = Company(_REMEMBERED_S)
        self.bytes = batch_bytes // _FIRST

    def after(self, seconds: float, *, more: bool, tenants: Collection[str]) -> None:
        """Adapts to a round for these tenants that took so long, and left more behind or not."""
        self._company.saw(tenants, self._monotonic())
        slice_s = self._slice_s / 2 if self._company.several else self._slice_s
        if seconds > slice_s:
            self.bytes = max(self._batch_bytes // _LEAST, self.bytes // 2)
        elif more and seconds < slice_s / 2:
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
