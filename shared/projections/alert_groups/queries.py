"""AlertQueryService: what can be asked of alerts and of the groups they are in, and the shape of the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from shared.kernel.ids import AlertId, IncidentId, RuleId, TenantId
from shared.kernel.vocabulary import AlertSource, AlertStatus, IncidentStatus, Severity
from shared.projections.page import DEFAULT_LIMIT, AsOf, Page
from shared.projections.snippet import Snippet
from shared.projections.suppression import Suppression


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveAlerts:
    """Active = firing: not resolved and not stale. Newest episode first."""

    severities: frozenset[Severity] = frozenset()
    without_incident: bool = False
    """Only those that no incident holds."""
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSearch:
    """Empty means any. ``text`` matches word beginnings in name and values of labels and annotations; all words must
    match. Where nothing does, words that no alert or service is called by are read as the names most like them.

    Status ``acknowledged`` means firing and acknowledged; ``firing`` includes those. Time is when the episode started.
    With ``as_of``, ``text`` and ``labels`` must match what an alert is called now and what it was called then.
    """

    text: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    statuses: frozenset[AlertStatus] = frozenset()
    severities: frozenset[Severity] = frozenset()
    started_from: datetime | None = None
    started_to: datetime | None = None
    without_incident: bool = False
    """Only those whose current episode no incident holds."""
    service_id: UUID | None = None
    """Only those whose current episode one of the newest thousand incidents of this service holds; not of the past."""
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None
    as_of: datetime | None = None


AlertPlace = Literal["name", "label", "annotation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSummary:
    alert_id: AlertId
    status: AlertStatus
    """Firing, resolved or stale; whether somebody has seen it is ``acknowledged_by``."""
    name: str
    severity: Severity
    source: AlertSource
    source_name: str
    fingerprint: str
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    environment_id: str | None
    generator_url: str | None
    group_key: str | None
    episode: int
    """The current episode; there were this many."""
    starts_at: datetime
    ends_at: datetime | None
    last_seen_at: datetime
    """When the last sight that changed something was received; a resend is no change."""
    changed_at: datetime
    stale_at: datetime | None
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    incident_id: IncidentId | None
    """Of the current episode; where the incident was merged, the one it went into."""
    suggested_successor: AlertId | None
    """A stale alert that seems to live on under other labels: same source and name, a superset of labels, and among the
    hundred of that name that began next."""
    version: int
    matched_in: AlertPlace | None = None
    """Found by text: where, and the stretch that shows it (``service=checkout`` of a label)."""
    snippet: Snippet = ()
    suppressed_by: tuple[Suppression, ...] | None = ()
    """Why nobody is told of it now; empty when somebody is. None: not known of the past."""


#: So many of those that fire are counted, the newest.
MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveAlertCount:
    """``all_counted``: fewer than ten thousand fire; otherwise the counts are of the newest ten thousand."""

    firing: int
    without_incident: int
    all_counted: bool
    as_of: AsOf


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """The incident that holds an alert's episode, or did until a person took the alert out of it."""

    incident_id: IncidentId
    number: int | None
    """None: the incident is not known here yet."""
    rule_id: RuleId
    rule_version: int
    taken_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertGroupsQuery:
    """Groups of incidents, newest first; ``open_only`` leaves out resolved and closed ones."""

    open_only: bool = True
    correlation_key: str | None = None
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertGroup:
    """Alerts that a rule put together, by the rule's own key, with the rule's version at that time."""

    incident_id: IncidentId
    number: int
    title: str
    severity: Severity
    incident_status: IncidentStatus
    correlation_key: str | None
    rule_id: RuleId | None
    rule_version: int | None
    matched: Mapping[str, str]
    first_correlated_at: datetime | None
    last_correlated_at: datetime | None
    firing: int
    resolved: int
    stale: int
    alert_ids: tuple[UUID, ...]
    """The first hundred, by name; the counts are of all."""


class AlertQueries(Protocol):
    """Raises InvalidQuery."""

    def list_active_alerts(self, tenant_id: TenantId, query: ActiveAlerts) -> Page[AlertSummary]: ...

    def list_alert_groups(self, tenant_id: TenantId, query: AlertGroupsQuery) -> Page[AlertGroup]: ...

    def search_alerts(self, tenant_id: TenantId, query: AlertSearch) -> Page[AlertSummary]: ...

    def count_active_alerts(self, tenant_id: TenantId, min_position: int | None) -> ActiveAlertCount: ...

    def holder_of(self, tenant_id: TenantId, alert_id: UUID, episode: int) -> Holder | None: ...

    def firing_labels(
        self, tenant_id: TenantId, incident_ids: Sequence[UUID]
    ) -> Mapping[UUID, Sequence[Mapping[str, str]]]:
        """Of each incident the labels of what fires in it now, the newest hundred."""
