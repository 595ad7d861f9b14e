"""IANA zones by name, and local times in them."""

import re
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_NAME = re.compile(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+){0,2}")


class UnknownZone(ValueError):  # noqa: N818 - an answer to whoever named it
    """There is no such zone; the text is safe to show."""


@lru_cache(maxsize=1_024)
def zone_named(name: str) -> ZoneInfo:
    """Finds an IANA zone. Raises UnknownZone."""
    if not _NAME.fullmatch(name):
        raise UnknownZone(f"{name[:100]!r} is not the name of a zone, such as Europe/Berlin")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        raise UnknownZone(f"there is no zone {name[:100]!r}; names are such as Europe/Berlin or UTC") from unknown


def local_time(moment: datetime, zone: ZoneInfo) -> datetime:
    """What a clock on the wall shows there."""
    return moment.astimezone(zone).replace(tzinfo=None)


def instant(local: datetime, zone: tzinfo) -> datetime:
    """A time that a change of clocks skips is read with the offset before it; one that comes twice is the first."""
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)
