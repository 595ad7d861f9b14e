"""A silence as data: which alerts nobody is told of, and when."""

from typing import Annotated, Literal

from pydantic import Field

from shared.kernel.moment import Moment
from shared.kernel.value import Matcher, Reason, Value, Zone


class Recurrence(Value):
    """By RFC 5545 (``FREQ=WEEKLY;BYDAY=SU``), in the zone's own time: two in the morning stays two."""

    rrule: Annotated[str, Field(min_length=1, max_length=500)]
    """A rule by RFC 5545 without DTSTART, such as `FREQ=WEEKLY;BYDAY=SU`."""
    zone: Zone
    """The IANA zone in whose time the rule is meant, such as `Europe/Berlin`."""
    duration_s: int = Field(ge=60, le=7 * 86_400)
    """Seconds that each window lasts, one minute to seven days, by the clock on the wall."""


class SilenceDefinition(Value):
    """Matching alerts notify nobody while it is active; they are recorded and shown as ever.

    One-off: from ``starts_at`` to ``ends_at``. Recurring: windows of ``recurrence.duration_s``, the first at
    ``starts_at``, none beginning after ``ends_at``; None goes on for ever.
    """

    # A window ends by the clock on the wall: 22:00 and eight hours is 06:00, also in the night in which clocks change.

    kind: Literal["silence", "maintenance"] = "silence"
    """A maintenance is a silence that was planned."""
    matchers: Annotated[tuple[Matcher, ...], Field(min_length=1, max_length=50)]
    """Label matchers in Alertmanager syntax, all of which must match, 1 to 50."""
    starts_at: Moment
    """When it begins; of a recurring one, the first window."""
    ends_at: Moment | None = None
    """When it ends; of a recurring one, when no window begins any more. Absent goes on for ever."""
    recurrence: Recurrence | None = None
    """How it comes back; absent for one that happens once."""
    reason: Reason
    """Why nobody needs to be told, for those who wonder."""
