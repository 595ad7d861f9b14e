"""What somebody with experience would look at in an installation: read by others, judged in `shared.app.checkup`."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class WaitedLock:
    """A session that waits for another's lock. ``by``: what that one is called; "" if it does not say."""

    application: str
    by: str
    waited_s: float


@dataclass(frozen=True, slots=True)
class OpenTransaction:
    application: str
    open_s: float


@dataclass(frozen=True, slots=True)
class TableRows:
    """``dead`` rows take room that only a vacuum gives back."""

    name: str
    dead: int
    live: int


@dataclass(frozen=True, slots=True)
class DiskRoom:
    free_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody that is asked or told. ``problem``: why it could not be reached; "" when it was."""

    name: str
    address: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class HeardSource:
    """A sender of webhooks. None: nothing has ever come."""

    tenant: str
    name: str
    silent_s: float | None


@dataclass(frozen=True, slots=True)
class EndingKey:
    tenant: str
    name: str
    left_s: float


@dataclass(frozen=True, slots=True)
class QuotaUse:
    """``share`` of the larger of its bytes and its entries, 0…1."""

    tenant: str
    source: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """Everything that was read of one installation at one moment. None: it cannot be seen from here."""

    version: str
    server: int
    """Version of the database's server, as in ``server_version_num``."""
    shipped: frozenset[str]
    applied: frozenset[str]
    outbox_age_s: float = 0.0
    lag_s: Mapping[str, float] = field(default_factory=dict)
    """By read model."""
    waiting_s: Mapping[str, float] = field(default_factory=dict)
    """Age of the oldest message, by subscription."""
    dead_letters: Mapping[str, int] = field(default_factory=dict)
    aside: Mapping[str, int] = field(default_factory=dict)
    """By reason."""
    embedding_overdue_s: float = 0.0
    timers_overdue_s: Mapping[str, float] = field(default_factory=dict)
    silent_objectives_s: Mapping[str, float] = field(default_factory=dict)
    """By source of objectives."""
    locks: tuple[WaitedLock, ...] = ()
    transactions: tuple[OpenTransaction, ...] = ()
    tables: tuple[TableRows, ...] = ()
    oldest_xid: int = 0
    """Transactions since the oldest that is not frozen."""
    connections: int = 0
    most_connections: int = 1
    skew_s: float = 0.0
    """How far the database's clock is ahead of this machine's; what a round trip hides is taken off."""
    disk: DiskRoom | None = None
    neighbours: tuple[Neighbour, ...] = ()
    sources: tuple[HeardSource, ...] = ()
    keys: tuple[EndingKey, ...] = ()
    quotas: tuple[QuotaUse, ...] = ()
