"""An on-call schedule as its domain answers it: the plan, and who it means now."""

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import TypeAdapter

from shared.app.operations.standard_methods import view_fields
from shared.app.operations.view import View
from shared.domain.on_call_schedule.rota import gaps, on_call_at, plan
from shared.domain.on_call_schedule.values import Override, ScheduleDefinition
from shared.ports.current_state import Stored

_DEFINITION: TypeAdapter[ScheduleDefinition] = TypeAdapter(ScheduleDefinition)
_OVERRIDES: TypeAdapter[tuple[Override, ...]] = TypeAdapter(tuple[Override, ...])


class OnCallNow(View):
    #: None: nobody by the plan; then it is the schedule's fallback who is told, if there is one.
    person: str | None
    #: What decided: a layer's name, ``shift``, ``override``; empty when nobody is.
    by: str
    #: None: nothing changes within 92 days.
    until: datetime | None
    next_person: str | None
    next_at: datetime | None
    fallback: str | None


class SlotView(View):
    starts_at: datetime
    ends_at: datetime
    person: str | None
    by: str


class OnCallScheduleView(View):
    schedule_id: UUID
    version: int
    slug: str
    name: str
    zone: str
    on_call_now: OnCallNow
    updated_by: str
    updated_at: datetime


class PlannedSchedule(OnCallScheduleView):
    definition: ScheduleDefinition
    #: Those that are not over.
    overrides: tuple[Override, ...]
    #: From now on, without holes: a slot without a person is a gap.
    plan: tuple[SlotView, ...]
    gaps: tuple[SlotView, ...]


def schedule_view(stored: Stored, now: datetime) -> OnCallScheduleView:
    return OnCallScheduleView.model_validate(_common_fields(stored, now))


def planned_schedule(stored: Stored, now: datetime, span: timedelta) -> PlannedSchedule:
    definition, overrides = _read(stored)
    slots = plan(definition, overrides, now, now + span)
    more = {
        "overrides": [override for override in overrides if override.ends_at > now],
        "plan": [_slot(slot) for slot in slots],
        "gaps": [_slot(slot) for slot in gaps(slots)],
    }
    return PlannedSchedule.model_validate({**_common_fields(stored, now), **more})


def _read(stored: Stored) -> tuple[ScheduleDefinition, tuple[Override, ...]]:
    return (
        _DEFINITION.validate_python(stored.state["definition"]),
        _OVERRIDES.validate_python(stored.state["overrides"]),
    )


def _common_fields(stored: Stored, now: datetime) -> dict[str, object]:
    definition, overrides = _read(stored)
    who = on_call_at(definition, overrides, now)
    current = {name: getattr(who, name) for name in ("person", "by", "until", "next_person", "next_at")}
    return {
        **view_fields(stored, "schedule_id"),
        "name": definition.name,
        "zone": definition.zone,
        "on_call_now": {**current, "fallback": definition.fallback},
    }


def _slot(slot: object) -> dict[str, object]:
    return {name: getattr(slot, name) for name in ("starts_at", "ends_at", "person", "by")}
