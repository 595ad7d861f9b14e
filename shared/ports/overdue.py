"""Alerts whose source has been silent for longer than it promised."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from shared.kernel.ids import AlertId, TenantId


@dataclass(frozen=True, slots=True)
class OverdueAlert:
    tenant_id: TenantId
    alert_id: AlertId
    source_name: str
    seen_at: datetime
    expected_by: datetime


class OverdueAlerts(Protocol):
    def find(self, limit: int, *, without: Collection[TenantId] = ()) -> Sequence[OverdueAlert]:
        """Finds what is overdue by the database's clock, of every tenant in turn but these, longest overdue first."""

    def settle(self, tenant_id: TenantId, alerts: Sequence[OverdueAlert]) -> None:
        """Judged: wait for no more sightings of these, and ask that their sources be reconciled."""
