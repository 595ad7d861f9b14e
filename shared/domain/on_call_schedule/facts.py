"""What can be true of an on-call schedule."""

from typing import ClassVar

from shared.domain.on_call_schedule.values import Override, ScheduleDefinition
from shared.kernel.ids import ScheduleId
from shared.kernel.message import Fact


class OnCallScheduleFact(Fact):
    aggregate_type: ClassVar[str] = "on_call_schedule"
    id_field: ClassVar[str] = "schedule_id"

    schedule_id: ScheduleId


class OnCallScheduleCreated(OnCallScheduleFact):
    slug: str
    definition: ScheduleDefinition
    created_by: str


class OnCallScheduleUpdated(OnCallScheduleFact):
    definition: ScheduleDefinition
    updated_by: str


class OnCallOverrideAdded(OnCallScheduleFact):
    override: Override
    added_by: str


class OnCallOverrideRemoved(OnCallScheduleFact):
    override: Override
    removed_by: str


ON_CALL_SCHEDULE_FACTS: tuple[type[Fact], ...] = (
    OnCallScheduleCreated,
    OnCallScheduleUpdated,
    OnCallOverrideAdded,
    OnCallOverrideRemoved,
)
