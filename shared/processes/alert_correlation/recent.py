"""What was found out about an alert a moment ago: which rule takes it is asked before its turn and in it."""

from collections.abc import Callable
from typing import Generic, TypeVar

from shared.domain.alert.facts import AlertIngested

M = TypeVar("M")


class RecentMatches(Generic[M]):
    """The last alerts and what was found for them, more than a batch has; the very same object is the same alert.

    Threads share it without a lock: what one of them misses it finds out itself.
    """

    def __init__(self, limit: int = 600) -> None:
        self._limit = limit
        self._found: dict[int, tuple[AlertIngested, M]] = {}

    def match(self, alert: AlertIngested, find: Callable[[AlertIngested], M]) -> M:
        """What ``find`` says of the alert, or said a moment ago."""
        known = self._found.get(id(alert))
        if known is not None and known[0] is alert:
            return known[1]
        if len(self._found) >= self._limit:
            self._found = {}
        found = find(alert)
        self._found[id(alert)] = (alert, found)
        return found
