"""What verifications of changes have said, as it is kept."""

from collections.abc import Sequence
from typing import Any, Protocol

from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId


class ChangeRecord(Protocol):
    def facts(self, tenant_id: TenantId, *, application: str | None, limit: int) -> Sequence[Envelope[Any]]:
        """Process facts of the ``limit`` newest verifications, those of one together and in their order.

        ``application``: only those of applications of this name; None: all.
        """
