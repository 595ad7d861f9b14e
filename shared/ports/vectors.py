"""Where the vectors of texts are kept, and what still waits for one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from shared.kernel.ids import TenantId
from shared.ports.embedding import Vector


@dataclass(frozen=True, slots=True)
class WaitingDocument:
    """``since`` is when it last began to wait: what has changed meanwhile waits on."""

    tenant_id: TenantId
    document_id: UUID
    since: datetime


@dataclass(frozen=True, slots=True)
class Missing:
    """A document some text of which has no vector, and that does not wait for one."""

    tenant_id: TenantId
    document_id: UUID
    kind: str


@dataclass(frozen=True, slots=True)
class WantedModel:
    """``tokens``: a text whose tokens it has not read, too, counts as one without a vector."""

    name: str
    tokens: bool = False


class VectorStore(Protocol):
    def announce(
        self, tenant_id: TenantId, rests: Mapping[UUID, float], models: Sequence[WantedModel], *, longest_s: float
    ) -> None:
        """Those documents that have a chunk without a vector of one of these models wait from now on.

        ``rests``: seconds from now until the document is due, by document id. One that waits already is due when the
        new rest has passed, but at most ``longest_s`` seconds after it began to wait.
        """

    def missing(self, models: Sequence[WantedModel], limit: int) -> Sequence[Missing]:
        """Documents of all tenants that do not wait and have a chunk without a vector of one of these models."""

    def waiting(self, limit: int, *, without: Collection[TenantId] = ()) -> Sequence[WaitingDocument]:
        """Those that are due, of all tenants in turn but these; of each tenant what has been due longest first."""

    def texts(self, tenant_id: TenantId, documents: Sequence[UUID], model: WantedModel) -> Mapping[str, str]:
        """Chunks of these documents that have no vector of this model: their texts by content hash."""

    def keep(self, tenant_id: TenantId, model: str, vectors: Mapping[str, Vector], tokens: Mapping[str, bytes]) -> None:
        """By content hash; a text that has a vector keeps it. ``tokens`` of all of these texts, or of none."""

    def settle(self, waited: Sequence[WaitingDocument]) -> None:
        """They wait no more, unless they began to wait again."""
