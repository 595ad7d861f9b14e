"""ServiceCatalogQueryService: services found, as a graph, by runbook, and who is on call for what runs."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from pydantic import Field, TypeAdapter

from shared.app.operations.derived import Arguments, given, parameters_of
from shared.app.operations.query_rows import LabelEquals
from shared.app.operations.rows import READERS, Query, Reads
from shared.domain.on_call_schedule.values import Override, ScheduleDefinition
from shared.domain.service.values import ResourceSelector, ServiceDefinition
from shared.kernel.ids import RunbookId, ServiceId, TenantId
from shared.kernel.moment import Moment
from shared.kernel.value import Tag
from shared.ports.current_state import Reference
from shared.ports.operation import Answer, Asked, not_found
from shared.projections.page import Page
from shared.projections.service_catalog.graph import MAX_DEPTH, DependencyGraph, DependencyGraphQuery
from shared.projections.service_catalog.naming import by_key, first_named, namings_of
from shared.projections.service_catalog.on_call import OnCallForResource, Schedule, resolve
from shared.projections.service_catalog.queries import (
    ServiceHit,
    ServicesByOwner,
    ServiceSearch,
    ServicesForRunbook,
    ServiceSummary,
)
from shared.projections.service_catalog.resource import Resource
from shared.projections.service_catalog.selector_resolution import Choice, Claim, choose

_SERVICE = "ServiceCatalogQueryService"
_DEFINITION: TypeAdapter[ScheduleDefinition] = TypeAdapter(ScheduleDefinition)
_OVERRIDES: TypeAdapter[tuple[Override, ...]] = TypeAdapter(tuple[Override, ...])
_ID = "5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e"
_NO_TAGS: frozenset[str] = frozenset()

Owner = Annotated[str, Field(max_length=200)]
Depth = Annotated[int, Field(ge=1, le=MAX_DEPTH)]
Named = Annotated[str, Field(min_length=1, max_length=500)] | None


class ResourceParameters(Arguments):
    """What is known of the resource. ``at``: which instant is asked about; now, when it is not given."""

    kind: Named = None
    namespace: Named = None
    name: Named = None
    cluster: Named = None
    environment: Named = None
    labels: Annotated[tuple[LabelEquals, ...], Field(max_length=100)] = ()
    at: Moment | None = None
    min_position: Annotated[int, Field(ge=0, le=2**63 - 1)] | None = None


def _search(reads: Reads, asked: Asked) -> Answer:
    query = ServiceSearch(**given(asked.request))
    return Answer(content=reads.services.search_services(asked.caller.tenant_id, query))


def _by_owner(reads: Reads, asked: Asked) -> Answer:
    query = ServicesByOwner(**given(asked.request))
    return Answer(content=reads.services.search_services_by_owner(asked.caller.tenant_id, query))


def _graph(reads: Reads, asked: Asked) -> Answer:
    query = DependencyGraphQuery(service_id=ServiceId(asked.ids["service_id"]), **given(asked.request))
    graph = reads.services.get_dependency_graph(asked.caller.tenant_id, query)
    if graph is None:
        raise not_found()
    return Answer(content=graph)


def _for_runbook(reads: Reads, asked: Asked) -> Answer:
    runbook_id = asked.ids["runbook_id"]
    if reads.state.missing(asked.caller.tenant_id, {Reference("runbook", runbook_id)}):
        raise not_found()
    query = ServicesForRunbook(runbook_id=RunbookId(runbook_id), **given(asked.request))
    return Answer(content=reads.services.get_services_for_runbook(asked.caller.tenant_id, query))


def _on_call(reads: Reads, asked: Asked) -> Answer:
    tenant_id, wanted = asked.caller.tenant_id, ResourceParameters.model_validate(asked.request)
    resource = Resource(
        kind=wanted.kind,
        namespace=wanted.namespace,
        name=wanted.name,
        cluster=wanted.cluster,
        environment=wanted.environment,
        labels=dict(pair.split("=", 1) for pair in wanted.labels),
    )
    choice = choose(resource, reads.services.claims_on(tenant_id, (resource,), wanted.min_position))
    choice = choice if choice.matching else _by_name(reads, tenant_id, choice)
    schedule = _schedule(reads, tenant_id, choice.schedule_id)
    return Answer(content=resolve(choice, wanted.at or reads.clock.now(), schedule))


def _by_name(reads: Reads, tenant_id: TenantId, choice: Choice) -> Choice:
    """What no selector matches is that service's which a label names, as it is for incidents."""
    namings = namings_of(choice.resource.labels)
    named = first_named(namings, by_key(reads.services.services_named(tenant_id, {each.name for each in namings})))
    stored = reads.state.get(tenant_id, Reference("service", named[1].service_id)) if named else None
    if named is None or stored is None:
        return choice
    definition = ServiceDefinition.model_validate(stored.state["definition"])
    claim = Claim(
        service_id=named[1].service_id,
        slug=named[1].slug,
        name=definition.name,
        tier=definition.tier,
        owner_team=definition.owner_team,
        on_call=definition.on_call.model_dump(mode="json") if definition.on_call else None,
        ordinal=0,
        selector=ResourceSelector(),
    )
    why = f"Its label {named[0].label}={named[0].value} names {claim.slug}."
    return replace(choice, matching=(claim,), why=why, by_name=True)


