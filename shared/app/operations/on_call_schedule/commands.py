"""OnCallScheduleService: who is on call, by rotations in a zone's own time, and who takes a shift."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.app.operations.kinds import READERS, RESPONDERS, Command, Draft, Query, Reads, straight
from shared.app.operations.on_call_schedule.view import (
    OnCallScheduleView,
    PlannedSchedule,
    planned_schedule,
    schedule_view,
)
from shared.app.operations.request_models import Arguments, NoArguments, body_of, given
from shared.app.operations.standard_methods import Listed, ListParameters, page_of
from shared.domain.on_call_schedule.intents import (
    AddOnCallOverride,
    CreateOnCallSchedule,
    RemoveOnCallOverride,
    UpdateOnCallSchedule,
)
from shared.domain.on_call_schedule.values import Override
from shared.kernel.ids import ScheduleId, derive_from, schedule_id_for
from shared.kernel.moment import Moment
from shared.kernel.value import Person, Slug
from shared.ports.current_state import Reference
from shared.ports.operation import Answer, Asked, Operation, not_found

_SERVICE = "OnCallScheduleService"
_ALL = "/v1/on-call-schedules"
_ONE = f"{_ALL}/{{schedule_id}}"
_ID = {"schedule_id": "5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e"}
_DEFINITION = {
    "name": "Payments, primary",
    "zone": "Europe/Berlin",
    "layers": [
        {
            "name": "weekly",
            "members": ["ana", "ben"],
            "unit": "weeks",
            "every": 1,
            "first_handoff": "2026-03-02T09:00:00",
        }
    ],
    "fallback": "platform-lead",
}


class OverrideBody(Arguments):
    person: Person
    starts_at: Moment
    ends_at: Moment
    reason: Annotated[str, Field(max_length=4_000)] = ""
    override_id: UUID | None = None


class PlanParameters(Arguments):
    #: How many days from now the plan is shown for; gaps are in it.
    days: Annotated[int, Field(ge=1, le=92)] = 14


class SchedulesParameters(ListParameters):
    slug: Slug | None = None


def _create(draft: Draft) -> CreateOnCallSchedule:
    asked = given(draft.request)
    schedule_id = schedule_id_for(draft.caller.tenant_id, asked["slug"])
    return CreateOnCallSchedule(schedule_id=schedule_id, **asked)


def _add_override(draft: Draft) -> AddOnCallOverride:
    override = given(draft.request)
    override["override_id"] = override["override_id"] or derive_from(draft.message_id, "override")
    return AddOnCallOverride(
        schedule_id=ScheduleId(draft.ids["schedule_id"]), override=Override.model_validate(override)
    )


def _remove_override(draft: Draft) -> RemoveOnCallOverride:
    return RemoveOnCallOverride(schedule_id=ScheduleId(draft.ids["schedule_id"]), override_id=draft.ids["override_id"])


def _one(reads: Reads, asked: Asked) -> Answer:
    stored = reads.state.get(asked.caller.tenant_id, Reference("on_call_schedule", asked.ids["schedule_id"]))
    if stored is None:
        raise not_found()
    days = PlanParameters.model_validate(asked.request).days
    view = planned_schedule(stored, reads.clock.now(), timedelta(days=days))
    return Answer(content=view, version=stored.version)


def _list(reads: Reads, asked: Asked) -> Answer:
    slug, now = SchedulesParameters.model_validate(asked.request).slug, reads.clock.now()
    schedules, holding = Listed[OnCallScheduleView], {} if slug is None else {"slug": slug}
    return Answer(
        content=page_of(reads, asked, "on_call_schedule", schedules, lambda stored: schedule_view(stored, now), holding)
    )


ON_CALL_OPERATIONS: tuple[Operation, ...] = (
    Command(
        name="CreateOnCallSchedule",
        service=_SERVICE,
        path=_ALL,
        roles=RESPONDERS,
        request=body_of(CreateOnCallSchedule),
        summary="Plan who is on call: layers of rotations in one zone's time",
        example={"slug": "payments-primary", "definition": _DEFINITION},
        intent=_create,
        creates=True,
        location=_ONE,
        success=201,
    ),
    Command(
        name="UpdateOnCallSchedule",
        service=_SERVICE,
        method="PUT",
        path=_ONE,
        roles=RESPONDERS,
        request=body_of(UpdateOnCallSchedule),
        summary="Replace the plan; overrides stay",
        example=_ID | {"definition": _DEFINITION},
        intent=straight(UpdateOnCallSchedule),
    ),
    Command(
        name="AddOnCallOverride",
        service=_SERVICE,
        path=f"{_ONE}/overrides",
        roles=RESPONDERS,
        request=OverrideBody,
        summary="Take a shift",
        example=_ID | {"person": "ben", "starts_at": "2030-03-04T08:00:00Z", "ends_at": "2030-03-04T16:00:00Z"},
        intent=_add_override,
    ),
    Command(
        name="RemoveOnCallOverride",
        service=_SERVICE,
        method="DELETE",
        path=f"{_ONE}/overrides/{{override_id}}",
        roles=RESPONDERS,
        request=NoArguments,
        summary="Give a shift back to the plan",
        example=_ID | {"override_id": "0b1f5b6c-7d8e-4f90-8a1b-2c3d4e5f6071"},
        intent=_remove_override,
    ),
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
