"""An on-call schedule as data: layers of rotations in one zone's time, and shifts that override them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.kernel.ids import IncidentId
from shared.kernel.moment import Moment
from shared.kernel.value import Origin, Person, Tags, Text, Title, Value, Zone

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Unit(StrEnum):
    HOURS = "hours"
    """Turns of hours."""
    DAYS = "days"
    """Turns of days."""
    WEEKS = "weeks"
    """Turns of weeks."""


class Hours(Value):
    """When a layer applies, in the schedule's zone; ``until`` at or before ``start`` is on the next day."""

    days: Annotated[tuple[Weekday, ...], Field(min_length=1, max_length=7)]
    """The weekdays on which the stretch begins."""
    start: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    """Local time of day at which it begins, `HH:MM`."""
    until: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]
    """Local time of day at which it ends, `HH:MM` or `24:00`; at or before `start` is on the next day."""


class Layer(Value):
    """Members take turns of ``every`` × ``unit``, handing over at the local time of day of ``first_handoff``."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    """What people call the layer, such as `primary`."""
    members: Annotated[tuple[Person, ...], Field(min_length=1, max_length=200)]
    """Who takes turns, in this order, 1 to 200."""
    unit: Unit = Unit.WEEKS
    """What a turn is counted in."""
    every: int = Field(default=1, ge=1, le=1_000)
    """How many units a turn lasts."""
    first_handoff: Annotated[datetime, Field(description="Local time without offset, 2026-03-02T09:00:00")]
    """Local time in the schedule's zone, without an offset (`2026-03-02T09:00:00`); the first member's turn begins
    then.
    """
    hours: Annotated[tuple[Hours, ...], Field(max_length=20)] = ()
    """When the layer applies; empty is always."""
    ends_at: Moment | None = None
    """When the layer ends for good; absent is never."""


class Shift(Value):
    """One person from one moment to another."""

    person: Person
    """Who is on call."""
    starts_at: Moment
    """When the shift begins."""
    ends_at: Moment
    """When it ends; the person is on call until just before."""


class ScheduleDefinition(Value):
    """Later layers stand above earlier ones, ``shifts`` above all layers, overrides above everything."""

    name: Title
    """What people call the schedule."""
    description: Text = ""
    """What it is for."""
    zone: Zone
    """The IANA zone in which its hand-offs and hours are meant, such as `Europe/Berlin`."""
    layers: Annotated[tuple[Layer, ...], Field(max_length=20)] = ()
    """Rotations, at most 20; later ones stand above earlier ones."""
    shifts: Annotated[tuple[Shift, ...], Field(max_length=2_000)] = ()
    """Shifts as another system has planned them (an imported calendar); they stand above all layers."""
    fallback: Person | None = None
    """Who is told when nobody is on call."""
    tags: Tags = ()
    """Free words to find it by, at most 50."""
    origin: Origin | None = None
    """Which import it comes from; absent for a person's own work."""


class Override(Value):
    override_id: UUID
    """The override's own id; told twice, it is one override."""
    person: Person
    """Who takes the shift."""
    starts_at: Moment
    """When it begins."""
    ends_at: Moment
    """When it ends."""
    reason: Annotated[str, Field(max_length=4_000)] = ""
    """Why, for those who read the plan; may be empty."""


class Handoff(Value):
    """One person leaves being on call to another, with what is open and what is worth knowing."""

    handoff_id: UUID
    """The hand-off's own id; told twice, it is one hand-off."""
    from_person: Person | None
    """Who hands over; null when nobody was on call."""
    to_person: Person
    """Who takes over."""
    incident_ids: Annotated[tuple[IncidentId, ...], Field(max_length=100)] = ()
    """The incidents that are handed over, at most 100; may be empty."""
    note: Text = ""
    """What the next one ought to know; may be empty."""
    handed_off_at: Moment
    """When it was handed over."""
