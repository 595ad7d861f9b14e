"""IncidentQueryService: what can be asked of incidents that happened, and the shape of the answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol
from uuid import UUID

from shared.kernel.ids import IncidentId, TenantId
from shared.kernel.vocabulary import IncidentSource, IncidentStatus, Severity
from shared.projections.page import DEFAULT_LIMIT, AsOf, Page
from shared.projections.service_catalog.naming import NamedService
from shared.projections.snippet import Snippet
from shared.projections.suppression import IncidentSuppression

IncidentSort = Literal["newest", "recently_changed", "severity"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentSearch:
    """Empty means any. ``text`` matches word beginnings; all words must match, each of them anywhere among the
    incident's number, title, description, what people wrote in it and its resolution, or all of them in one of its
    alerts (name, labels, annotations; of the alerts that match, the newest thousand are looked at).

    Where nothing matches as typed, words that no alert or service is called by are read as the names most like them.

    ``as_of``: as it was shown then; see `page.AsOf`. Alerts are not looked at for it, and words are taken as typed.
    """

    text: str = ""
    statuses: frozenset[IncidentStatus] = frozenset()
    severities: frozenset[Severity] = frozenset()
    service_id: UUID | None = None
    declared_from: datetime | None = None
    """Declared at or after / before."""
    declared_to: datetime | None = None
    sort: IncidentSort = "newest"
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None
    as_of: datetime | None = None


#: ``correlation``: by what its alerts belong together.
IncidentPlace = Literal["number", "title", "description", "resolution", "timeline", "correlation", "alert"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentSummary:
    incident_id: IncidentId
    number: int
    title: str
    description: str
    severity: Severity
    status: IncidentStatus
    source: IncidentSource
    assignee: str | None
    roles: Mapping[str, str]
    affected_resources: tuple[Mapping[str, Any], ...]
    service_ids: tuple[UUID, ...]
    alert_count: int
    """Alerts correlated to this incident itself, whether or not they fire now."""
    alerts_firing: int | None
    """Of its alerts, with those of incidents that it took over, how many fire now; also after somebody resolved it. Of
    the newest 500. None: for a list of the past it would take more history than one question may go through."""
    correlation_key: str | None
    follows: IncidentId | None
    merged_into: IncidentId | None
    declared_at: datetime
    detected_at: datetime
    impact_started_at: datetime
    first_acknowledged_at: datetime | None
    acknowledged_by: str | None
    mitigating_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    resolution_summary: str | None
    reopened: int
    created_by: str
    changed_at: datetime
    version: int
    matched_in: IncidentPlace | None = None
    """Found by text: where, and the stretch that shows it."""
    snippet: Snippet = ()
    services: tuple[NamedService, ...] = ()
    """Those of ``service_ids`` that the catalog knows, deleted ones too, by their names of now."""
    suppressed_by: tuple[IncidentSuppression, ...] | None = ()
    """Silences and maintenance windows that hold for alerts that fire in it now. None: not known of the past."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineQuery:
    """Oldest first. ``kinds`` empty means all; see `timeline_text.KINDS`."""

    incident_id: IncidentId
    kinds: frozenset[str] = frozenset()
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineItem:
    """One thing that happened. Order: ``occurred_at``, then alerts before the incident, then version."""

    entry_id: UUID
    occurred_at: datetime
    recorded_at: datetime
    kind: str
    actor: str
    text: str
    aggregate_type: str
    """The aggregate it happened to: ``incident`` (this one or one merged into it) or ``alert``."""
    aggregate_id: UUID
    details: Mapping[str, Any] = field(default_factory=dict)
    supersedes: UUID | None = None
    superseded_by: UUID | None = None
    """Set when a later entry corrects this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusInterval:
    status: IncidentStatus
    since: datetime
    until: datetime | None
    """None: still."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentTimeline:
    incident: IncidentSummary
    statuses: tuple[StatusInterval, ...]
    links: tuple["IncidentLink", ...]
    entries: Page[TimelineItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLink:
    """``kind``: follows, related, caused_by (this → linked), or merged (linked went into this)."""

    linked_id: IncidentId
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricsQuery:
    """Incidents declared in [declared_from, declared_to)."""

    declared_from: datetime
    declared_to: datetime
    service_id: UUID | None = None
    """Only of this service."""
    min_position: int | None = None


#: Published with every answer. Wall time; incidents that are still open, or merged into another, are left out. So is a
#: duration whose end lies before its beginning, by somebody's wrong clock: it is counted in ``left_out``.
METRIC_DEFINITIONS: Mapping[str, str] = {
    "mttd": "detected_at - impact_started_at",
    "mtta": "first acknowledgement - detected_at; incidents nobody acknowledged are not counted",
    "mttr": "resolved_at (the last resolve, if reopened) - detected_at",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """Seconds. With nothing to count, ``count`` is 0 and the others are None, never NaN."""

    count: int
    p50: float | None
    p90: float | None
    mean: float | None
    left_out: int = 0
    """Incidents whose times contradict each other (the duration would be negative)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricsRow:
    severity: Severity | None
    """None: all severities together."""
    mttd: Distribution
    mtta: Distribution
    mttr: Distribution


@dataclass(frozen=True, slots=True, kw_only=True)
class MTTRMetrics:
    definitions: Mapping[str, str]
    rows: tuple[MetricsRow, ...]
    excluded_open: int
    """What was left out, so that nobody has to guess."""
    excluded_merged: int
    as_of: AsOf


class IncidentQueries(Protocol):
    """Raises InvalidQuery."""

    def search_incidents(self, tenant_id: TenantId, query: IncidentSearch) -> Page[IncidentSummary]: ...

    def get_incident_timeline(self, tenant_id: TenantId, query: TimelineQuery) -> IncidentTimeline | None:
        """None: this tenant has no such incident (as far as the view knows)."""

    def get_mttr_metrics(self, tenant_id: TenantId, query: MetricsQuery) -> MTTRMetrics: ...
