"""What may be asked of an on-call schedule."""

from typing import ClassVar
from uuid import UUID

from shared.domain.on_call_schedule.values import Override, ScheduleDefinition
from shared.kernel.ids import ScheduleId
from shared.kernel.message import Intent
from shared.kernel.value import Slug


class OnCallScheduleIntent(Intent):
    aggregate_type: ClassVar[str] = "on_call_schedule"
    id_field: ClassVar[str] = "schedule_id"

    schedule_id: ScheduleId
    """The schedule that this is about; derived from its slug."""


class CreateOnCallSchedule(OnCallScheduleIntent):
    """The id is derived from the slug, so that a slug is one schedule."""

    slug: Slug
    """The name by which addresses and imports know it; never changes."""
    definition: ScheduleDefinition
    """The whole schedule."""


class UpdateOnCallSchedule(OnCallScheduleIntent):
    definition: ScheduleDefinition
    """The whole schedule as it shall be; overrides stay."""


class AddOnCallOverride(OnCallScheduleIntent):
    """Somebody takes a shift. The override's id makes a redelivery harmless."""

    override: Override
    """The shift that somebody takes."""


class RemoveOnCallOverride(OnCallScheduleIntent):
    override_id: UUID
    """The override that is taken back."""


ON_CALL_SCHEDULE_INTENTS: tuple[type[Intent], ...] = (
    CreateOnCallSchedule,
    UpdateOnCallSchedule,
    AddOnCallOverride,
    RemoveOnCallOverride,
)
