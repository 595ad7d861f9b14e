"""Moments as manifests, alerts and texts write them, and the ages that tables show."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

_AGE = re.compile(r"(\d{1,9})(y|d|h|ms|m|s)")
_OF_GO = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{1,9})? ([+-]\d\d)(\d\d)(?: \S{1,6})?")
_SECONDS = {"y": 365 * 86_400, "d": 86_400, "h": 3_600, "m": 60, "s": 1, "ms": 0}


def moment(value: Any) -> datetime | None:
    """Of RFC 3339, ``Mon, 01 Dec 2025 10:00:00 +0000`` or ``2025-12-01 10:00:00 +0000 UTC``; None of anything else."""
    text = str(value or "").strip()
    if found := _OF_GO.fullmatch(text):
        text = f"{found[1]}T{found[2]}{found[3]}:{found[4]}"
    if not text or text.startswith("0001-01-01"):
        return None
    try:
        parsed = datetime.fromisoformat(text) if text[:4].isdigit() else parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    return parsed.astimezone(UTC) if parsed.tzinfo is not None else parsed.replace(tzinfo=UTC)


def written(text: str) -> str | None:
    """The same as a manifest has it."""
    found = moment(text)
    return None if found is None else found.strftime("%Y-%m-%dT%H:%M:%SZ")


def age(text: str) -> timedelta | None:
    """Of ``5m``, ``2d3h``, ``3y40d``."""
    parts = _AGE.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        return None
    return timedelta(seconds=min(sum(int(number) * _SECONDS[unit] for number, unit in parts), 100 * 365 * 86_400))


def before(at: datetime, text: str) -> datetime | None:
    """When something of that age began."""
    passed = age(text)
    return None if passed is None else at - passed


def as_written(when: datetime | None) -> str | None:
    return None if when is None else when.strftime("%Y-%m-%dT%H:%M:%SZ")
