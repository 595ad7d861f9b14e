"""Nothing grows without bound: what is over its time goes, a little at a time, so that nothing else has to wait."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from shared.ports.retention import RetentionStore, Rule
from shared.ports.store import StoreUnavailable

_BATCH = 1_000
_BATCHES = 10


@dataclass(slots=True, kw_only=True)
class Retain:
    """``every_s``: called more often than that, it does nothing."""

    store: RetentionStore
    rules: Sequence[Rule]
    every_s: float
    monotonic: Callable[[], float] = time.monotonic
    _due_at: float = field(default=float("-inf"), init=False)

    def __call__(self) -> int:
        """How many rows were removed or looked at. Raises at the end what single rules failed with."""
        if self.monotonic() < self._due_at:
            return 0
        self._due_at = self.monotonic() + self.every_s
        removed = 0
        failures: list[Exception] = []
        for rule in self.rules:
            try:
                removed += self._apply(rule)
            except StoreUnavailable:
                raise
            except Exception as failure:  # noqa: BLE001 - raised below; the other rules have their turn first
                failure.add_note(f"removing {rule.what}")
                failures.append(failure)
        if failures:
            raise ExceptionGroup("not everything that is over its time was removed", failures)
        return removed

    def _apply(self, rule: Rule) -> int:
        removed = 0
        for _ in range(_BATCHES):
            now = self.store.remove(rule, _BATCH)
            removed += now
            if now < _BATCH:
                break
        return removed
