"""Wherever a service's id is asked for, its slug or its name will do."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from shared.app.operations.kinds import Reads
from shared.kernel.ids import TenantId, service_id_for
from shared.ports.current_state import Reference
from shared.ports.operation import Asked, Declined
from shared.ports.outcome import Problem
from shared.projections.service_catalog.naming import name_key


def with_services_found(reads: Reads, asked: Asked) -> Asked:
    """``service_id`` and ``service_ids`` of the request as ids. Raises Declined: nothing, or several, are so called."""
    tenant_id = asked.caller.tenant_id
    found: dict[str, Any] = {}
    if isinstance(one := getattr(asked.request, "service_id", None), str):
        found["service_id"] = _found(reads, tenant_id, one)
    several: Sequence[UUID | str] = getattr(asked.request, "service_ids", None) or ()
    if any(isinstance(each, str) for each in several):
        ids = (_found(reads, tenant_id, each) if isinstance(each, str) else each for each in several)
        found["service_ids"] = tuple(ids)
    if not found:
        return asked
    return replace(asked, request=asked.request.model_copy(update=found))


def _found(reads: Reads, tenant_id: TenantId, name: str) -> UUID:
    """By its slug also when it is deleted or was made just now."""
    by_slug = service_id_for(tenant_id, name_key(name))
    if not reads.state.missing(tenant_id, {Reference("service", by_slug)}):
        return by_slug
    named = reads.services.services_named(tenant_id, [name])
    if len(named) == 1:
        return named[0].service_id
    if named:
        slugs = ", ".join(sorted(service.slug for service in named))
        title = "Several services have this name"
        raise Declined("invalid", Problem(code="service.ambiguous", title=title, detail=f"say which: {slugs}"))
    near = ", ".join(service.slug for service in reads.services.names_like(tenant_id, name))
    detail = f"there is no service {name!r}" + (f"; nearest: {near}" if near else "")
    raise Declined("invalid", Problem(code="service.unknown", title="No service has this slug or name", detail=detail))
