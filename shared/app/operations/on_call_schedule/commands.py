"""OnCallScheduleService: what can be asked for about a schedule and its overrides."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.app.operations.examples import EXAMPLE_ID, OTHER_ID
from shared.app.operations.kinds import RESPONDERS, Command, CommandContext, intent_from_body
from shared.app.operations.request_models import Arguments, NoArguments, body_model, field_values
from shared.domain.on_call_schedule.intents import (
    AddOnCallOverride,
    CreateOnCallSchedule,
    RemoveOnCallOverride,
    UpdateOnCallSchedule,
)
from shared.domain.on_call_schedule.values import Override
from shared.kernel.ids import ScheduleId, derive_from, schedule_id_for
from shared.kernel.moment import Moment
from shared.kernel.value import Person

_SERVICE = "OnCallScheduleService"
_ALL = "/v1/on-call-schedules"
_ONE = f"{_ALL}/{{schedule_id}}"
_ID = {"schedule_id": EXAMPLE_ID}
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
    """Somebody takes a shift."""

    person: Person
    """Who takes it."""
    starts_at: Moment
    """When the shift begins, with a zone."""
    ends_at: Moment
    """When the shift ends, with a zone."""
    reason: Annotated[str, Field(max_length=4_000)] = ""
    """Why; may be empty."""
    override_id: UUID | None = None
    """The caller's id for the override, for which a repetition adds nothing. Null: one is made."""


def _create(context: CommandContext) -> CreateOnCallSchedule:
    values = field_values(context.arguments)
    schedule_id = schedule_id_for(context.caller.tenant_id, values["slug"])
    return CreateOnCallSchedule(schedule_id=schedule_id, **values)


def _add_override(context: CommandContext) -> AddOnCallOverride:
    override = field_values(context.arguments)
    override["override_id"] = override["override_id"] or derive_from(context.message_id, "override")
    return AddOnCallOverride(
        schedule_id=ScheduleId(context.ids["schedule_id"]), override=Override.model_validate(override)
    )


def _remove_override(context: CommandContext) -> RemoveOnCallOverride:
    return RemoveOnCallOverride(
        schedule_id=ScheduleId(context.ids["schedule_id"]), override_id=context.ids["override_id"]
    )


ON_CALL_SCHEDULE_COMMANDS: tuple[Command, ...] = (
    Command(
        name="CreateOnCallSchedule",
        service=_SERVICE,
        path=_ALL,
        roles=RESPONDERS,
        request=body_model(CreateOnCallSchedule),
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
        request=body_model(UpdateOnCallSchedule),
        summary="Replace the plan; overrides stay",
        example=_ID | {"definition": _DEFINITION},
        intent=intent_from_body(UpdateOnCallSchedule),
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
        example=_ID | {"override_id": OTHER_ID},
        intent=_remove_override,
    ),
)
