"""IncidentQueryService: what can be asked of incidents that happened, and the shape of the answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol
from uuid import UUID

from shared.kernel.ids import IncidentId, TenantId
from shared.kernel.vocabulary import IncidentSource, IncidentStatus, Severity
from shared.projections.incident_timeline.metrics import MetricsQuery, MTTRMetrics
from shared.projections.page import DEFAULT_LIMIT, Page
from shared.projections.service_catalog.naming import NamedService
from shared.projections.snippet import Snippet
from shared.projections.suppression import IncidentSuppression

IncidentSort = Literal["newest", "recently_updated", "severity"]


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
    """Only incidents that stand so are found; empty finds all."""
    severities: frozenset[Severity] = frozenset()
    """Only incidents of these severities are found; empty finds those of every severity."""
    service_id: UUID | None = None
    declared_from: datetime | None = None
    """Only incidents declared at this instant or later are found; null sets no beginning."""
    declared_to: datetime | None = None
    """Only incidents declared before this instant are found; null sets no end."""
    sort: IncidentSort = "newest"
    """``newest`` puts the highest number first, ``recently_updated`` the newest change, ``severity`` the most severe;
    the newest comes first among equals.
    """
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None
    as_of: datetime | None = None
    """An instant with a zone: the answer rests on what had been recorded by then; null asks about now."""


#: ``correlation``: by what its alerts belong together.
IncidentPlace = Literal["number", "title", "description", "resolution", "timeline", "correlation", "alert"]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentSummary:
    incident_id: IncidentId
    """The incident that this row is about, by the id that commands and links take."""
    number: int
    """The tenant's count of incidents, for people: 42 is called INC-42."""
    title: str
    """One line that says what is wrong, as whoever opened the incident wrote it."""
    description: str
    """What was known when the incident was opened; may be empty."""
    severity: Severity
    """How much harm is done, by the newest word."""
    status: IncidentStatus
    """How far the work on the incident has come."""
    source: IncidentSource
    """What opened the incident: correlated alerts, a person, an agent or a burning error budget."""
    assignee: str | None
    """Who owns the incident, as people call them; null when nobody does."""
    roles: Mapping[str, str]
    """Who has which role in the response, role (such as ``commander``) to person; a role that nobody has is left out.
    """
    affected_resources: tuple[Mapping[str, Any], ...]
    """The resources known to be affected when it was opened, each an object with kind, name, namespace, cluster and
    environment; may be empty.
    """
    service_ids: tuple[UUID, ...]
    """The services of the catalog that were named when it was opened or linked since, in that order; may be empty."""
    alert_count: int
    """How many alert episodes were correlated to this incident itself, whether or not they fire now or were taken out
    since.
    """
    alerts_firing: int | None
    """How many alerts fire now among the newest 500 episodes that it and the incidents merged into it hold, also after
    somebody resolved it; 0 for one merged away, null when a list of the past would need more history than one question
    may go through.
    """
    correlation_key: str | None
    """What makes alerts this one problem, as told when it was opened; null when no correlation opened it."""
    follows: IncidentId | None
    """The incident that was the last episode of the same problem; null when none is known."""
    merged_into: IncidentId | None
    """The incident that has taken this one over; null when none has."""
    declared_at: datetime
    """When the incident was opened here."""
    detected_at: datetime
    """When the problem was noticed, which may be earlier than it was declared."""
    impact_started_at: datetime
    """When the problem began to hurt, which may be earlier than it was detected."""
    acknowledged_at: datetime | None
    """When somebody acknowledged the incident for the first time; null when nobody has."""
    acknowledged_by: str | None
    """Who acknowledged it first: ``human:…``, ``agent:…``, ``integration:…`` or ``process:…``; null when nobody has."""
    mitigated_at: datetime | None
    """When the incident was mitigating for the first time; null when it never was."""
    resolved_at: datetime | None
    """When the incident was resolved last; null when it is not resolved or was reopened."""
    closed_at: datetime | None
    """When the incident was closed for good; null when it is not closed."""
    resolution_summary: str | None
    """What it was and what ended it, in the words of whoever resolved it last; null when it is not resolved."""
    reopened: int
    """How many times the incident went back to work after it was resolved."""
    created_by: str
    """Who opened the incident: ``human:…``, ``agent:…``, ``integration:…`` or ``process:…``."""
    updated_at: datetime
    """The time of the newest fact about the incident."""
    version: int
    """How many facts there are about the incident, which is what a command's expected version is compared with."""
    matched_in: IncidentPlace | None = None
    """Where the words that were looked for stand (``correlation`` is the key, ``alert`` one of its alerts); null when
    no words were, or no place shows them.
    """
    snippet: Snippet = ()
    """The stretch that shows the words found in ``matched_in``, in reading order; empty when ``matched_in`` is null."""
    services: tuple[NamedService, ...] = ()
    """The services of ``service_ids`` that the catalog knows, deleted ones too, by their names of now."""
    suppressed_by: tuple[IncidentSuppression, ...] | None = ()
    """The active silences that match alerts that fire in it now; empty when none does, null for an answer about the
    past.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineQuery:
    """Oldest first. ``kinds`` empty means all; see `timeline_text.KINDS`."""

    incident_id: IncidentId
    kinds: frozenset[str] = frozenset()
    """Only entries of these kinds are listed, such as ``note`` or ``alert_fired``; empty lists all."""
    cursor: str | None = None
    limit: int = DEFAULT_LIMIT
    min_position: int | None = None
    as_of: datetime | None = None
    """An instant with a zone: the timeline rests on what had been recorded by then; null asks about now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineItem:
    """One thing that happened. Order: ``occurred_at``, then alerts before the incident, then version."""

    entry_id: UUID
    """The entry's own id where somebody wrote it down, otherwise the id of the fact that it tells of."""
    occurred_at: datetime
    """When it happened, by the time that the fact tells; when it tells none, the same as ``recorded_at``."""
    recorded_at: datetime
    """When this system was told of it, by its own clock, which may be later than it happened."""
    kind: str
    """What sort of entry it is: what people write (such as ``note``), or what became of the incident or an alert (such
    as ``resolved`` or ``alert_fired``).
    """
    actor: str
    """Who caused it: ``human:…``, ``agent:…``, ``integration:…`` or ``process:…``."""
    text: str
    """What is told, in plain text; what people wrote may be Markdown."""
    aggregate_type: str
    """The kind of thing that it happened to: ``incident`` (this one or one merged into it) or ``alert``."""
    aggregate_id: UUID
    """The id of the incident or alert that it happened to."""
    details: Mapping[str, Any] = field(default_factory=dict)
    """The values behind the text, by names that go with the kind (such as ``previous`` and ``severity``); empty when
    the kind has none.
    """
    supersedes: UUID | None = None
    """The earlier entry that this one corrects; null when it corrects none."""
    superseded_by: UUID | None = None
    """The newest entry that corrects this one; null when none does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusInterval:
    status: IncidentStatus
    """The status that the incident had during this time."""
    since: datetime
    """When the incident came into the status."""
    until: datetime | None
    """When the incident left the status, never before ``since``; null when it still has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentTimeline:
    incident: IncidentSummary
    """The incident as it stands, or stood at ``as_of``."""
    statuses: tuple[StatusInterval, ...]
    """Which status the incident had when, oldest first; the last one lasts."""
    links: tuple["IncidentLink", ...]
    """How the incident stands to others, in the order in which they were linked; empty when it is linked to none."""
    entries: Page[TimelineItem]
    """A page of what happened to the incident, those merged into it and the alert episodes they hold, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLink:
    """``kind``: follows, related, caused_by (this → linked), or merged (linked went into this)."""

    linked_id: IncidentId
    """The id of the other incident."""
    kind: str
    """``follows`` or ``caused_by`` the other one, ``related`` to it, or ``merged``: the other one went into this one.
    """


class IncidentQueries(Protocol):
    """Raises InvalidQuery."""

    def search_incidents(self, tenant_id: TenantId, query: IncidentSearch) -> Page[IncidentSummary]: ...

    def get_incident_timeline(self, tenant_id: TenantId, query: TimelineQuery) -> IncidentTimeline | None:
        """None: this tenant has no such incident (as far as the view knows)."""

    def get_mttr_metrics(self, tenant_id: TenantId, query: MetricsQuery) -> MTTRMetrics: ...
