"""OnCallScheduleService: what can be asked for about a schedule and its overrides."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.app.operations.examples import EXAMPLE_ID, OTHER_ID
from shared.app.operations.kinds import RESPONDERS, Command, CommandContext, intent_from_body
from shared.app.operations.request_models import Arguments, NoArguments, body_model, field_values
from shared.domain.on_call_schedule.intents import (
    AddOnCallOverride,
    CreateOnCallSchedule,
    HandOffOnCall,
    RemoveOnCallOverride,
    UpdateOnCallSchedule,
)
from shared.domain.on_call_schedule.values import Override
from shared.kernel.ids import IncidentId, ScheduleId, derive_from, schedule_id_for
from shared.kernel.moment import Moment
from shared.kernel.value import Person, Text
from shared.ports.current_state import Reference

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


class HandOffBody(Arguments):
    """One person leaves being on call to another."""

    to_person: Person
    """Who takes over."""
    from_person: Person | None = None
    """Who hands over. Null: who is on call by the plan."""
    until: Moment | None = None
    """Until when the other takes the turn, from now on. Null: the plan stays as it is."""
    incident_ids: Annotated[tuple[IncidentId, ...], Field(max_length=100)] = ()
    """The incidents that are handed over, at most 100; may be empty."""
    note: Text = ""
    """What the next one ought to know; may be empty."""
    handoff_id: UUID | None = None
    """The caller's id for the hand-off, for which a repetition adds nothing. Null: one is made."""


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


def _hand_off(context: CommandContext) -> HandOffOnCall:
    said = field_values(context.arguments)
    said["handoff_id"] = said["handoff_id"] or derive_from(context.message_id, "handoff")
    return HandOffOnCall(schedule_id=ScheduleId(context.ids["schedule_id"]), **said)


def _handed_over(intent: HandOffOnCall) -> Iterable[Reference]:
    return (Reference("incident", incident_id) for incident_id in intent.incident_ids)


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
    Command(
        name="HandOffOnCall",
        service=_SERVICE,
        path=f"{_ONE}/handoffs",
        roles=RESPONDERS,
        request=HandOffBody,
        summary="Leave being on call to somebody, with the open incidents and a note",
        example=_ID | {"to_person": "ben", "note": "The rollback of checkout holds; look at its queue at noon"},
        intent=_hand_off,
        references=_handed_over,
    ),
)
