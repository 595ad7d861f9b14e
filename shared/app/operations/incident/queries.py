"""IncidentService and IncidentQueryService: incidents by id, as lists, searched, as history and as numbers."""

from dataclasses import replace
from typing import Annotated

from pydantic import Field

from shared.app.operations.as_of import AsOfParameters, requested_instant, state_as_of
from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.incident.related import summaries_with_related, views_with_related
from shared.app.operations.incident.view import (
    IncidentView,
    OpenIncidents,
    incident_view,
    open_incident,
)
from shared.app.operations.kinds import READERS, Query
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import Arguments, field_values, parameters_model
from shared.kernel.ids import IncidentId
from shared.ports.current_state import Reference
from shared.ports.operation import Answer, OperationRequest, not_found
from shared.projections.incident_timeline.metrics import MetricsQuery, MTTRMetrics
from shared.projections.incident_timeline.queries import (
    IncidentSearch,
    IncidentSummary,
    IncidentTimeline,
    TimelineQuery,
)
from shared.projections.keyset import keyset_page
from shared.projections.page import DEFAULT_LIMIT, MAX_LIMIT, Page

_QUERY_SERVICE = "IncidentQueryService"


class OpenIncidentsParameters(Arguments):
    """A page of the incidents that are open is asked for."""

    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT
    """At most so many incidents."""
    cursor: Annotated[str, Field(pattern=r"^[1-9][0-9]{0,17}$")] | None = None
    """``next_cursor`` of the page before. Null: the first page."""


def _incident(queries: QueryServices, request: OperationRequest) -> Answer:
    reference = Reference("incident", request.ids["incident_id"])
    if (as_of := requested_instant(request)) is not None:
        then, seen = state_as_of(queries, request, reference, as_of)
        (view,) = views_with_related(queries, request.caller.tenant_id, [incident_view(then)], now=False)
        return Answer(content=view.model_copy(update={"as_of": seen}))
    stored = queries.state.get(request.caller.tenant_id, reference)
    if stored is None:
        raise not_found()
    (view,) = views_with_related(queries, request.caller.tenant_id, [incident_view(stored)], now=True)
    return Answer(content=view, version=stored.version)


def _open_incidents(queries: QueryServices, request: OperationRequest) -> Answer:
    wanted = OpenIncidentsParameters.model_validate(request.arguments)
    below = None if wanted.cursor is None else int(wanted.cursor)
    page = keyset_page(
        lambda most: queries.state.open_incidents(request.caller.tenant_id, below_number=below, limit=most),
        wanted.limit,
    )
    items = views_with_related(
        queries, request.caller.tenant_id, [open_incident(stored) for stored in page.items], now=True
    )
    return Answer(
        content=OpenIncidents(items=items, next_cursor=page.next_cursor(lambda stored: str(stored.state["number"])))
    )


def _search_incidents(queries: QueryServices, request: OperationRequest) -> Answer:
    query, tenant_id = IncidentSearch(**field_values(request.arguments)), request.caller.tenant_id
    page = queries.incidents.search_incidents(tenant_id, query)
    items = summaries_with_related(queries, tenant_id, page.items, now=query.as_of is None)
    return Answer(content=replace(page, items=items))


def _timeline(queries: QueryServices, request: OperationRequest) -> Answer:
    query = TimelineQuery(incident_id=IncidentId(request.ids["incident_id"]), **field_values(request.arguments))
    timeline = queries.incidents.get_incident_timeline(request.caller.tenant_id, query)
    if timeline is None:
        raise not_found()
    (incident,) = summaries_with_related(
        queries, request.caller.tenant_id, (timeline.incident,), now=query.as_of is None
    )
    return Answer(content=replace(timeline, incident=incident))


def _metrics(queries: QueryServices, request: OperationRequest) -> Answer:
    return Answer(
        content=queries.incidents.get_mttr_metrics(
            request.caller.tenant_id, MetricsQuery(**field_values(request.arguments))
        )
    )


INCIDENT_QUERIES: tuple[Query, ...] = (
    Query(
        name="GetIncident",
        service="IncidentService",
        path="/v1/incidents/{incident_id}",
        roles=READERS,
        request=AsOfParameters,
        response=IncidentView,
        summary="One incident as it stands now or stood at an instant, and where it may go",
        example={"incident_id": EXAMPLE_ID},
        answer=_incident,
    ),
    Query(
        name="ListOpenIncidents",
        service="IncidentService",
        path="/v1/incidents/open",
        roles=READERS,
        request=OpenIncidentsParameters,
        response=OpenIncidents,
        summary="Incidents that are neither resolved nor closed, newest first",
        example={"limit": 20},
        answer=_open_incidents,
    ),
    Query(
        name="SearchIncidents",
        service=_QUERY_SERVICE,
        path="/v1/incidents",
        roles=READERS,
        request=parameters_model(IncidentSearch),
        response=Page[IncidentSummary],
        summary="Find incidents by words, status, severity, service and time",
        example={"text": "checkout", "statuses": ["open"]},
        answer=_search_incidents,
    ),
    Query(
        name="GetIncidentTimeline",
        service=_QUERY_SERVICE,
        path="/v1/incidents/{incident_id}/timeline",
        roles=READERS,
        request=parameters_model(TimelineQuery, without=frozenset({"incident_id"})),
        response=IncidentTimeline,
        summary="What happened, oldest first, alerts included",
        example={"incident_id": EXAMPLE_ID},
        answer=_timeline,
    ),
    Query(
        name="GetMTTRMetrics",
        service=_QUERY_SERVICE,
        path="/v1/metrics/mttr",
        roles=READERS,
        request=parameters_model(MetricsQuery),
        response=MTTRMetrics,
        summary="Time to detect, acknowledge and resolve, by severity",
        example={"declared_from": "2026-03-01T00:00:00Z", "declared_to": "2026-04-01T00:00:00Z"},
        answer=_metrics,
    ),
)
