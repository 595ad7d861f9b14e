"""What was decoded a moment ago: the subscribers of one process are handed the same facts, and decode each once."""

from collections.abc import Mapping
from typing import Any

from shared.kernel.envelope import Envelope


class RecentEnvelopes:
    """The last one to two thousand envelopes, by event id. An event is known only when all of it is the same.

    Threads share it without a lock: what one of them misses it decodes itself.
    """

    def __init__(self, limit: int = 1_000) -> None:
        self._limit = limit
        self._newer: dict[str, tuple[Mapping[str, Any], Envelope[Any]]] = {}
        self._older = self._newer

    def find(self, event: Mapping[str, Any]) -> Envelope[Any] | None:
        event_id = event.get("id")
        if not isinstance(event_id, str):
            return None
        known = self._newer.get(event_id) or self._older.get(event_id)
        return known[1] if known is not None and known[0] == event else None

    def keep(self, event: Mapping[str, Any], envelope: Envelope[Any]) -> None:
        """``event`` must not be changed afterwards."""
        if len(self._newer) >= self._limit:
            self._older, self._newer = self._newer, {}
        self._newer[event["id"]] = (event, envelope)
