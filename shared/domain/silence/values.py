"""A silence as data: which alerts nobody is told of, and when."""

from typing import Annotated, Literal

from pydantic import Field

from shared.kernel.moment import Moment
from shared.kernel.value import Matcher, Reason, Value, Zone


class Recurrence(Value):
    """By RFC 5545 (``FREQ=WEEKLY;BYDAY=SU``), in the zone's own time: two in the morning stays two."""

    rrule: Annotated[str, Field(min_length=1, max_length=500)]
    zone: Zone
    duration_s: int = Field(ge=60, le=7 * 86_400)


class SilenceDefinition(Value):
    """Matching alerts notify nobody while it is active; they are recorded and shown as ever.

    One-off: from ``starts_at`` to ``ends_at``. Recurring: windows of ``recurrence.duration_s``, the first at
    ``starts_at``, none beginning after ``ends_at``; None goes on for ever.
    """

    kind: Literal["silence", "maintenance"] = "silence"
    matchers: Annotated[tuple[Matcher, ...], Field(min_length=1, max_length=50)]
    starts_at: Moment
    ends_at: Moment | None = None
    recurrence: Recurrence | None = None
    reason: Reason
