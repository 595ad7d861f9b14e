"""Webhook bodies that could not be read, as a person sees them before deciding to drive them again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, Protocol
from uuid import UUID

from shared.kernel.ids import TenantId

QuarantineStatus = Literal["waiting", "redriven"]
EXCERPT_BYTES = 1_000


class Place(NamedTuple):
    """Where in the list an entry stands."""

    received_at: datetime
    quarantine_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
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
    #: Of what was sent, in bytes.
    size: int
    #: The beginning, with what is not text replaced.
    excerpt: str


class QuarantineReads(Protocol):
    def list(
        self, tenant_id: TenantId, *, status: QuarantineStatus, before: Place | None, limit: int
    ) -> Sequence[Quarantined]:
        """Newest first."""
