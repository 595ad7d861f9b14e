"""An on-call schedule as its domain answers it: the plan, and who it means now."""

from datetime import datetime, timedelta
from uuid import UUID

from pydantic import TypeAdapter

from shared.app.operations.standard_methods import view_fields
from shared.app.operations.view import View
from shared.domain.on_call_schedule.rota import gaps, on_call_at, plan
from shared.domain.on_call_schedule.values import Handoff, Override, ScheduleDefinition
from shared.ports.current_state import Stored

_DEFINITION: TypeAdapter[ScheduleDefinition] = TypeAdapter(ScheduleDefinition)
_HANDOFFS: TypeAdapter[tuple[Handoff, ...]] = TypeAdapter(tuple[Handoff, ...])
_OVERRIDES: TypeAdapter[tuple[Override, ...]] = TypeAdapter(tuple[Override, ...])


class OnCallNow(View):
    """It is said who is on call now, and who is next."""

    person: str | None
    """Who is on call. Null: nobody by the plan; then the fallback is told, if there is one."""
    by: str
    """What decided: a layer's name, ``shift`` or ``override``; empty when nobody is on call."""
    until: datetime | None
    """When that changes, in UTC. Null: nothing changes within 92 days."""
    next_person: str | None
    """Who is next. Null: nobody, or nothing changes within 92 days."""
    next_starts_at: datetime | None
    """When the next one takes over, in UTC. Null: nothing changes within 92 days."""
    fallback: str | None
    """Who is told when nobody is on call. Null: nobody."""


class SlotView(View):
    """A stretch of the plan belongs to one person or to nobody."""

    starts_at: datetime
    """When it begins, in UTC."""
    ends_at: datetime
    """When it ends, in UTC."""
    person: str | None
    """Who is on call. Null: nobody, which is a gap."""
    by: str
    """What decided: a layer's name, ``shift`` or ``override``; empty in a gap."""


class OnCallScheduleView(View):
    """A schedule is shown with who is on call now."""

    schedule_id: UUID
    """Derived from tenant and slug."""
    version: int
    """How many facts the schedule has; a command that sends it as ``If-Match`` is refused when it has changed since."""
    slug: str
    """The name that it keeps."""
    name: str
    """What people call it."""
    zone: str
    """The IANA zone in whose local time it hands over."""
    on_call_now: OnCallNow
    """Who is on call, and who is next."""
    updated_by: str
    """The person, agent or system that changed it last, as ``kind:name``."""
    updated_at: datetime
    """When the newest of its facts was recorded, in UTC."""


class PlannedSchedule(OnCallScheduleView):
    """A schedule is shown with its plan from now on."""

    definition: ScheduleDefinition
    """The layers, the zone and the fallback."""
    overrides: tuple[Override, ...]
    """The overrides that are not over."""
    plan: tuple[SlotView, ...]
    """From now on, without holes: a slot without a person is a gap."""
    gaps: tuple[SlotView, ...]
    """The slots of the plan in which nobody is on call."""
    handoffs: tuple[Handoff, ...] = ()
    """The last hand-offs, at most 20, the newest first."""


def schedule_view(stored: Stored, now: datetime) -> OnCallScheduleView:
    """Who is on call is computed for ``now``."""
    return OnCallScheduleView.model_validate(_common_fields(stored, now))


def planned_schedule(stored: Stored, now: datetime, span: timedelta) -> PlannedSchedule:
    """The plan begins at ``now`` and is ``span`` long."""
    definition, overrides = _read(stored)
    slots = plan(definition, overrides, now, now + span)
    more = {
        "overrides": [override for override in overrides if override.ends_at > now],
        "plan": [_slot(slot) for slot in slots],
        "gaps": [_slot(slot) for slot in gaps(slots)],
        "handoffs": _HANDOFFS.validate_python(stored.state.get("handoffs", ()))[::-1],
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
    current = {name: getattr(who, name) for name in ("person", "by", "until", "next_person", "next_starts_at")}
    return {
        **view_fields(stored, "schedule_id"),
        "name": definition.name,
        "zone": definition.zone,
        "on_call_now": {**current, "fallback": definition.fallback},
    }


def _slot(slot: object) -> dict[str, object]:
    return {name: getattr(slot, name) for name in ("starts_at", "ends_at", "person", "by")}
