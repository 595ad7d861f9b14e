"""Everything that an operation may read."""

from dataclasses import dataclass, field

from shared.app.feed import Feed
from shared.ports.clock import Clock, SystemClock
from shared.ports.current_state import CurrentState
from shared.ports.past import PastFacts
from shared.ports.quarantined import QuarantineReads
from shared.projections.alert_groups.queries import AlertQueries
from shared.projections.fleet_health.queries import FleetHealthQueries
from shared.projections.incident_timeline.queries import IncidentQueries
from shared.projections.knowledge_index.queries import KnowledgeQueries
from shared.projections.postmortem_search.queries import PostmortemQueries
from shared.projections.runbook_catalog.queries import RunbookQueries
from shared.projections.service_catalog.queries import ServiceCatalogQueries
from shared.projections.slo_burndown.queries import SLOQueries


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryServices:
    """Everything that can be read; nothing here can write."""

    state: CurrentState
    incidents: IncidentQueries
    alerts: AlertQueries
    health: FleetHealthQueries
    knowledge: KnowledgeQueries
    postmortems: PostmortemQueries
    runbooks: RunbookQueries
    services: ServiceCatalogQueries
    slos: SLOQueries
    quarantine: QuarantineReads
    past: PastFacts
    feed: Feed
    #: Budgets, rotations and silences are answered as of now.
    clock: Clock = field(default_factory=SystemClock)
