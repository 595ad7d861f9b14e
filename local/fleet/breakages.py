"""What a commit can break: each is a version of pricing that somebody took for a good one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from local.fleet.manifests import PRICING, FleetService

#: What ran well until it was broken.
GOOD: Final = replace(PRICING, version="2.13.1")


@dataclass(frozen=True, slots=True)
class Breakage:
    """A commit that breaks its service, by its subject, and what the manifests say after it."""

    subject: str
    body: str
    after: FleetService


#: By the names in ``FAULTS``.
BREAKAGES: Final[Mapping[str, Breakage]] = {
    "crash-loop": Breakage(
        "pricing 2.14.0: names of files end in _FILE",
        "SURCHARGE_TABLE is SURCHARGE_FILE now, as everywhere else.",
        replace(
            GOOD,
            version="2.14.0",
            settings={"LOG_LEVEL": "info", "SURCHARGE_FILE": "/etc/tariffs/surcharges.csv"},
        ),
    ),
    "image-pull": Breakage(
        "pricing 2.14.1: rounding of group fares",
        "Closes the ticket of the Lisbon desk.",
        replace(GOOD, version="2.14.1"),
    ),
    "out-of-memory": Breakage(
        "pricing 2.14.0: half the memory is enough",
        "The dashboards show 60 MiB at night.",
        replace(GOOD, version="2.14.0", memory="96Mi"),
    ),
}
