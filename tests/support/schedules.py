"""On-call schedules for tests."""

from datetime import datetime
from uuid import UUID

from shared.domain.on_call_schedule.decide import on_call_schedule
from shared.domain.on_call_schedule.intents import CreateOnCallSchedule
from shared.domain.on_call_schedule.values import Hours, Layer, Override, ScheduleDefinition, Shift, Unit
from shared.kernel.ids import ScheduleId
from tests.support.given import Given

SCHEDULE = ScheduleId(UUID(int=9))
given = Given(on_call_schedule)


def layer(*members: str, first: datetime = datetime(2026, 3, 2, 9), unit: Unit = Unit.WEEKS, **more) -> Layer:
    return Layer(**{"name": "primary", "members": members, "first_handoff": first, "unit": unit, **more})


def office_hours(start: str = "09:00", until: str = "17:00") -> tuple[Hours, ...]:
    return (Hours(days=("mon", "tue", "wed", "thu", "fri"), start=start, until=until),)


def schedule(*layers: Layer, zone: str = "Europe/Berlin", **more) -> ScheduleDefinition:
    return ScheduleDefinition(**{"name": "Payments", "zone": zone, "layers": layers, **more})


def shift(person: str, start: datetime, end: datetime) -> Shift:
    return Shift(person=person, starts_at=start, ends_at=end)


def override(person: str, start: datetime, end: datetime, number: int = 1) -> Override:
    return Override(override_id=UUID(int=number), person=person, starts_at=start, ends_at=end)


def create(definition: ScheduleDefinition) -> CreateOnCallSchedule:
    return CreateOnCallSchedule(schedule_id=SCHEDULE, slug="payments", definition=definition)
