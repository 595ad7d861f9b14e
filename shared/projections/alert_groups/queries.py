"""AlertQueryService: what can be asked of alerts and of the groups they are in, and the shape of the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from shared.kernel.ids import AlertId, IncidentId, RuleId, TenantId
from shared.kernel.vocabulary import AlertSource, AlertStatus, IncidentStatus, Severity
from shared.projections.alert_groups.fired import FiredEpisodes, FiredQuery
from shared.projections.alert_groups.firing_periods import AlertEpisodes, AlertEpisodesQuery
from shared.projections.page import DEFAULT_LIMIT, AsOf, Page
from shared.projections.snippet import Snippet
from shared.projections.suppression import Suppression


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveAlerts:
    """Active = firing: not resolved and not stale. Newest episode first."""

    severities: frozenset[Severity] = frozenset()
    """Only alerts of these severities are listed; empty lists all."""
    without_incident: bool = False
    """True lists only alerts whose current episode no incident holds; false lists all."""
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None
    as_of: datetime | None = None
    """An instant with a zone: the list rests on what had been recorded by then; null asks about now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSearch:
    """Empty means any. ``text`` matches word beginnings in name and values of labels and annotations; all words must
    match. Where nothing does, words that no alert or service is called by are read as the names most like them.

    Status ``acknowledged`` means firing and acknowledged; ``firing`` includes those. Time is when the episode started.
    With ``as_of``, ``text`` and ``labels`` must match what an alert is called now and what it was called then.
    """

    text: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Labels that the alert must all have with exactly these values, each sent as ``name=value``; empty asks for none.
    """
    without_labels: tuple[str, ...] = ()
    """Alerts that have any of these labels with exactly this value, each as ``name=value``, are left out; empty leaves
    out none.
    """
    statuses: frozenset[AlertStatus] = frozenset()
    """Only alerts that stand so are found: ``acknowledged`` is firing and acknowledged, and ``firing`` includes those;
    empty finds all.
    """
    severities: frozenset[Severity] = frozenset()
    """Only alerts whose severity is one of these are found; empty finds all."""
    starts_from: datetime | None = None
    """Only alerts whose current episode started at this instant or later are found; null sets no beginning."""
    starts_to: datetime | None = None
    """Only alerts whose current episode started before this instant are found; null sets no end."""
    without_incident: bool = False
    """True finds only alerts whose current episode no incident holds; false finds all."""
    service_id: UUID | None = None
    """Only alerts whose current episode one of the newest thousand incidents of this service holds are found, and not
    of the past; null finds all.
    """
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None
    as_of: datetime | None = None
    """An instant with a zone: the answer rests on what had been recorded by then; null asks about now."""


AlertPlace = Literal["name", "label", "annotation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertSummary:
    alert_id: AlertId
    """The alert that this row is about, by an id derived from tenant, source and fingerprint."""
    status: AlertStatus
    """Firing, resolved or stale; whether somebody has seen it is ``acknowledged_by``."""
    name: str
    """What the alert is called by its source, as ``alertname`` in Prometheus."""
    severity: Severity
    """How much harm is done, translated from the source's own word."""
    source: AlertSource
    """What kind of system saw the alert."""
    source_name: str
    """The registered source that told of it, by its slug in the tenant."""
    fingerprint: str
    """The source's own identity of the label set."""
    labels: Mapping[str, str]
    """The alert's labels, name to value, as its source told them last."""
    annotations: Mapping[str, str]
    """The alert's annotations such as ``summary``, name to value, as its source told them last; may be empty."""
    environment_id: str | None
    """The environment that the source or a label names; null when it is unknown."""
    generator_url: str | None
    """The address at which the source shows what raised the alert; null when it told none."""
    group_key: str | None
    """The source's own grouping (``groupKey`` of Alertmanager); null when it told none."""
    episode: int
    """Which firing period is the current one, counted from 1."""
    starts_at: datetime
    """Since when the alert is taken to fire in the current episode, which is the earliest start that is believed."""
    ends_at: datetime | None
    """When the current episode is taken to have ended; null when its source has not said that it has."""
    last_seen_at: datetime
    """When the last sight that changed something was received; a resend is no change."""
    updated_at: datetime
    """The time of the newest fact about the alert, also of one that only tells of a sighting that was not believed."""
    stale_at: datetime | None
    """Since when the alert is not believed any more; null when it is not stale."""
    acknowledged_by: str | None
    """Who acknowledged the current episode last: ``human:…``, ``agent:…``, ``integration:…`` or ``process:…``; null
    when nobody has.
    """
    acknowledged_at: datetime | None
    """When the current episode was acknowledged last; null when it was not."""
    incident_id: IncidentId | None
    """The incident that holds the current episode, or the one that that incident was merged into; null when none holds
    it.
    """
    suggested_successor: AlertId | None
    """A newer alert under which a stale one seems to live on (same source and name, its labels and more), among the
    hundred of that name that began next; null when there is none or the alert is not stale.
    """
    version: int
    """How many facts there are about the alert."""
    matched_in: AlertPlace | None = None
    """Where the words that were looked for stand; null when no words were, or no place shows them."""
    snippet: Snippet = ()
    """The stretch that shows the words found in ``matched_in``, in reading order (of a label as ``service=checkout``);
    empty when ``matched_in`` is null.
    """
    suppressed_by: tuple[Suppression, ...] | None = ()
    """The active silences that match the alert, so that nobody is told of it now; empty when none does or nothing on
    the page fires, null for an answer about the past.
    """


