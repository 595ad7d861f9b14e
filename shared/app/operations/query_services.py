"""Everything that an operation may read."""

from dataclasses import dataclass, field

from shared.app.feed import Feed
from shared.ports.audit import AuditTrail
from shared.ports.calendar_feeds import CalendarFeedReads
from shared.ports.change_record import ChangeRecord
from shared.ports.clock import Clock, SystemClock
from shared.ports.current_state import CurrentState
from shared.ports.execution_record import ExecutionRecord
from shared.ports.history import HistoryAudit
from shared.ports.measuring import MeasuringRecord
from shared.ports.past import PastFacts
from shared.ports.put_aside import PutAsideReads
from shared.ports.quarantined import QuarantineReads
from shared.ports.registrations import RegistrationReads
from shared.ports.system_condition import SystemConditions
from shared.ports.triage_record import TriageRecord
from shared.projections.alert_groups.queries import AlertQueries
from shared.projections.fleet_health.queries import FleetHealthQueries
from shared.projections.incident_timeline.queries import IncidentQueries
from shared.projections.knowledge_index.queries import KnowledgeQueries
from shared.projections.postmortem_search.queries import PostmortemQueries
from shared.projections.runbook_catalog.queries import RunbookQueries
from shared.projections.service_catalog.queries import ServiceCatalogQueries
from shared.projections.slo_burndown.accounts import SLOAccountQueries
from shared.projections.slo_burndown.queries import SLOQueries


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryServices:
    """They are everything that can be read; nothing here can write."""

    state: CurrentState
    """Aggregates as the writer left them."""
    incidents: IncidentQueries
    """Incidents searched, as history and as numbers."""
    alerts: AlertQueries
    """Alerts that fire, searched and in groups."""
    health: FleetHealthQueries
    """The health of environments and applications."""
    knowledge: KnowledgeQueries
    """What was learned, found by words, names and meaning."""
    postmortems: PostmortemQueries
    """Postmortems searched, and what was promised."""
    runbooks: RunbookQueries
    """Runbooks searched, and how they were used."""
    services: ServiceCatalogQueries
    """The service catalog, searched and as a graph."""
    slos: SLOQueries
    """Budgets over time, and what was measured."""
    slo_accounts: SLOAccountQueries
    """Budgets side by side, by the month, and by who spent them."""
    measuring: MeasuringRecord
    """How counting at the sources stands."""
    quarantine: QuarantineReads
    """Webhook bodies that could not be read."""
    put_aside: PutAsideReads
    """What some stage could not do, and waits for a person."""
    audit: AuditTrail
    """What administrators did beside the log of facts."""
    registrations: RegistrationReads
    """Who may send and who may ask."""
    source_kinds: tuple[str, ...]
    """The kinds of senders that are understood."""
    calendar_feeds: CalendarFeedReads
    """Secret addresses of schedules, without their secrets."""
    conditions: SystemConditions
    """How much waits where."""
    history: HistoryAudit
    """Whether the log of facts is what was written."""
    past: PastFacts
    """Facts up to an instant."""
    changes: ChangeRecord
    """What verifications of changes have said."""
    triages: TriageRecord
    """What triages have said and read."""
    executions: ExecutionRecord
    """What executions of runbooks have said."""
    feed: Feed
    """What changed, as it happens."""
    clock: Clock = field(default_factory=SystemClock)
    """Budgets, rotations and silences are answered as of its now."""
