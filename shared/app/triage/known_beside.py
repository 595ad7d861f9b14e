"""What is known here beside the evidence: runbooks that were found, the pattern, and who depends on what is broken."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final
from uuid import UUID

from pydantic import TypeAdapter

from shared.domain.runbook.values import ExecutionOutcome, RunbookDefinition
from shared.domain.service.values import ServiceDefinition
from shared.kernel.ids import RunbookId, ServiceId, TenantId
from shared.kernel.service_names import namings_of
from shared.ports.current_state import CurrentState, Reference, Stored
from shared.ports.evidence import SignalQuery
from shared.ports.investigator import IncidentUnderTriage
from shared.processes.incident_triage.pattern import PatternDecision, PatternLookup
from shared.projections.service_catalog.graph import DependencyGraphQuery, Direction, Node
from shared.projections.service_catalog.naming import by_key, first_named
from shared.projections.service_catalog.queries import ServiceCatalogQueries
from shared.remediation.known import Dependent, KnownPattern, KnownRunbook

_DEFINITION: TypeAdapter[RunbookDefinition] = TypeAdapter(RunbookDefinition)
_RUNBOOK: Final = "runbook"
#: Services of one incident whose dependents are looked for, and how far away they may be.
_MOST_SERVICES: Final = 5
_DEPTH: Final = 3
#: And how far away those that they need.
_NEEDED: Final = 2
#: Names of services in the labels of one incident's alerts that are looked for.
_MOST_NAMES: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownBeside:
    """``state`` and ``services`` are read as the tenant."""

    state: CurrentState
    services: ServiceCatalogQueries

    def of_services(self, incident: IncidentUnderTriage) -> IncidentUnderTriage:
        """Gives the incident with the services that its alerts name, where none is linked yet."""
        if incident.service_ids:
            return incident
        namings = [naming for alert in incident.alerts for naming in namings_of(alert.labels)]
        if not namings:
            return incident
        keys = dict.fromkeys(naming.key for naming in namings)
        named = by_key(self.services.services_named(incident.tenant_id, [*keys][:_MOST_NAMES]))
        found = (first_named(namings_of(alert.labels), named) for alert in incident.alerts)
        return replace(incident, service_ids=[*dict.fromkeys(each[1].service_id for each in found if each)])

    def runbooks(self, tenant_id: TenantId, lookup: PatternLookup) -> tuple[KnownRunbook, ...]:
        """Gives the runbooks that the lookup found, in its order, as they are now."""
        wanted = [Reference(_RUNBOOK, each.document_id) for each in lookup.candidates if each.kind == _RUNBOOK]
        found = self.state.found(tenant_id, wanted) if wanted else {}
        return tuple(_runbook(found[reference]) for reference in wanted if reference in found)

    def pattern(self, lookup: PatternLookup, runbooks: Sequence[KnownRunbook]) -> KnownPattern | None:
        """Gives what the lookup takes this for; None where nothing written down fits."""
        if lookup.decision is not PatternDecision.KNOWN or not lookup.candidates:
            return None
        best = lookup.candidates[0]
        runbook = next((each for each in runbooks if each.runbook_id == best.document_id), None)
        return KnownPattern(ref=best.ref, title=best.title, runbook=runbook)

    def dependents(self, incident: IncidentUnderTriage) -> tuple[Dependent, ...]:
        """Gives the services that need one of the incident's, the nearest first."""
        nearest: dict[UUID, Dependent] = {}
        for service_id in incident.service_ids[:_MOST_SERVICES]:
            query = DependencyGraphQuery(service_id=ServiceId(service_id), direction=Direction.DOWNSTREAM, depth=_DEPTH)
            graph = self.services.get_dependency_graph(incident.tenant_id, query)
            for node in () if graph is None else graph.nodes:
                if node.distance > 0:
                    before = nearest.get(node.service_id)
                    if before is None or node.distance < before.distance:
                        nearest[node.service_id] = _dependent(node)
        return tuple(sorted(nearest.values(), key=lambda each: (each.distance, each.slug)))

    def concerned(self, incident: IncidentUnderTriage) -> tuple[str, ...]:
        """Gives slugs and names of the incident's services and of what they need: a change of them may be its cause."""
        names: dict[str, None] = {}
        for service_id in incident.service_ids[:_MOST_SERVICES]:
            query = DependencyGraphQuery(service_id=ServiceId(service_id), direction=Direction.UPSTREAM, depth=_NEEDED)
            graph = self.services.get_dependency_graph(incident.tenant_id, query)
            for node in () if graph is None else graph.nodes:
                names.update(dict.fromkeys(name for name in (node.slug, node.name) if name))
        return tuple(names)

    def signals(self, incident: IncidentUnderTriage) -> tuple[SignalQuery, ...]:
        """Gives the queries that the catalog names for the incident's services, the most telling of each first."""
        wanted = [Reference("service", each) for each in incident.service_ids[:_MOST_SERVICES]]
        found = self.state.found(incident.tenant_id, wanted) if wanted else {}
        told = [_signals(found[reference]) for reference in wanted if reference in found]
        in_turn = (signal for row in zip_longest(*told) for signal in row if signal is not None)
        return tuple(in_turn)


def _signals(service: Stored) -> list[SignalQuery]:
    if service.state["deleted"]:
        return []
    definition = ServiceDefinition.model_validate(service.state["definition"])
    slug = service.state["slug"]
    return [
        SignalQuery(title=f"{signal.kind} of {slug}: {signal.title}", expression=signal.expression)
        for signal in definition.signals
    ]


def _runbook(stored: Stored) -> KnownRunbook:
    outcomes = [each["outcome"] for each in stored.state["finished"]]
    return KnownRunbook(
        runbook_id=RunbookId(stored.aggregate_id),
        version=stored.state["runbook_version"],
        slug=stored.state["slug"],
        definition=_DEFINITION.validate_python(stored.state["definition"]),
        succeeded=outcomes.count(ExecutionOutcome.SUCCEEDED.value),
        failed=outcomes.count(ExecutionOutcome.FAILED.value),
    )


def _dependent(node: Node) -> Dependent:
    return Dependent(slug=node.slug or str(node.service_id), distance=node.distance, tier=node.tier)
