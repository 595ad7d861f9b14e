"""An on-call schedule as data: layers of rotations in one zone's time, and shifts that override them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from shared.kernel.moment import Moment
from shared.kernel.value import Origin, Person, Tags, Text, Title, Value, Zone

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Unit(StrEnum):
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"


class Hours(Value):
    """When a layer applies, in the schedule's zone; ``until`` at or before ``start`` is on the next day."""

    days: Annotated[tuple[Weekday, ...], Field(min_length=1, max_length=7)]
    start: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
    until: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]


class Layer(Value):
    """Members take turns of ``every`` × ``unit``, handing over at the local time of day of ``first_handoff``."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    members: Annotated[tuple[Person, ...], Field(min_length=1, max_length=200)]
    unit: Unit = Unit.WEEKS
    every: int = Field(default=1, ge=1, le=1_000)
    #: Local time in the schedule's zone, without an offset; the first member's turn begins then.
    first_handoff: Annotated[datetime, Field(description="Local time without offset, 2026-03-02T09:00:00")]
    #: Empty: always.
    hours: Annotated[tuple[Hours, ...], Field(max_length=20)] = ()
    ends_at: Moment | None = None


class Shift(Value):
    """One person from one moment to another."""

    person: Person
    starts_at: Moment
    ends_at: Moment


class ScheduleDefinition(Value):
    """Later layers stand above earlier ones, ``shifts`` above all layers, overrides above everything."""

    name: Title
    description: Text = ""
    zone: Zone
    layers: Annotated[tuple[Layer, ...], Field(max_length=20)] = ()
    #: Shifts as another system has planned them (an imported calendar).
    shifts: Annotated[tuple[Shift, ...], Field(max_length=2_000)] = ()
    #: Who is told when nobody is on call.
    fallback: Person | None = None
    tags: Tags = ()
    origin: Origin | None = None


class Override(Value):
    override_id: UUID
    person: Person
    starts_at: Moment
    ends_at: Moment
    reason: Annotated[str, Field(max_length=4_000)] = ""
