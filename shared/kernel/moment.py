"""A time that every store and every zone can hold, that can be compared with any other, and that may be believed."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

from pydantic import AfterValidator

_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(2262, 1, 1, tzinfo=UTC)

#: How far a sender's clock may be ahead of ours and still be believed: what a machine is off that has just come back
#: from a suspend and whose time is being slewed. What it claims beyond that has not happened yet.
CLOCK_TOLERANCE: Final = timedelta(minutes=5)
_FAR_AHEAD = timedelta(days=1)
_CENTURY_S = 36_500 * 86_400


def plausible(moment: datetime) -> datetime:
    """Raises ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    if not _EARLIEST <= moment < _LATEST:
        raise ValueError("not a time between 1970 and 2262")
    return moment


def is_believable(claimed: datetime, heard_at: datetime) -> bool:
    """``heard_at`` is by our clock. A time long ago always is: things do last, and word of them does come late."""
    return claimed <= heard_at + CLOCK_TOLERANCE


def believed(claimed: datetime, heard_at: datetime) -> datetime:
    """The claim, or when it was heard; so that no clock ahead of ours makes all that follows look old."""
    return claimed if is_believable(claimed, heard_at) else heard_at


def waiting(seconds: int) -> timedelta:
    """As long as somebody asks to wait, which is no longer than a century: a sum of times stays a time."""
    return timedelta(seconds=min(seconds, _CENTURY_S))


def is_impossible(kept: datetime, now: datetime) -> bool:
    """Something kept is of a time to come, by more than our machines and zones can differ: from before claims were
    bounded. What is newer than it cannot be told by it."""
    return kept > now + _FAR_AHEAD


#: For what comes from outside. Facts hold what an intent or the clock has brought, and are not checked again.
Moment = Annotated[datetime, AfterValidator(plausible)]
