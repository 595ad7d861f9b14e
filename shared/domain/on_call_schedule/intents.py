"""What may be asked of an on-call schedule."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from shared.domain.on_call_schedule.values import Override, ScheduleDefinition
from shared.kernel.ids import IncidentId, ScheduleId
from shared.kernel.message import Intent
from shared.kernel.moment import Moment
from shared.kernel.value import Person, Slug, Text


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


class HandOffOnCall(OnCallScheduleIntent):
    """One person leaves being on call to another. The hand-off's id makes a redelivery harmless."""

    handoff_id: UUID
    """The hand-off's own id."""
    from_person: Person | None = None
    """Who hands over. Absent: who is on call by the plan."""
    to_person: Person
    """Who takes over."""
    until: Moment | None = None
    """Until when the other takes the turn, from now on, as an override. Absent: the plan stays as it is."""
    incident_ids: Annotated[tuple[IncidentId, ...], Field(max_length=100)] = ()
    """The incidents that are handed over, at most 100; may be empty."""
    note: Text = ""
    """What the next one ought to know; may be empty."""


ON_CALL_SCHEDULE_INTENTS: tuple[type[Intent], ...] = (
    CreateOnCallSchedule,
    UpdateOnCallSchedule,
    AddOnCallOverride,
    RemoveOnCallOverride,
    HandOffOnCall,
)
