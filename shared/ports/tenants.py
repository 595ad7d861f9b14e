"""Which tenants there are."""

from typing import Protocol
from uuid import UUID


class TenantDirectory(Protocol):
    def known(self, tenant_id: UUID) -> bool:
        """Raises StoreUnavailable."""
