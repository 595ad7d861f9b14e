"""Wherever a service's id is asked for, its slug or its name will do."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from shared.app.operations.query_services import QueryServices
from shared.kernel.ids import TenantId, service_id_for
from shared.kernel.service_names import name_key
from shared.ports.current_state import Reference
from shared.ports.operation import Declined, OperationRequest
from shared.ports.outcome import Problem


def resolve_service_names(queries: QueryServices, request: OperationRequest) -> OperationRequest:
    """Replaces names in ``service_id`` and ``service_ids`` by ids. Raises Declined when nothing, or several, are so
    called.
    """
    tenant_id = request.caller.tenant_id
    found: dict[str, Any] = {}
    if isinstance(one := getattr(request.arguments, "service_id", None), str):
        found["service_id"] = _resolved(queries, tenant_id, one)
    several: Sequence[UUID | str] = getattr(request.arguments, "service_ids", None) or ()
    if any(isinstance(each, str) for each in several):
        ids = (_resolved(queries, tenant_id, each) if isinstance(each, str) else each for each in several)
        found["service_ids"] = tuple(ids)
    if not found:
        return request
    return replace(request, arguments=request.arguments.model_copy(update=found))


def _resolved(queries: QueryServices, tenant_id: TenantId, name: str) -> UUID:
    """By its slug also when it is deleted or was made just now."""
    by_slug = service_id_for(tenant_id, name_key(name))
    if not queries.state.missing(tenant_id, {Reference("service", by_slug)}):
        return by_slug
    named = queries.services.services_named(tenant_id, [name])
    if len(named) == 1:
        return named[0].service_id
    if named:
        slugs = ", ".join(sorted(service.slug for service in named))
        title = "Several services have this name"
        raise Declined("invalid", Problem(code="service.ambiguous", title=title, detail=f"say which: {slugs}"))
    near = ", ".join(service.slug for service in queries.services.names_like(tenant_id, name))
    detail = f"there is no service {name!r}" + (f"; nearest: {near}" if near else "")
    raise Declined("invalid", Problem(code="service.unknown", title="No service has this slug or name", detail=detail))
