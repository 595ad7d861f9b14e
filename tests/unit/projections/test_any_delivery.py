"""Whatever is delivered how often in which order and batches, the rows are those of one pass in order."""

import random
from collections.abc import Sequence
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.adapters.memory.projections import MemoryProjectionStore
from shared.app.project import Projector
from shared.projections.registry import PROJECTIONS
from tests.support.examples import examples
from tests.support.histories import random_history


@given(history=st.integers(0, 50), delivery=st.randoms(use_true_random=False))
@settings(max_examples=examples(75))
def test_batching_duplicates_and_reordering_cannot_be_seen_in_the_rows(history: int, delivery: random.Random) -> None:
    log = random_history(history).facts
    for projection, once in zip(PROJECTIONS, in_one_pass(history), strict=True):
        shaken = MemoryProjectionStore(log)
        projector = Projector(projection, shaken)
        for batch in deliveries(log, delivery):
            projector.project(batch)

        assert shaken.tables == once.tables
        assert shaken.progress == once.progress


@cache
def in_one_pass(history: int) -> Sequence[MemoryProjectionStore]:
    """The rows of each projection; a history is met many times."""
    log = random_history(history).facts
    stores = [MemoryProjectionStore(log) for _ in PROJECTIONS]
    for projection, once in zip(PROJECTIONS, stores, strict=True):
        for fact in log:
            Projector(projection, once).project([fact])
    return stores


def deliveries(log, chance: random.Random):
    """Everything at least once: some twice, anywhere, in batches of any size."""
    waiting = [*log, *chance.choices(log, k=len(log) // 3)]
    chance.shuffle(waiting)
    while waiting:
        size = chance.randint(1, 12)
        yield waiting[:size]
        waiting = waiting[size:]
