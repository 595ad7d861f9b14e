"""What an incident is shown with that it does not hold itself: its services' names, and why nobody is told of it now.

Both are read once for all incidents of a page.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol, TypeVar
from uuid import UUID

from shared.app.operations.incident.view import OpenIncident
from shared.app.operations.query_services import QueryServices
from shared.app.operations.silence.suppression import suppressions_by_incident
from shared.kernel.ids import ServiceId, TenantId
from shared.ports.current_state import Reference
from shared.projections.incident_timeline.queries import IncidentSummary
from shared.projections.service_catalog.naming import NamedService

V = TypeVar("V", bound=OpenIncident)


class _Incident(Protocol):
    @property
    def incident_id(self) -> UUID: ...
    @property
    def service_ids(self) -> Sequence[UUID]: ...


def summaries_with_related(
    queries: QueryServices, tenant_id: TenantId, incidents: Sequence[IncidentSummary], *, now: bool
) -> tuple[IncidentSummary, ...]:
    """``now`` says that the incidents are shown as they stand; of the past it is not known who was told."""
    related = _related(queries, tenant_id, incidents, now=now)
    return tuple(replace(incident, **fields) for incident, fields in zip(incidents, related, strict=True))


def views_with_related(queries: QueryServices, tenant_id: TenantId, views: Sequence[V], *, now: bool) -> tuple[V, ...]:
    """``now`` says that the incidents are shown as they stand; of the past it is not known who was told."""
    related = _related(queries, tenant_id, views, now=now)
    return tuple(view.model_copy(update=fields) for view, fields in zip(views, related, strict=True))


def _related(
    queries: QueryServices, tenant_id: TenantId, incidents: Sequence[_Incident], *, now: bool
) -> Iterator[dict[str, Any]]:
    names = _named_services(queries, tenant_id, {each for incident in incidents for each in incident.service_ids})
    ids = [incident.incident_id for incident in incidents]
    silent = suppressions_by_incident(queries, tenant_id, ids) if now else {}
    for incident in incidents:
        yield {
            "services": tuple(names[each] for each in incident.service_ids if each in names),
            "suppressed_by": silent.get(incident.incident_id, ()) if now else None,
        }


def _named_services(
    queries: QueryServices, tenant_id: TenantId, service_ids: Iterable[UUID]
) -> Mapping[UUID, NamedService]:
    """Those that the catalog has, deleted ones too."""
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
