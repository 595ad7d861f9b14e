"""OnCallScheduleService: who is on call, by rotations in a zone's own time."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from shared.app.operations.examples import EXAMPLE_ID
from shared.app.operations.kinds import READERS, Query
from shared.app.operations.on_call_schedule.view import (
    OnCallScheduleView,
    PlannedSchedule,
    planned_schedule,
    schedule_view,
)
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import Arguments
from shared.app.operations.standard_methods import Listed, ListParameters, stored_page
from shared.kernel.value import Slug
from shared.ports.current_state import Reference
from shared.ports.operation import Answer, OperationRequest, not_found

_SERVICE = "OnCallScheduleService"
_ALL = "/v1/on-call-schedules"
_ONE = f"{_ALL}/{{schedule_id}}"
_ID = {"schedule_id": EXAMPLE_ID}


class PlanParameters(Arguments):
    """It is said how far the plan is shown."""

    days: Annotated[int, Field(ge=1, le=92)] = 14
    """How many days from now the plan is shown for; its gaps are in it."""


class SchedulesParameters(ListParameters):
    """Schedules can be narrowed to one slug."""

    slug: Slug | None = None
    """Only the schedule of this slug. Null: all."""


def _one(queries: QueryServices, request: OperationRequest) -> Answer:
    stored = queries.state.get(request.caller.tenant_id, Reference("on_call_schedule", request.ids["schedule_id"]))
    if stored is None:
        raise not_found()
    days = PlanParameters.model_validate(request.arguments).days
    view = planned_schedule(stored, queries.clock.now(), timedelta(days=days))
    return Answer(content=view, version=stored.version)


def _list(queries: QueryServices, request: OperationRequest) -> Answer:
    slug, now = SchedulesParameters.model_validate(request.arguments).slug, queries.clock.now()
    schedules, holding = Listed[OnCallScheduleView], {} if slug is None else {"slug": slug}
    return Answer(
        content=stored_page(
            queries, request, "on_call_schedule", schedules, lambda stored: schedule_view(stored, now), holding
        )
    )


ON_CALL_SCHEDULE_QUERIES: tuple[Query, ...] = (
    Query(
        name="GetOnCallSchedule",
        service=_SERVICE,
        path=_ONE,
        roles=READERS,
        request=PlanParameters,
        response=PlannedSchedule,
        summary="One schedule, who is on call now, until when, who is next, and the plan with its gaps",
        example=_ID | {"days": 14},
        answer=_one,
    ),
    Query(
        name="ListOnCallSchedules",
        service=_SERVICE,
        path=_ALL,
        roles=READERS,
        request=SchedulesParameters,
        response=Listed[OnCallScheduleView],
        summary="Schedules, and who is on call in each now",
        example={"limit": 50},
        answer=_list,
    ),
)
