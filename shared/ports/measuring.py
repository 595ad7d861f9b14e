"""What is remembered of measuring each objective: how far it came, what is missing, and what is wrong."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from shared.domain.silence.values import SilenceDefinition
from shared.domain.slo.values import SLODefinition
from shared.kernel.ids import SloId, TenantId


class MissingStretch(NamedTuple):
    """Windows in a row, of which nothing is known."""

    from_at: datetime
    to_at: datetime


class ToldWindow(NamedTuple):
    """A window was told to the writer with these counts."""

    start_at: datetime
    end_at: datetime
    good: int
    total: int
    excluded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How measuring one objective stands."""

    asks: str
    """The hash of what is asked; another one is measured from the beginning."""
    since: datetime
    """When it was measured for the first time."""
    next_try: datetime
    until: datetime | None = None
    """Every window before is told, or among the gaps; None: no source has answered yet."""
    known_until: datetime | None = None
    """The end of the newest window that is known."""
    gaps: tuple[MissingStretch, ...] = ()
    """In the order in which they are asked for again."""
    gaps_asked_at: datetime | None = None
    recent: tuple[ToldWindow, ...] = ()
    """The newest that were told, which are read once more for what came late."""
    problem: str | None = None
    detail: str = ""
    problem_since: datetime | None = None
    failures: int = 0
    """How often in a row the source did not answer."""
    absent: bool = False
    """An alert says that nothing is known of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """An objective whose time has come."""

    tenant_id: TenantId
    slo_id: SloId
    slug: str
    definition: SLODefinition
    service: str | None
    """The slug of its service; None: it has none."""
    measured: Measured | None
    """None: it was never measured."""


class PlannedMaintenance(NamedTuple):
    """A silence of kind maintenance; ``expired_at``: somebody ended it early."""

    definition: SilenceDefinition
    expired_at: datetime | None


class SourceSilence(NamedTuple):
    """A whole source does not answer for a tenant's objectives."""

    silent_since: datetime
    told: bool
    """An alert says so."""


class MeasuringStore(Protocol):
    """Each raises StoreUnavailable."""

    def due(self, now: datetime, limit: int) -> Mapping[TenantId, Sequence[SloId]]:
        """Gives whose time has come, of every tenant in turn, longest overdue first."""

    def objectives(self, tenant_id: TenantId, slo_ids: Collection[SloId]) -> Sequence[Objective]:
        """Gives those of the tenant's objectives that there are."""

    def maintenance(self, tenant_id: TenantId, since: datetime) -> Sequence[PlannedMaintenance]:
        """Gives what was not over at ``since``."""

    def silences(self, tenant_id: TenantId) -> Mapping[str, SourceSilence]:
        """Gives, by name, the sources that do not answer."""

    def settle(
        self, tenant_id: TenantId, measured: Mapping[SloId, Measured], silences: Mapping[str, SourceSilence | None]
    ) -> None:
        """Keeps how measuring stands; a source with None answers again."""


class MeasuringStanding(NamedTuple):
    """How measuring an objective stands, for people."""

    until: datetime | None
    problem: str | None
    detail: str
    problem_since: datetime | None
    next_try: datetime


class MeasuringRecord(Protocol):
    """What people are shown of measuring."""

    def standing(self, tenant_id: TenantId, slo_ids: Collection[UUID]) -> Mapping[UUID, MeasuringStanding]:
        """Gives it by objective; those that no registered source is asked for are not among them."""
