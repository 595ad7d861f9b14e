"""Messages that cannot be read: kept with the reason, never dropped, never in the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class UnreadableEvent:
    tenant_id: str | None
    body: str
    reason: str


class UnreadableEvents(Protocol):
    def keep(self, events: Sequence[UnreadableEvent]) -> None:
        """Durable on return; the same body again is the same entry. Raises StoreUnavailable."""
