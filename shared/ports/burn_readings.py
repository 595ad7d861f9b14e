"""What an evaluation asks of the recorded windows: which objectives may burn, and the sums that decide it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from shared.kernel.ids import SloId, TenantId
from shared.processes.slo_burn.reading import BurnReading


class BurnReadings(Protocol):
    def candidates(self, tenant_id: TenantId, told_since: datetime) -> Sequence[SloId]:
        """Finds the objectives of which something was told since then and one of whose conditions may hold: each that
        does is among them. Raises StoreUnavailable.
        """

    def read(self, tenant_id: TenantId, slo_ids: Sequence[SloId], now: datetime) -> Sequence[BurnReading]:
        """Reads those of the objectives that there are. Raises StoreUnavailable."""


class ObjectiveTenants(Protocol):
    def with_objectives(self) -> Sequence[TenantId]:
        """Raises StoreUnavailable."""
