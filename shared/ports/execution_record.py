"""What executions of runbooks have said, as it is kept."""

from collections.abc import Sequence
from typing import Any, Protocol

from shared.kernel.envelope import Envelope
from shared.kernel.ids import ExecutionId, TenantId


class ExecutionRecord(Protocol):
    def facts(self, tenant_id: TenantId, execution_id: ExecutionId, *, limit: int) -> Sequence[Envelope[Any]]:
        """Process facts of one execution, in their order, the first ``limit`` of them."""
