"""Things that somebody should have spoken of by now: a silent alert, an approval whose time is over."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from shared.kernel.ids import TenantId


@dataclass(frozen=True, slots=True)
class Overdue:
    tenant_id: TenantId
    aggregate_type: str
    aggregate_id: UUID
    source_name: str | None
    """Whose word was awaited; None: nobody's in particular."""
    seen_at: datetime
    expected_by: datetime


class OverdueAggregates(Protocol):
    def find(self, limit: int, *, without: Collection[TenantId] = ()) -> Sequence[Overdue]:
        """Finds what is overdue by the database's clock, of every tenant in turn but these, longest overdue first."""

    def settle(self, tenant_id: TenantId, overdue: Sequence[Overdue]) -> None:
        """Judged: wait for no more word of these, and ask that the sources that were awaited be reconciled."""
