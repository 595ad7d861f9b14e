"""The envelope: who asks or says what, about what, when, and because of what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from shared.kernel.ids import TenantId
from shared.kernel.message import Message
from shared.kernel.wire import partition_key

M_co = TypeVar("M_co", bound=Message, covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope(Generic[M_co]):
    """One message with its metadata; field rules are those of the published contract.

    ``message_id`` is the idempotency key and nothing else is. ``occurred_at`` is timezone-aware UTC.
    ``actor`` is the text of an `Actor`: ``human:ada``, ``process:correlation/…``.
    """

    message_id: UUID
    tenant_id: TenantId
    data: M_co
    occurred_at: datetime
    producer: str
    actor: str
    correlation_id: UUID
    causation_id: UUID | None = None
    #: Facts: 1, 2, 3… without gaps per aggregate. Intents: the version the sender expects, or None for any.
    aggregate_version: int | None = None
    traceparent: str | None = None
    tracestate: str | None = None

    @property
    def aggregate_type(self) -> str:
        return self.data.aggregate_type

    @property
    def aggregate_id(self) -> str:
        return self.data.aggregate_id

    @property
    def partition_key(self) -> str:
        return partition_key(self.tenant_id, self.aggregate_type, self.aggregate_id)
