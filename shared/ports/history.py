"""Is history what was written? Every fact's hash covers the fact before it, so a change anywhere shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from shared.kernel.ids import TenantId


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something in the history of a thing is not as it was written."""

    tenant_id: str
    """The tenant whose history it is."""
    aggregate_type: str
    """The kind of thing."""
    aggregate_id: str
    """The thing."""
    version: int
    """The first version of it that is not as it was written."""
    kind: str
    """``altered``: its hash differs; ``missing``: there is no such version; ``truncated``: the last ones are gone;
    ``state``: what is kept of the thing differs from its last fact.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPlace:
    """A thing in the order in which things are looked at."""

    aggregate_type: str
    aggregate_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadModelProgress:
    """How far a read model is with the things that were looked at."""

    name: str
    """The read model."""
    behind: int
    """Of how many it does not hold the newest fact; what is on its way is among them."""
    ahead: int
    """Of how many it holds more facts than there are, which only a history that was cut short explains."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryStretch:
    """Some of a tenant's things and their facts, in one order."""

    things: int
    """How many things there were."""
    facts: int
    """How many facts of theirs were hashed anew."""
    flaws: tuple[Flaw, ...]
    """The first flaw of each thing that has one."""
    read_models: tuple[ReadModelProgress, ...]
    """Every read model by name."""
    last: HistoryPlace | None
    """Where the next stretch begins. None: this was the last one."""


class HistoryAudit(Protocol):
    def tenants(self) -> Sequence[TenantId]:
        """Gives whoever has a history, as far as the role may see."""

    def stretch(self, tenant_id: TenantId, *, after: HistoryPlace | None, limit: int) -> HistoryStretch:
        """Checks at most ``limit`` of the tenant's things after that place."""


def every_stretch(audit: HistoryAudit, *, limit: int = 10_000) -> Iterator[HistoryStretch]:
    """Checks everything, tenant by tenant."""
    for tenant_id in audit.tenants():
        after: HistoryPlace | None = None
        while True:
            stretch = audit.stretch(tenant_id, after=after, limit=limit)
            yield stretch
            after = stretch.last
            if after is None:
                break
