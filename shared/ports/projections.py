"""Where views are kept: rows and progress of one projection, written together, and the log that fills gaps."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId
from shared.kernel.message import Fact
from shared.projections.projection import Key, ProjectionView

#: Aggregate type and id.
ProjectedAggregate = tuple[str, UUID]
FactEnvelope = Envelope[Fact]
#: Rows by view and key.
Rows = Mapping[ProjectionView[Any], Mapping[Key, Any]]


class ProgressRaced(Exception):  # noqa: N818 - names the condition
    """Another projector was at the same aggregates at the same time; nothing was written. Go round again."""


class Unprojectable(Exception):  # noqa: N818 - names the condition
    """The store will never take rows of this content (a time beyond its calendar); nothing was written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """An event we could not read. It changes no view, its aggregate goes on without it, and it is kept to be seen."""

    event_id: str
    tenant_id: TenantId | None
    aggregate: ProjectedAggregate | None
    version: int | None
    reason: str
    event: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Versions of one aggregate that never arrived: after < version <= up_to."""

    aggregate: ProjectedAggregate
    after: int
    up_to: int


@dataclass(frozen=True, slots=True)
class Advance:
    aggregate: ProjectedAggregate
    before: int
    after: int


class ProjectionTransaction(Protocol):
    def lock(self, aggregates: Sequence[ProjectedAggregate]) -> Mapping[ProjectedAggregate, int]:
        """The version that each is at, held until the end; an aggregate never seen is left out. Pass them in order."""

    def read_log(self, gaps: Sequence[Gap]) -> Sequence[FactEnvelope | Unread]:
        """What the log has of them; possibly less than asked for."""

    def load(self, wanted: Mapping[ProjectionView[Any], Sequence[Key]]) -> Rows:
        """Those rows that exist."""

    def save(self, rows: Rows, advances: Sequence[Advance], last: tuple[ProjectedAggregate, int]) -> None:
        """Write rows and progress; ``last`` tells how far the view is. Raises ProgressRaced."""

    def park(self, unread: Sequence[Unread]) -> None:
        """Keep what could not be read; the same event twice is one."""


class ProjectionStore(Protocol):
    def transaction(self, tenant_id: TenantId | None) -> AbstractContextManager[ProjectionTransaction]:
        """One transaction of one tenant; None only to park what names none. May raise ProgressRaced, Unprojectable."""
