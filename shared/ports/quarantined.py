"""Webhook bodies that could not be read, as a person sees them before deciding to drive them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, Protocol
from uuid import UUID

from shared.kernel.ids import TenantId

QuarantineStatus = Literal["waiting", "redriven"]
EXCERPT_BYTES = 1_000


class QuarantineCursor(NamedTuple):
    """Where an entry stands in the list: it continues with what is older."""

    received_at: datetime
    quarantine_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """One entry of the quarantine, without its whole body."""

    quarantine_id: UUID
    source_name: str
    status: QuarantineStatus
    reason: str
    received_at: datetime
    last_received_at: datetime
    #: How often the same body came within the hour.
    times: int
    attempts: int
    content_type: str
    #: Bytes that were sent.
    size: int
    #: The first bytes of the body as text (at most `EXCERPT_BYTES`), with what is no text replaced by U+FFFD.
    excerpt: str


class QuarantineReads(Protocol):
    def list(
        self, tenant_id: TenantId, *, status: QuarantineStatus, before: QuarantineCursor | None, limit: int
    ) -> Sequence[Quarantined]:
        """Gives at most ``limit`` of the tenant's entries with this status, newest first, after ``before`` if given."""
