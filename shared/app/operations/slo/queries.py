"""SLOQueryService: how a budget went, and what was measured, step by step."""

from typing import Annotated

from pydantic import Field

from shared.app.operations.kinds import READERS, Query, Reads
from shared.app.operations.request_models import given, parameters_of
from shared.kernel.ids import SloId
from shared.ports.operation import Answer, Asked, Operation, not_found
from shared.projections.slo_burndown.queries import (
    DEFAULT_POINTS,
    MAX_POINTS,
    BurndownQuery,
    SLITimeSeries,
    SLOBurndown,
    TimeSeriesQuery,
)

_SERVICE = "SLOQueryService"
_ID = {"slo_id": "5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e"}
_IN_THE_PATH = frozenset({"slo_id"})

Points = Annotated[int, Field(ge=1, le=MAX_POINTS)]


def _burndown(reads: Reads, asked: Asked) -> Answer:
    query = BurndownQuery(slo_id=SloId(asked.ids["slo_id"]), **given(asked.request))
    found = reads.slos.get_burndown(asked.caller.tenant_id, query, reads.clock.now())
    if found is None:
        raise not_found()
    return Answer(content=found)


def _time_series(reads: Reads, asked: Asked) -> Answer:
    query = TimeSeriesQuery(slo_id=SloId(asked.ids["slo_id"]), **given(asked.request))
    found = reads.slos.get_time_series(asked.caller.tenant_id, query, reads.clock.now())
    if found is None:
        raise not_found()
    return Answer(content=found)


SLO_QUERIES: tuple[Operation, ...] = (
    Query(
        name="GetSLOBurndown",
        service=_SERVICE,
        path="/v1/slos/{slo_id}/burndown",
        roles=READERS,
        request=parameters_of(BurndownQuery, without=_IN_THE_PATH, points=(Points, DEFAULT_POINTS)),
        response=SLOBurndown,
        summary="How a budget went: what is left, how fast it burns, when it was used up, and the curve",
        example=_ID | {"points": 30},
        answer=_burndown,
    ),
    Query(
        name="GetSLITimeSeries",
        service=_SERVICE,
        path="/v1/slos/{slo_id}/sli",
        roles=READERS,
        request=parameters_of(TimeSeriesQuery, without=_IN_THE_PATH),
        response=SLITimeSeries,
        summary="What was measured by minute, hour or day; a step of which nothing was told is a gap, not a zero",
        example=_ID | {"step": "day"},
        answer=_time_series,
    ),
)
