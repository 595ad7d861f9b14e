"""PostmortemService and PostmortemQueryService: what incidents have taught, and what was promised after them."""

from datetime import UTC
from typing import Annotated

from pydantic import Field

from shared.app.operations.examples import EXAMPLE_ID, OTHER_ID
from shared.app.operations.kinds import READERS, Query
from shared.app.operations.postmortem.view import PostmortemView, postmortem_view
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import NoArguments, field_values, parameters_model
from shared.app.operations.standard_methods import Listed, ListParameters, get_handler, stored_page
from shared.kernel.ids import ServiceId
from shared.kernel.value import Tag
from shared.ports.current_state import Reference
from shared.ports.operation import Answer, OperationRequest, not_found
from shared.projections.page import Page
from shared.projections.postmortem_search.queries import (
    ActionItemLine,
    ActionItemQuery,
    PostmortemHit,
    PostmortemSearch,
    PostmortemsOfService,
    PostmortemSummary,
    RootCauseQuery,
    RootCauses,
)

_SERVICE = "PostmortemService"
_ALL = "/v1/postmortems"
_ONE = f"{_ALL}/{{postmortem_id}}"
_ID = {"postmortem_id": EXAMPLE_ID}
_QUERY_SERVICE = "PostmortemQueryService"
_NO_TAGS: frozenset[str] = frozenset()
Owner = Annotated[str, Field(max_length=200)] | None


def _of_incident(queries: QueryServices, request: OperationRequest) -> Answer:
    tenant_id, incident_id = request.caller.tenant_id, request.ids["incident_id"]
    if queries.state.missing(tenant_id, {Reference("incident", incident_id)}):
        raise not_found()
    holding = {"incident_id": str(incident_id)}
    page = stored_page(queries, request, "postmortem", Listed[PostmortemView], postmortem_view, holding)
    return Answer(content=page)


def _search(queries: QueryServices, request: OperationRequest) -> Answer:
    query = PostmortemSearch(**field_values(request.arguments))
    return Answer(content=queries.postmortems.search_postmortems(request.caller.tenant_id, query))


def _by_root_cause(queries: QueryServices, request: OperationRequest) -> Answer:
    query = RootCauseQuery(**field_values(request.arguments))
    return Answer(content=queries.postmortems.list_by_root_cause(request.caller.tenant_id, query))


def _action_items(queries: QueryServices, request: OperationRequest) -> Answer:
    query = ActionItemQuery(**field_values(request.arguments))
    today = queries.clock.now().astimezone(UTC).date()
    return Answer(content=queries.postmortems.list_action_items(request.caller.tenant_id, query, today))


def _of_service(queries: QueryServices, request: OperationRequest) -> Answer:
    service_id = request.ids["service_id"]
    if queries.state.missing(request.caller.tenant_id, {Reference("service", service_id)}):
        raise not_found()
    query = PostmortemsOfService(service_id=ServiceId(service_id), **field_values(request.arguments))
    return Answer(content=queries.postmortems.list_of_service(request.caller.tenant_id, query))


POSTMORTEM_QUERIES: tuple[Query, ...] = (
    Query(
        name="GetPostmortem",
        service=_SERVICE,
        path=_ONE,
        roles=READERS,
        request=NoArguments,
        response=PostmortemView,
        summary="One postmortem, and what publishing still needs",
        example=_ID,
        answer=get_handler("postmortem", "postmortem_id", postmortem_view),
    ),
    Query(
        name="ListPostmortemsByIncident",
        service=_SERVICE,
        path="/v1/incidents/{incident_id}/postmortems",
        roles=READERS,
        request=ListParameters,
        response=Listed[PostmortemView],
        summary="The postmortems of one incident",
        example={"incident_id": OTHER_ID},
        answer=_of_incident,
    ),
    Query(
        name="SearchPostmortems",
        service=_QUERY_SERVICE,
        path="/v1/postmortems/search",
        roles=READERS,
        request=parameters_model(PostmortemSearch, tags=(frozenset[Tag], _NO_TAGS)),
        response=Page[PostmortemHit],
        summary="Find postmortems by words, cause, service, tags and time",
        example={"text": "connection pool", "root_causes": ["capacity"]},
        answer=_search,
    ),
    Query(
        name="ListPostmortemsByRootCause",
        service=_QUERY_SERVICE,
        path="/v1/postmortems/by-root-cause",
        roles=READERS,
        request=parameters_model(RootCauseQuery),
        response=RootCauses,
        summary="What incidents came from, counted, and the postmortems of one cause",
        example={"root_cause": "configuration"},
        answer=_by_root_cause,
    ),
    Query(
        name="GetPostmortemActionItems",
        service=_QUERY_SERVICE,
        path="/v1/postmortems/action-items",
        roles=READERS,
        request=parameters_model(ActionItemQuery, owner=(Owner, None)),
        response=Page[ActionItemLine],
        summary="What was promised after incidents, by the day it is due",
        example={"overdue": True},
        answer=_action_items,
    ),
    Query(
        name="GetPostmortemsByService",
        service=_QUERY_SERVICE,
        path="/v1/services/{service_id}/postmortems",
        roles=READERS,
        request=parameters_model(PostmortemsOfService, without=frozenset({"service_id"})),
        response=Page[PostmortemSummary],
        summary="Postmortems that name a service",
        example={"service_id": EXAMPLE_ID},
        answer=_of_service,
    ),
)
