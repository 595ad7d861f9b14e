"""Reads times as senders write them."""

import re
from datetime import UTC, datetime
from typing import Any

from shared.adapters.intake.body import shown
from shared.adapters.intake.marks import Marks
from shared.kernel.moment import plausible

#: Go's zero time: "none".
_NO_TIME = re.compile(r"0001-01-01[T ]00:00:00")
#: As Go prints a time where nobody formats it (Grafana 8): ``2026-05-27 15:36:00.112 +0000 UTC m=+8560.28``.
_PRINTED = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?) ([+-]\d{4}) [A-Z+-][A-Z0-9]{0,5}(?: m=[+-][\d.]+)?")


def moment_of(value: Any, name: str, marks: Marks) -> datetime | None:
    """Reads RFC 3339 with any offset, or a time as Go prints it; finer than a microsecond is cut off.

    Go's zero time, null and the empty text are None. What is no time, or one that nothing here could be of, is None,
    and marked; a time without a zone is taken as UTC, and marked. ``name`` says in the mark which field it was.
    """
    if value is None or value == "" or (isinstance(value, str) and _NO_TIME.match(value)):
        return None
    printed = _PRINTED.fullmatch(value) if isinstance(value, str) else None
    try:
        moment = datetime.fromisoformat(f"{printed[1]}{printed[2]}" if printed else value)
        has_zone = moment.tzinfo is not None
        moment = plausible(moment.astimezone(UTC) if has_zone else moment.replace(tzinfo=UTC))
    except (TypeError, ValueError, OverflowError):
        marks.add(f"{name} {shown(value, 40)!r} is not a time")
        return None
    if not has_zone:
        marks.add(f"{name} {shown(value, 40)!r} has no zone: taken as UTC")
    return moment
