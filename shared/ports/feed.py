"""What the live feed reads: one tenant's facts in the order in which they became certain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from shared.kernel.ids import TenantId


@dataclass(frozen=True, slots=True)
class Place:
    """After the fact at this position. Positions name places; their order is not quite that of certainty."""

    tx: str
    position: int


#: Before the first fact.
BEGINNING = Place("0", 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """That there is a fact, without what it says."""

    position: int
    type: str
    aggregate_type: str
    aggregate_id: UUID
    version: int
    occurred_at: datetime


class FeedLog(Protocol):
    """Only facts before which none can still appear."""

    def newest(self, tenant_id: TenantId, *, back: int = 0) -> Place:
        """After the last fact, or so many facts before it."""

    def at(self, tenant_id: TenantId, position: int) -> Place | None:
        """Gives the place of this position. None: the tenant has no certain fact there."""

    def exists(self, tenant_id: TenantId, position: int) -> bool:
        """Has the tenant a fact there, certain or not?"""

    def more_than(self, count: int, tenant_id: TenantId, after: Place) -> bool: ...

    def page(
        self, tenant_id: TenantId, after: Place, *, kinds: Sequence[str] | None, limit: int
    ) -> tuple[Sequence[Happened], Place]:
        """What happened next, at most ``limit`` facts less those of other kinds, and the place then."""
