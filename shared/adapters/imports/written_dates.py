"""Days as people write them in headings: ``2026-03-14``, ``14.03.2026 09:12 UTC``, ``14 March 2026``."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from shared.adapters.imports.reading import Unusable
from shared.kernel.moment import plausible
from shared.kernel.zones import UnknownZone, zone_named

_LONGEST = 300
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*\.?"
_DAYS = (
    r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)",
    r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})(?!\d)",
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?P<m>{_MONTH}),?\s+(?P<y>\d{{4}})(?!\d)",
    rf"(?P<m>{_MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})(?!\d)",
)
_CLOCK = r"(?:(?:T|[ ,]\s*(?:at\s+)?)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2})?\s?(?P<utc>Z|UTC|GMT)?(?!\w))?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?"
_BETWEEN = r"[\s\])(:,;|–—-]*"  # noqa: RUF001
_FIRST = tuple(re.compile(rf"[\[(]?{_WEEKDAY}{day}{_CLOCK}{_BETWEEN}", re.IGNORECASE) for day in _DAYS)
_LAST = tuple(
    re.compile(rf"(?:\s*[\[(]\s*|\s+[–—-]\s+){_WEEKDAY}{day}{_CLOCK}\s*[\])]?\s*\Z", re.IGNORECASE)  # noqa: RUF001
    for day in _DAYS
)


@dataclass(frozen=True, slots=True)
class Dated:
    #: As it is written, in the writer's zone.
    day: date
    at: datetime
    #: What is written besides.
    rest: str


def dated(written: str, zone: str) -> Dated | None:
    """None where it neither begins nor ends with a day."""
    if len(written) > _LONGEST:
        return None
    for pattern in (*_FIRST, *_LAST):
        found = pattern.match(written) if pattern in _FIRST else pattern.search(written)
        at = _moment(found, zone) if found is not None else None
        if found is not None and at is not None:
            rest = f"{written[: found.start()]}{written[found.end() :]}".strip()
            return Dated(at.date(), _in_utc(at), rest)
    return None


def zone_or_utc(name: str) -> str:
    """Raises Unusable."""
    try:
        zone_named(name or "UTC")
    except UnknownZone as unknown:
        raise Unusable("markdown.zone", str(unknown)) from unknown
    return name or "UTC"


def _moment(found: re.Match[str], zone: str) -> datetime | None:
    month = found["m"].lower()[:3]
    number = _MONTHS.index(month) + 1 if month in _MONTHS else int(found["m"])
    try:
        at = datetime(
            int(found["y"]),
            number,
            int(found["d"]),
            int(found["hour"] or 0),
            int(found["minute"] or 0),
            tzinfo=UTC if found["utc"] else zone_named(zone),
        )
        return plausible(at)
    except ValueError:
        return None


def _in_utc(at: datetime) -> datetime:
    return at.astimezone(UTC)
