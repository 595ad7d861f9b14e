"""OnCallScheduleService: one person's next turns, over all schedules."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.app.operations.kinds import READERS, Query
from shared.app.operations.on_call_schedule.view import PlannedSchedule, planned_schedule
from shared.app.operations.query_services import QueryServices
from shared.app.operations.request_models import Arguments
from shared.app.operations.view import View
from shared.kernel.value import Person
from shared.ports.operation import Answer, OperationRequest

_MOST_SCHEDULES = 200
_MOST_SHIFTS = 100


class ShiftParameters(Arguments):
    """It is said whose turns, and how far ahead."""

    person: Person | None = None
    """Whose turns, as the schedules call them. Null: the caller's, with and without the kind in front."""
    days: Annotated[int, Field(ge=1, le=92)] = 28
    """How many days from now are looked at."""


class OnCallShift(View):
    """A person's turn in a schedule."""

    schedule_id: UUID
    """The schedule."""
    schedule_name: str
    """What people call it."""
    starts_at: datetime
    """When the turn begins, in UTC; now, where it has begun."""
    ends_at: datetime
    """When it ends, in UTC."""
    by: str
    """What decided: a layer's name, ``shift`` or ``override``."""


class OnCallShiftList(View):
    """A person's next turns."""

    people: tuple[str, ...]
    """The names that were looked for."""
    items: tuple[OnCallShift, ...]
    """The next turn is first; at most 100."""


def _shifts(queries: QueryServices, request: OperationRequest) -> Answer:
    wanted, caller = ShiftParameters.model_validate(request.arguments), request.caller
    people = (caller.name, caller.actor) if wanted.person is None else (wanted.person,)
    stored = queries.state.listed(caller.tenant_id, "on_call_schedule", holding={}, after=None, limit=_MOST_SCHEDULES)
    now, span = queries.clock.now(), timedelta(days=wanted.days)
    found = [shift for each in stored for shift in _of(planned_schedule(each, now, span), people)]
    found.sort(key=lambda shift: (shift.starts_at, shift.schedule_name))
    return Answer(content=OnCallShiftList(people=people, items=tuple(found[:_MOST_SHIFTS])))


def _of(schedule: PlannedSchedule, people: tuple[str, ...]) -> list[OnCallShift]:
    return [
        OnCallShift(
            schedule_id=schedule.schedule_id,
            schedule_name=schedule.name,
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            by=slot.by,
        )
        for slot in schedule.plan
        if slot.person in people
    ]


ON_CALL_SHIFT_QUERIES: tuple[Query, ...] = (
    Query(
        name="ListOnCallShifts",
        service="OnCallScheduleService",
        path="/v1/on-call-shifts",
        roles=READERS,
        request=ShiftParameters,
        response=OnCallShiftList,
        summary="One person's next turns over all schedules; the caller's own where nobody is named",
        example={"person": "ana", "days": 28},
        answer=_shifts,
    ),
)
