"""SLOService and SLOQueryService: objectives, their budgets, how a budget went, and what was measured, step by step."""

from typing import Annotated

from pydantic import Field

from shared.app.operations.as_of import AsOfParameters, requested_instant, state_as_of
from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import READERS, Query
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import NoArguments, ServiceNamed, field_values, parameters_model
from shared.app.operations.slo.explanation import SLOExplanation, explanation
from shared.app.operations.slo.view import SLOView, slo_view, with_measuring
from shared.app.operations.standard_methods import Listed, ListParameters, stored_page
from shared.kernel.ids import SloId
from shared.kernel.value import Slug
from shared.ports.current_state import Reference
from shared.ports.operation import Answer, OperationRequest, not_found
from shared.projections.slo_burndown.queries import (
    DEFAULT_POINTS,
    MAX_POINTS,
    BurndownQuery,
    SLITimeSeries,
    SLOBurndown,
    TimeSeriesQuery,
)

_SERVICE = "SLOService"
_ALL = "/v1/slos"
_ONE = f"{_ALL}/{{slo_id}}"
_ID = {"slo_id": EXAMPLE_ID}
_QUERY_SERVICE = "SLOQueryService"
_IN_THE_PATH = frozenset({"slo_id"})
Points = Annotated[int, Field(ge=1, le=MAX_POINTS, description="Into how many points the curve is divided.")]


class SLOsParameters(ListParameters):
    """Objectives can be narrowed by slug and service."""

    slug: Slug | None = None
    """Only the objective of this slug. Null: all."""
    service_id: ServiceNamed | None = None
    """Only objectives of this service, by id, slug or name. Null: all."""


def _one(queries: QueryServices, request: OperationRequest) -> Answer:
    reference = Reference("slo", request.ids["slo_id"])
    if (as_of := requested_instant(request)) is not None:
        then, seen = state_as_of(queries, request, reference, as_of)
        return Answer(content=slo_view(then, as_of).model_copy(update={"as_of": seen}))
    stored = queries.state.get(request.caller.tenant_id, reference)
    if stored is None:
        raise not_found()
    standing = queries.measuring.standing(request.caller.tenant_id, [stored.aggregate_id])
    found = with_measuring(slo_view(stored, queries.clock.now()), standing.get(stored.aggregate_id))
    return Answer(content=found, version=stored.version)


def _explained(queries: QueryServices, request: OperationRequest) -> Answer:
    stored = queries.state.get(request.caller.tenant_id, Reference("slo", request.ids["slo_id"]))
    if stored is None:
        raise not_found()
    return Answer(content=explanation(stored, queries.clock.now()), version=stored.version)


def _list(queries: QueryServices, request: OperationRequest) -> Answer:
    wanted = SLOsParameters.model_validate(request.arguments)
    holding: dict[str, object] = {} if wanted.slug is None else {"slug": wanted.slug}
    if wanted.service_id is not None:
        holding["definition"] = {"service_id": str(wanted.service_id)}
    now = queries.clock.now()
    page = stored_page(queries, request, "slo", Listed[SLOView], lambda stored: slo_view(stored, now), holding)
    standing = queries.measuring.standing(request.caller.tenant_id, [each.slo_id for each in page.items])
    measured = tuple(with_measuring(each, standing.get(each.slo_id)) for each in page.items)
    return Answer(content=page.model_copy(update={"items": measured}))


def _burndown(queries: QueryServices, request: OperationRequest) -> Answer:
    query = BurndownQuery(slo_id=SloId(request.ids["slo_id"]), **field_values(request.arguments))
    found = queries.slos.get_burndown(request.caller.tenant_id, query, queries.clock.now())
    if found is None:
        raise not_found()
    return Answer(content=found)


def _time_series(queries: QueryServices, request: OperationRequest) -> Answer:
    query = TimeSeriesQuery(slo_id=SloId(request.ids["slo_id"]), **field_values(request.arguments))
    found = queries.slos.get_time_series(request.caller.tenant_id, query, queries.clock.now())
    if found is None:
        raise not_found()
    return Answer(content=found)


SLO_QUERIES: tuple[Query, ...] = (
    Query(
        name="GetSLO",
        service=_SERVICE,
        path=_ONE,
        roles=READERS,
        request=AsOfParameters,
        response=SLOView,
        summary="One objective: its budget and how fast it burns, now or at an instant, and how fresh that is",
        example=_ID,
        answer=_one,
    ),
    Query(
        name="ListSLOs",
        service=_SERVICE,
        path=_ALL,
        roles=READERS,
        request=SLOsParameters,
        response=Listed[SLOView],
        summary="Objectives with their budgets, by slug or service",
        example={"limit": 50},
        answer=_list,
    ),
    Query(
        name="ExplainSLO",
        service=_SERVICE,
        path="/v1/slos/{slo_id}/explanation",
        roles=READERS,
        request=NoArguments,
        response=SLOExplanation,
        summary="Why an objective alerts, or does not: the formula with the numbers in it",
        example=_ID,
        answer=_explained,
    ),
    Query(
        name="GetSLOBurndown",
        service=_QUERY_SERVICE,
        path="/v1/slos/{slo_id}/burndown",
        roles=READERS,
        request=parameters_model(BurndownQuery, without=_IN_THE_PATH, points=(Points, DEFAULT_POINTS)),
        response=SLOBurndown,
        summary="How a budget went: what is left, how fast it burns, when it was used up, and the curve",
        example=_ID | {"points": 30},
        answer=_burndown,
    ),
    Query(
        name="GetSLITimeSeries",
        service=_QUERY_SERVICE,
        path="/v1/slos/{slo_id}/sli",
        roles=READERS,
        request=parameters_model(TimeSeriesQuery, without=_IN_THE_PATH),
        response=SLITimeSeries,
        summary="What was measured by minute, hour or day; a step of which nothing was told is a gap, not a zero",
        example=_ID | {"step": "day"},
        answer=_time_series,
    ),
)
