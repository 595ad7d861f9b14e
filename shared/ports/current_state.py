"""Aggregates as they stand now, strongly consistent: by id and in bounded lists, never by search."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from shared.kernel.ids import TenantId
from shared.ports.outcome import Outcome


class Reference(NamedTuple):
    aggregate_type: str
    aggregate_id: UUID


class Beginning(NamedTuple):
    """What the text at this path of the state begins with."""

    path: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    aggregate_id: UUID
    version: int
    state: Mapping[str, Any]
    updated_at: datetime
    #: When somebody outside last spoke of it, where that is not always a fact (alerts).
    seen_at: datetime | None = None
    #: What was said then, as far as it is no fact.
    said: Mapping[str, str] = field(default_factory=dict)


class CurrentState(Protocol):
    def get(self, tenant_id: TenantId, reference: Reference) -> Stored | None: ...

    def missing(self, tenant_id: TenantId, references: Collection[Reference]) -> frozenset[Reference]:
        """Those of the references that this tenant does not have."""

    def found(self, tenant_id: TenantId, references: Collection[Reference]) -> Mapping[Reference, Stored]:
        """Those of the references that this tenant has, as they stand at one moment."""

    def incidents_numbered(self, tenant_id: TenantId, numbers: Collection[int]) -> Mapping[int, UUID]:
        """Number → id, of those that there are."""

    def listed(
        self,
        tenant_id: TenantId,
        aggregate_type: str,
        *,
        holding: Mapping[str, Any],
        beginning: Beginning | None = None,
        after: UUID | None,
        limit: int,
    ) -> Sequence[Stored]:
        """In the order of their ids, those after ``after``, whose state holds these values (JSON containment)."""

    def open_incidents(self, tenant_id: TenantId, *, below_number: int | None, limit: int) -> Sequence[Stored]:
        """Neither resolved nor closed, highest number first; without what grows: timeline and alerts."""

    def lasting_silences(self, tenant_id: TenantId, *, at: datetime, limit: int) -> Sequence[Stored]:
        """Neither expired nor, but for a second, over at this moment; of more than ``limit`` those that end last."""

    def outcome(self, tenant_id: TenantId, message_id: UUID) -> Outcome | None:
        """What became of a message, if the writer has seen it."""
