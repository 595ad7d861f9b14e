"""Reading what the world says at this moment, for one incident, without changing anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from shared.diagnosis.evidence import Evidence, EvidenceSource
from shared.diagnosis.snapshot import Snapshot
from shared.kernel.ids import TenantId
from shared.kernel.vocabulary import ResourceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertInQuestion:
    """An alert of the incident, as its sender told it last."""

    name: str
    labels: Mapping[str, str]
    annotations: Mapping[str, str] = field(default_factory=dict)
    starts_at: datetime | None = None
    is_firing: bool = True
    generator_url: str = ""
    """Where its sender shows the rule; for Prometheus it holds the expression. Empty: unknown."""
    environment: str | None = None
    """Which one it belongs to; None: unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalQuery:
    """A query that the catalog names for a service: latency, traffic, errors, saturation."""

    title: str
    expression: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """What an incident is about, and the time that matters."""

    resources: tuple[ResourceRef, ...] = ()
    """What it is about. One that names no cluster is looked for where a reader is the default."""
    alerts: tuple[AlertInQuestion, ...] = ()
    signals: tuple[SignalQuery, ...] = ()
    tenant_id: TenantId | None = None
    """Whose facts are read; None: none are."""
    services: tuple[str, ...] = ()
    """Slugs and names of the services it is about, and of those that they depend on: whose changes matter."""
    from_at: datetime
    """Start of the window, some time before the first alert."""
    to_at: datetime


class Collected(NamedTuple):
    """What was read: every read as evidence, failed ones too, and the parts of the world that they show."""

    evidence: tuple[Evidence, ...]
    snapshot: Snapshot


class EvidenceReader(Protocol):
    """Reads one target: one cluster, one Argo CD, one Prometheus. Called by several threads at once."""

    @property
    def source(self) -> EvidenceSource: ...

    @property
    def target(self) -> str:
        """The name under which people know it."""

    def concerns(self, inquiry: Inquiry) -> bool:
        """Says whether it has anything to read for this inquiry."""

    def read(self, inquiry: Inquiry, until: float) -> Collected:
        """Reads before ``until`` (of ``time.monotonic``), within the bounds of its kind, and redacts every text.

        What cannot be read is evidence with a problem, and a gap of the snapshot; it raises nothing for it.
        """

    def close(self) -> None:
        """Gives its connections back."""
