"""A time that every store and every zone can hold, and that can be compared with any other."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator

_EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(2262, 1, 1, tzinfo=UTC)


def plausible(moment: datetime) -> datetime:
    """Raises ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    if not _EARLIEST <= moment < _LATEST:
        raise ValueError("not a time between 1970 and 2262")
    return moment


#: For what comes from outside. Facts hold what an intent or the clock has brought, and are not checked again.
Moment = Annotated[datetime, AfterValidator(plausible)]
