"""What intake needs from outside: who may send, where what could not be read is kept, and what must be asked again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Protocol
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.kernel.ids import TenantId
from shared.kernel.vocabulary import Severity

#: The name of a topic of Amazon SNS.
_TOPIC = r"^arn:aws(-cn|-us-gov)?:sns:[a-z0-9-]{5,30}:[0-9]{12}:[A-Za-z0-9_.-]{1,256}$"


class IntakeUnavailable(Exception):  # noqa: N818 - names the condition
    """The database cannot be reached or refuses for now; nothing is known to be kept."""


class SourceSettings(BaseModel):
    """How a sender is configured on its own side; the defaults are those of Alertmanager."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="ignore")

    repeat_interval_s: int = Field(default=4 * 3600, gt=0)
    group_interval_s: int = Field(default=300, gt=0)
    #: A firing alert is believed for this many rounds of (repeat + group interval) of silence.
    stale_factor: int = Field(default=2, ge=1)
    #: How long after a resolve a late retry may still say firing.
    retry_window_s: int = Field(default=60, ge=0)
    severity_label: str = "severity"
    #: Values of that label in lower case, on top of the common ones.
    severity_map: Mapping[str, Severity] = Field(default_factory=dict)
    #: Amazon SNS: the topics that are believed, when SNS has signed what they post; only theirs is taken in then.
    topic_arns: tuple[Annotated[str, Field(pattern=_TOPIC)], ...] = Field(default=(), max_length=100)
    #: How long ago a post may have been signed; SNS itself tries for an hour.
    replay_window_s: int = Field(default=3600, gt=0)

    @property
    def stale_after_s(self) -> int:
        """Seconds of silence after which a firing alert of this source is no longer believed."""
        return self.stale_factor * (self.repeat_interval_s + self.group_interval_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A registered sender. Its token selects it, and with it the tenant and the environment of everything it sends."""

    tenant_id: TenantId
    name: str
    #: The name of a registered kind (`shared.bootstrap.source_kinds`), or of one that this version no longer knows.
    kind: str
    environment_id: str | None = None
    settings: SourceSettings = field(default_factory=SourceSettings)


class SourceTally(Protocol):
    def heard(self, source: Source, at: datetime, *, understood: bool) -> None:
        """Counts a request of the source. ``understood``: nothing of it was put aside. It never raises for want of the
        database, and takes what it could not write along with the next.
        """


class Sources(Protocol):
    def find(self, token: str) -> Source | None:
        """Gives the source whose token this is, or None. Raises IntakeUnavailable."""

    def named(self, tenant_id: TenantId, name: str) -> Source | None:
        """Gives the tenant's source of this name, for who administers it, or None. Raises IntakeUnavailable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinedBody:
    """A body of a known source, or those of its alerts, that could not be understood; the reason names no payload."""

    tenant_id: TenantId
    source_name: str
    received_at: datetime
    reason: str
    content_type: str
    body: bytes
    #: Bytes that were sent: more than ``body`` holds when only the beginning was kept.
    size: int

    @property
    def whole(self) -> bool:
        return self.size == len(self.body)


class Quarantine(Protocol):
    def keep(self, quarantined: QuarantinedBody) -> UUID:
        """Keeps it durably and gives the id of its entry; the same body within the hour is one entry, counted.

        Raises IntakeUnavailable.
        """


class QuarantineAdmin(Protocol):
    """The operator's side of the quarantine, of every tenant."""

    def waiting(self, ids: Sequence[UUID] | None, limit: int) -> Sequence[UUID]:
        """Gives the ids of at most ``limit`` entries that wait, oldest first; all of them where ``ids`` is None.

        Only whole bodies: what was cut off cannot be read again.
        """

    def entry(self, quarantine_id: UUID) -> QuarantinedBody | None:
        """Reads one entry, because bodies may be large; None when somebody settled it meanwhile."""

    def settle(self, quarantine_id: UUID) -> None:
        """Records that it was driven again and that everything in it was understood."""

    def still_waiting(self, quarantine_id: UUID, reason: str) -> None:
        """Records that it was driven again in vain, and the new reason."""


class ReconcileRequests(Protocol):
    def request(self, source: Source, *, group_key: str, truncated: int) -> None:
        """Records, durably, that the source should be compared with what we hold of it.

        ``truncated`` is how many alerts of the group its sender left out. Raises IntakeUnavailable.
        """
