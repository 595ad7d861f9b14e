"""How somebody wants to read: zone, theme and density, kept in a cookie that says nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

READER_COOKIE = "sre-reader"
THEMES = ("system", "light", "dark")
DENSITIES = ("comfortable", "dense")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """``zone`` None: not known yet; times are in UTC until the browser has said where it is."""

    zone_name: str | None = None
    theme: str = "system"
    density: str = "comfortable"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone_name or "UTC")

    @property
    def cookie(self) -> str:
        return "|".join((self.zone_name or "", self.theme, self.density))


@cache
def zones() -> tuple[str, ...]:
    """Gives the names of every zone that there is, in order."""
    return tuple(sorted(available_timezones()))


def reader_of(cookies: Mapping[str, str]) -> Reader:
    """Reads the cookie; whatever in it is not one of the choices counts as not chosen."""
    zone, theme, density = (*cookies.get(READER_COOKIE, "").split("|"), "", "", "")[:3]
    return reader_from(zone, theme, density)


def reader_from(zone: str, theme: str, density: str) -> Reader:
    """Makes what was chosen; what is none of the choices counts as not chosen."""
    return Reader(
        zone_name=zone if zone in available_zones() else None,
        theme=theme if theme in THEMES else THEMES[0],
        density=density if density in DENSITIES else DENSITIES[0],
    )


@cache
def available_zones() -> frozenset[str]:
    return frozenset(zones())
