"""How the repository came to be what it is: its commits, by days and minutes before now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from local.fleet.breakages import BREAKAGES, GOOD
from local.fleet.manifests import FleetService

#: How long before the world begins its last commit was made.
BROKEN_FOR: Final = timedelta(minutes=14)
_RELEASES: Final = (
    (timedelta(days=6, hours=3), "jonas", "sailings", "2.13.1", "winter timetable"),
    (timedelta(days=4, hours=1), "nadia", "storefront", "2.13.2", "pictures load lazily"),
    (timedelta(days=1, hours=2), "tobias", "payments", "2.13.1", "second acquirer by default"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetCommit:
    """A commit before it is made. ``author`` is a person of the company; files are by their paths."""

    at: datetime
    author: str
    subject: str
    body: str = ""
    files: Mapping[str, str]


def fleet_history(began: datetime, fault: str, services: Mapping[str, FleetService]) -> Iterator[FleetCommit]:
    """Tells the commits, the oldest first; the last one breaks pricing by the fault of that name."""
    first = {path: text for service in services.values() for path, text in service.files().items()}
    at = began - timedelta(days=21)
    yield FleetCommit(at=at, author="hanna", subject="All services, as they run", files=first)
    for before, author, name, version, what in (each for each in _RELEASES if each[2] in services):
        released = replace(services[name], version=version)
        yield _release(began - before, author, released, what)
    yield _release(began - timedelta(hours=22), "wiebke", GOOD, "fares of the night boats")
    broken = BREAKAGES[fault]
    yield FleetCommit(
        at=began - BROKEN_FOR, author="jonas", subject=broken.subject, body=broken.body, files=broken.after.files()
    )


def _release(at: datetime, author: str, service: FleetService, what: str) -> FleetCommit:
    return FleetCommit(at=at, author=author, subject=f"{service.name} {service.version}: {what}", files=service.files())
