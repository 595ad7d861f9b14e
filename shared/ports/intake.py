"""Intake: who may send, what could not be read, and what has to be asked for again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.kernel.ids import TenantId
from shared.kernel.vocabulary import Severity


class IntakeUnavailable(Exception):  # noqa: N818 - names the condition
    """The database cannot be reached or refuses for now; nothing is known to be kept."""


class SourceSettings(BaseModel):
    """How a sender is configured on its own side; the defaults are those of Alertmanager."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    repeat_interval_s: int = Field(default=4 * 3600, gt=0)
    group_interval_s: int = Field(default=300, gt=0)
    #: A firing alert is believed for this many rounds of (repeat + group interval) of silence.
    stale_factor: int = Field(default=2, ge=1)
    #: How long after a resolve a late retry may still say firing.
    retry_window_s: int = Field(default=60, ge=0)
    severity_label: str = "severity"
    #: Values of that label in lower case, on top of the common ones.
    severity_map: Mapping[str, Severity] = Field(default_factory=dict)

    @property
    def stale_after_s(self) -> int:
        return self.stale_factor * (self.repeat_interval_s + self.group_interval_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A registered sender; its token selects it, and with it the tenant and the environment."""

    tenant_id: TenantId
    name: str
    #: The name of a registered kind (`shared.bootstrap.source_kinds`), or of one that this version no longer knows.
    kind: str
    environment_id: str | None = None
    settings: SourceSettings = field(default_factory=SourceSettings)


class Sources(Protocol):
    def find(self, token: str) -> Source | None:
        """Raises IntakeUnavailable."""

    def named(self, tenant_id: TenantId, name: str) -> Source | None:
        """For operators. Raises IntakeUnavailable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinedBody:
    """A body of a known source, or the alerts of it, that could not be read; whole unless ``size`` says otherwise."""

    tenant_id: TenantId
    source_name: str
    received_at: datetime
    reason: str
    content_type: str
    body: bytes
    #: Of what was sent; larger than ``body`` when only the beginning was kept.
    size: int

    @property
    def whole(self) -> bool:
        return self.size == len(self.body)


class Quarantine(Protocol):
    def keep(self, quarantined: QuarantinedBody) -> UUID:
        """Durable on return; the same body within the hour is the same entry, counted. Raises IntakeUnavailable."""


class QuarantineAdmin(Protocol):
    """The operator's side of the quarantine."""

    def waiting(self, ids: Sequence[UUID] | None, limit: int) -> Sequence[UUID]:
        """Oldest first, whole bodies only: what was cut off cannot be read again."""

    def entry(self, quarantine_id: UUID) -> QuarantinedBody | None:
        """One at a time: bodies may be large. None when somebody settled it meanwhile."""

    def settle(self, quarantine_id: UUID) -> None:
        """Driven again, and everything in it was understood."""

    def still_waiting(self, quarantine_id: UUID, reason: str) -> None:
        """Driven again in vain."""


class ReconcileRequests(Protocol):
    def request(self, source: Source, *, group_key: str, truncated: int) -> None:
        """Ask that the source be compared with what we hold. Durable on return. Raises IntakeUnavailable."""
