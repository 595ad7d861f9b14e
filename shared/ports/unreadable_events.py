"""Messages that cannot be read: kept with the reason, never dropped, never in the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Poison:
    tenant_id: str | None
    body: str
    reason: str


class PoisonStore(Protocol):
    def keep(self, poison: Sequence[Poison]) -> None:
        """Durable on return; the same body again is the same entry. Raises StoreUnavailable."""
