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
    """The id of the entry, derived from the source, the body and the hour (UTC) in which it came."""
    source_name: str
    """The registered source that sent the body, by its slug in the tenant."""
    status: QuarantineStatus
    """``waiting`` until all of it was understood when it was driven again, then ``redriven``; it waits anew when it
    comes again.
    """
    reason: str
    """Why the body or alerts in it were not understood, as was found when it came or was last driven again."""
    received_at: datetime
    """When the body came first, by the receiver's clock."""
    last_received_at: datetime
    """When the same body came last, by the receiver's clock; the same as ``received_at`` when it came once."""
    times: int
    """How often the same body came within the entry's hour, counted from 1."""
    attempts: int
    """How often it was driven again, whether or not it was understood then; 0 when nobody tried."""
    content_type: str
    """The Content-Type header that the body was sent with; empty when there was none."""
    size: int
    """How many bytes the body had, which is more than what is kept when only its beginning was kept."""
    excerpt: str
    """The first bytes of the body as text (at most 1,000 bytes), with what is no text replaced by U+FFFD."""


class QuarantineReads(Protocol):
    def list(
        self, tenant_id: TenantId, *, status: QuarantineStatus, before: QuarantineCursor | None, limit: int
    ) -> Sequence[Quarantined]:
        """Gives at most ``limit`` of the tenant's entries with this status, newest first, after ``before`` if given."""
