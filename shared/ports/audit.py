"""What administrators did beside the log of facts, kept so that nobody can alter it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from shared.kernel.ids import TenantId

#: The actor of what the operator does in a tenant.
OPERATOR: Final = "process:operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditTrailEntry:
    """Somebody did something as an administrator."""

    entry_id: int
    """The entry's number; later ones are greater."""
    at: datetime
    """When it was done, in UTC."""
    actor: str
    """Who did it, as ``human:ada``."""
    action: str
    """What was done, as a stable word: ``redrive``, ``discard``, ``issue-key``."""
    subject: str
    """To what it was done, and why where a reason was given."""


class AuditTrail(Protocol):
    def entries(self, tenant_id: TenantId, *, before: int | None, limit: int) -> Sequence[AuditTrailEntry]:
        """Gives at most ``limit`` entries of the tenant, newest first, before that number if one is given."""