def _schedule(reads: Reads, tenant_id: TenantId, schedule_id: UUID | None) -> Schedule | None:
    if schedule_id is None:
        return None
    stored = reads.state.get(tenant_id, Reference("on_call_schedule", schedule_id))
    if stored is None:
        return None
    return Schedule(
        schedule_id=stored.aggregate_id,
        slug=stored.state["slug"],
        definition=_DEFINITION.validate_python(stored.state["definition"]),
        overrides=_OVERRIDES.validate_python(stored.state["overrides"]),
    )


SERVICE_QUERIES: tuple[Query, ...] = (
    Query(
        name="SearchServices",
        service=_SERVICE,
        path="/v1/services/search",
        roles=READERS,
        request=parameters_of(
            ServiceSearch,
            tags=(frozenset[Tag], _NO_TAGS),
            lifecycle=(Annotated[str, Field(max_length=100)] | None, None),
        ),
        response=Page[ServiceHit],
        summary="Find services by words, also mistyped ones, tier, tags and lifecycle",
        example={"text": "chekout", "tiers": ["critical"]},
        answer=_search,
    ),
    Query(
        name="SearchServicesByOwner",
        service=_SERVICE,
        path="/v1/services/by-owner",
        roles=READERS,
        request=parameters_of(ServicesByOwner, owner=(Owner, "")),
        response=Page[ServiceSummary],
        summary="What a team owns, or what nobody does",
        example={"owner": "payments"},
        answer=_by_owner,
    ),
    Query(
        name="GetServiceDependencyGraph",
        service=_SERVICE,
        path="/v1/services/{service_id}/dependencies",
        roles=READERS,
        request=parameters_of(DependencyGraphQuery, without=frozenset({"service_id"}), depth=(Depth, 3)),
        response=DependencyGraph,
        summary="What a service needs and what needs it, step by step, circles included",
        example={"service_id": _ID, "direction": "upstream", "depth": 2},
        answer=_graph,
    ),
    Query(
        name="GetOnCallForResource",
        service=_SERVICE,
        path="/v1/on-call",
        roles=READERS,
        request=ResourceParameters,
        response=OnCallForResource,
        summary="Who is on call for what runs somewhere, until when, who is next, and how that was found",
        example={"kind": "Deployment", "namespace": "shop", "name": "checkout-api", "labels": ["app=checkout"]},
        answer=_on_call,
    ),
    Query(
        name="GetServicesForRunbook",
        service=_SERVICE,
        path="/v1/runbooks/{runbook_id}/services",
        roles=READERS,
        request=parameters_of(ServicesForRunbook, without=frozenset({"runbook_id"})),
        response=Page[ServiceSummary],
        summary="Services that name this runbook",
        example={"runbook_id": _ID},
        answer=_for_runbook,
    ),
)
