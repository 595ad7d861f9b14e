"""ServiceCatalogService and ServiceCatalogQueryService: services by id, as lists, found, as a graph and by runbook."""

from typing import Annotated

from pydantic import Field

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import READERS, Query
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import NoArguments, field_values, parameters_model
from shared.app.operations.service.view import ServiceView, service_view
from shared.app.operations.standard_methods import Listed, ListParameters, get_handler, list_handler
from shared.kernel.ids import RunbookId, ServiceId
from shared.kernel.value import Slug, Tag
from shared.ports.current_state import Reference
from shared.ports.operation import Answer, OperationRequest, not_found
from shared.projections.page import Page
from shared.projections.service_catalog.graph import MAX_DEPTH, DependencyGraph, DependencyGraphQuery
from shared.projections.service_catalog.queries import (
    ServiceHit,
    ServicesByOwner,
    ServiceSearch,
    ServicesForRunbook,
    ServiceSummary,
)

_SERVICE = "ServiceCatalogService"
_ALL = "/v1/services"
_ONE = f"{_ALL}/{{service_id}}"
_ID = {"service_id": EXAMPLE_ID}
_QUERY_SERVICE = "ServiceCatalogQueryService"
_NO_TAGS: frozenset[str] = frozenset()
Owner = Annotated[str, Field(max_length=200)]
Depth = Annotated[int, Field(ge=1, le=MAX_DEPTH)]


class ServicesParameters(ListParameters):
    """Services can be narrowed by slug, tag and owning team."""

    slug: Slug | None = None
    """Only the service of this slug. Null: all."""
    tag: Tag | None = None
    """Only services that have this tag. Null: all."""
    owner_team: Annotated[str, Field(max_length=200)] | None = None
    """Only services of this team. Null: all."""
    deleted: bool = False
    """True lists the tombstones in place of what there is."""


def _filter(wanted: ServicesParameters) -> dict[str, object]:
    definition: dict[str, object] = {} if wanted.tag is None else {"tags": [wanted.tag]}
    definition |= {} if wanted.owner_team is None else {"owner_team": wanted.owner_team}
    held: dict[str, object] = {"deleted": wanted.deleted}
    held |= {} if wanted.slug is None else {"slug": wanted.slug}
    return held | ({"definition": definition} if definition else {})


def _search(queries: QueryServices, request: OperationRequest) -> Answer:
    query = ServiceSearch(**field_values(request.arguments))
    return Answer(content=queries.services.search_services(request.caller.tenant_id, query))


def _by_owner(queries: QueryServices, request: OperationRequest) -> Answer:
    query = ServicesByOwner(**field_values(request.arguments))
    return Answer(content=queries.services.search_services_by_owner(request.caller.tenant_id, query))


def _graph(queries: QueryServices, request: OperationRequest) -> Answer:
    query = DependencyGraphQuery(service_id=ServiceId(request.ids["service_id"]), **field_values(request.arguments))
    graph = queries.services.get_dependency_graph(request.caller.tenant_id, query)
    if graph is None:
        raise not_found()
    return Answer(content=graph)


def _for_runbook(queries: QueryServices, request: OperationRequest) -> Answer:
    runbook_id = request.ids["runbook_id"]
    if queries.state.missing(request.caller.tenant_id, {Reference("runbook", runbook_id)}):
        raise not_found()
    query = ServicesForRunbook(runbook_id=RunbookId(runbook_id), **field_values(request.arguments))
    return Answer(content=queries.services.get_services_for_runbook(request.caller.tenant_id, query))


SERVICE_QUERIES: tuple[Query, ...] = (
    Query(
        name="GetService",
        service=_SERVICE,
        path=_ONE,
        roles=READERS,
        request=NoArguments,
        response=ServiceView,
        summary="One service, also when it is deleted",
        example=_ID,
        answer=get_handler("service", "service_id", service_view),
    ),
    Query(
        name="ListServices",
        service=_SERVICE,
        path=_ALL,
        roles=READERS,
        request=ServicesParameters,
        response=Listed[ServiceView],
        summary="Services, by slug, tag or owning team",
        example={"owner_team": "payments"},
        answer=list_handler("service", Listed[ServiceView], service_view, _filter),
    ),
    Query(
        name="SearchServices",
        service=_QUERY_SERVICE,
        path="/v1/services/search",
        roles=READERS,
        request=parameters_model(
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
        service=_QUERY_SERVICE,
        path="/v1/services/by-owner",
        roles=READERS,
        request=parameters_model(ServicesByOwner, owner=(Owner, "")),
        response=Page[ServiceSummary],
        summary="What a team owns, or what nobody does",
        example={"owner": "payments"},
        answer=_by_owner,
    ),
    Query(
        name="GetServiceDependencyGraph",
        service=_QUERY_SERVICE,
        path="/v1/services/{service_id}/dependencies",
        roles=READERS,
        request=parameters_model(DependencyGraphQuery, without=frozenset({"service_id"}), depth=(Depth, 3)),
        response=DependencyGraph,
        summary="What a service needs and what needs it, step by step, circles included",
        example={"service_id": EXAMPLE_ID, "direction": "upstream", "depth": 2},
        answer=_graph,
    ),
    Query(
        name="GetServicesForRunbook",
        service=_QUERY_SERVICE,
        path="/v1/runbooks/{runbook_id}/services",
        roles=READERS,
        request=parameters_model(ServicesForRunbook, without=frozenset({"runbook_id"})),
        response=Page[ServiceSummary],
        summary="Services that name this runbook",
        example={"runbook_id": EXAMPLE_ID},
        answer=_for_runbook,
    ),
)