#: So many of those that fire are counted, the newest.
MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveAlertCount:
    """``all_counted``: fewer than ten thousand fire; otherwise the counts are of the newest ten thousand."""

    firing: int
    """How many alerts fire now, at most the newest ten thousand."""
    without_incident: int
    """How many of those that were counted no incident holds."""
    all_counted: bool
    """True when fewer than ten thousand fire; false when there may be more than were counted."""
    as_of: AsOf
    """How new the view was from which the alerts were counted."""


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
    """True leaves out groups of incidents that are resolved or closed; false lists all."""
    correlation_key: str | None = None
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertGroup:
    """Alerts that a rule put together, by the rule's own key, with the rule's version at that time."""

    incident_id: IncidentId
    """The incident to which the alerts were put together."""
    number: int
    """The incident's number in the tenant, for people: 42 is called INC-42."""
    title: str
    """The incident's title, one line that says what is wrong."""
    severity: Severity
    """How much harm the incident does, by the newest word."""
    incident_status: IncidentStatus
    """How far the work on the incident has come."""
    correlation_key: str | None
    """The rule and the values of the labels that it groups by, as when alerts joined last; a listed group always has
    one.
    """
    rule_id: RuleId | None
    """The correlation rule by which alerts joined last (a fixed id stands for people who put them together by hand); a
    listed group has one.
    """
    rule_version: int | None
    """The version of that rule's definition at that time, counted from 1; a listed group has one."""
    matched: Mapping[str, str]
    """The names that the rule groups by, each with the value that the alerts had; empty when it groups by none."""
    first_correlated_at: datetime | None
    """The time of the fact by which alerts joined the incident first; every listed group has one."""
    last_correlated_at: datetime | None
    """The time of the fact by which alerts joined the incident last, when the rule decided."""
    firing: int
    """How many of the alert episodes that the incident, or one merged into it, holds fire now."""
    resolved: int
    """How many of these episodes have ended, with those after which a later one began."""
    stale: int
    """How many of these episodes are no longer believed because their source is silent."""
    alert_ids: tuple[UUID, ...]
    """The ids of the alerts of these episodes, the first hundred by name, while the counts are of all."""


class AlertQueries(Protocol):
    """Raises InvalidQuery."""

    def list_active_alerts(self, tenant_id: TenantId, query: ActiveAlerts) -> Page[AlertSummary]: ...

    def list_alert_groups(self, tenant_id: TenantId, query: AlertGroupsQuery) -> Page[AlertGroup]: ...

    def search_alerts(self, tenant_id: TenantId, query: AlertSearch) -> Page[AlertSummary]: ...

    def count_active_alerts(self, tenant_id: TenantId, min_position: int | None) -> ActiveAlertCount: ...

    def list_alert_episodes(self, tenant_id: TenantId, query: AlertEpisodesQuery) -> AlertEpisodes: ...

    def list_fired(self, tenant_id: TenantId, query: FiredQuery) -> FiredEpisodes: ...

    def holder_of(self, tenant_id: TenantId, alert_id: UUID, episode: int) -> Holder | None: ...

    def firing_labels(
        self, tenant_id: TenantId, incident_ids: Sequence[UUID]
    ) -> Mapping[UUID, Sequence[Mapping[str, str]]]:
        """Of each incident the labels of what fires in it now, the newest hundred."""
