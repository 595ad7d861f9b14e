"""What an incident is shown with that it does not hold itself: its services' names, and why nobody is told of it now.

Both are read once for all incidents of a page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from shared.app.operations.query_services import QueryServices
from shared.app.operations.silence.suppression import suppressions_by_incident
from shared.kernel.ids import ServiceId, TenantId
from shared.ports.current_state import Reference
from shared.projections.incident_timeline.queries import IncidentSummary
from shared.projections.service_catalog.naming import NamedService


def named_services(
    queries: QueryServices, tenant_id: TenantId, service_ids: Iterable[UUID]
) -> Mapping[UUID, NamedService]:
    """Of those that are there, also when they are deleted."""
    wanted = {Reference("service", service_id) for service_id in service_ids}
    found = queries.state.found(tenant_id, wanted) if wanted else {}
    return {
        reference.aggregate_id: NamedService(
            service_id=ServiceId(reference.aggregate_id),
            slug=stored.state["slug"],
            name=stored.state["definition"]["name"],
        )
        for reference, stored in found.items()
    }


def with_related(
    queries: QueryServices, tenant_id: TenantId, incidents: Sequence[IncidentSummary], *, now: bool
) -> tuple[IncidentSummary, ...]:
    """``now``: they are shown as they stand; of the past it is not known who was told."""
    names = named_services(queries, tenant_id, {each for incident in incidents for each in incident.service_ids})
    silent = (
        suppressions_by_incident(queries, tenant_id, [incident.incident_id for incident in incidents]) if now else {}
    )
    return tuple(
        replace(
            incident,
            services=tuple(names[each] for each in incident.service_ids if each in names),
            suppressed_by=silent.get(incident.incident_id, ()) if now else None,
        )
        for incident in incidents
    )
