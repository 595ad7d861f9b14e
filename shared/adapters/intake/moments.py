"""Times as senders write them."""

from datetime import UTC, datetime
from typing import Any

from shared.adapters.intake.body import shown
from shared.adapters.intake.marks import Marks

#: Go's zero time: "none".
_NO_TIME = "0001-01-01T00:00:00"


def moment_of(value: Any, name: str, marks: Marks) -> datetime | None:
    """RFC 3339 with any offset; finer than a microsecond is cut off. The zero value is None.

    What is no time is None too, and marked; a time without a zone is taken as UTC, and marked.
    """
    if value is None or value == "" or (isinstance(value, str) and value.startswith(_NO_TIME)):
        return None
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        marks.add(f"{name} {shown(value, 40)!r} is not a time")
        return None
    marks.add(f"{name} {shown(value, 40)!r} has no zone: taken as UTC")
    return moment.replace(tzinfo=UTC)
