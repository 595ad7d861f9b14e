"""What can be true of an on-call schedule."""

from typing import ClassVar

from shared.domain.on_call_schedule.values import Handoff, Override, ScheduleDefinition
from shared.kernel.ids import ScheduleId
from shared.kernel.message import Fact


class OnCallScheduleFact(Fact):
    aggregate_type: ClassVar[str] = "on_call_schedule"
    id_field: ClassVar[str] = "schedule_id"

    schedule_id: ScheduleId
    """The schedule that this is about."""


class OnCallScheduleCreated(OnCallScheduleFact):
    slug: str
    """The name by which addresses and imports know it."""
    definition: ScheduleDefinition
    """The whole schedule."""
    created_by: str
    """Who created it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class OnCallScheduleUpdated(OnCallScheduleFact):
    definition: ScheduleDefinition
    """The whole schedule from now on."""
    updated_by: str
    """Who changed it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class OnCallOverrideAdded(OnCallScheduleFact):
    override: Override
    """The shift that somebody takes."""
    added_by: str
    """Who added it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class OnCallOverrideRemoved(OnCallScheduleFact):
    override: Override
    """The shift as it was before it was taken back."""
    removed_by: str
    """Who took it back: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class OnCallHandedOff(OnCallScheduleFact):
    handoff: Handoff
    """Who left what to whom."""
    handed_off_by: str
    """Who said so: `human:…`, `agent:…`, `integration:…` or `process:…`."""


ON_CALL_SCHEDULE_FACTS: tuple[type[Fact], ...] = (
    OnCallScheduleCreated,
    OnCallScheduleUpdated,
    OnCallOverrideAdded,
    OnCallOverrideRemoved,
    OnCallHandedOff,
)
