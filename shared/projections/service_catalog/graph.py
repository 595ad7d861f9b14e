"""What depends on what: the question, and the answer."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from shared.kernel.ids import ServiceId
from shared.kernel.vocabulary import ServiceTier
from shared.projections.page import AsOf

MAX_DEPTH = 10
MAX_NODES = 500
MAX_EDGES = 5_000


class Direction(StrEnum):
    """Upstream is what a service needs, downstream is what needs it."""

    UPSTREAM = "upstream"
    DOWNSTREAM = "downstream"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyGraphQuery:
    service_id: ServiceId
    direction: Direction = Direction.BOTH
    """Upstream follows what the service needs, downstream what needs it; unless told, both are followed."""
    depth: int = 3
    """How many dependencies away from the service the graph goes, from 1 to 10."""
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What is known of a service that is not there is its id."""

    service_id: ServiceId
    """The service's id (a UUID); of an unknown service it is all that a dependency says."""
    state: Literal["present", "deleted", "unknown"]
    """A deleted service is a tombstone that is still named; an unknown one never was, or has not arrived here yet."""
    slug: str | None
    """The name that the service keeps, deleted or not; null when it is unknown."""
    name: str | None
    """What people call the service, by the newest definition of it; null when it is unknown."""
    kind: str | None
    """The catalog's word for what it is, such as `component`, `system` or `resource`; null when it is unknown."""
    tier: ServiceTier | None
    """How soon users notice when it fails, by its definition; null when it is unknown."""
    lifecycle: str | None
    """The catalog's own word, such as `production`; empty when it gives none, null when the service is unknown."""
    owner_team: str | None
    """The team that answers for it; empty when nobody owns it, null when the service is unknown."""
    distance: int
    """The fewest steps in any direction that was asked for; 0 is the service itself."""
    upstream_distance: int | None
    """The fewest steps as something that the service needs; null when it is no such thing, or when that was not asked
    for.
    """
    downstream_distance: int | None
    """The fewest steps as something that needs the service; null when it does not, or when that was not asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """The first needs the second."""

    service_id: ServiceId
    """The id of the service that needs the other one, by its own definition."""
    depends_on: ServiceId
    """The id of the service that is needed."""
    kind: Literal["depends_on"] = "depends_on"
    """It is always `depends_on`: the first service needs the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    service_ids: tuple[ServiceId, ...]
    """The ids of all services that need each other, directly or by way of others."""
    path: tuple[ServiceId, ...]
    """One of the shortest ways around through the first of them, whose id is at both ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyGraph:
    service_id: ServiceId
    """The id of the service that was asked about."""
    direction: Direction
    """The direction that was asked for: what the service needs, what needs it, or both."""
    depth: int
    """How many steps away from the service was asked for, from 1 to 10."""
    nodes: tuple[Node, ...]
    """The services within the depth, at most 500: nearest first, then by slug, beginning with the service itself."""
    edges: tuple[Edge, ...]
    """Every dependency between two of the nodes, at most 5,000; it is empty when there is none."""
    cycles: tuple[Cycle, ...]
    """The circles among the nodes; a circle that leads out of this graph is not seen."""
    truncated: bool
    """True when there are more than 500 services or 5,000 dependencies within the depth; the nearest are shown."""
    as_of: AsOf
    """How fresh the service catalog is that the graph is drawn from."""
