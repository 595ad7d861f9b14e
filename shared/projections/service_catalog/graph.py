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
    #: How many steps away; at most ten.
    depth: int = 3
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What is known of a service that is not there is its id."""

    service_id: ServiceId
    #: deleted: a tombstone that is still named; unknown: it never was, or has not arrived here yet.
    state: Literal["present", "deleted", "unknown"]
    slug: str | None
    name: str | None
    kind: str | None
    tier: ServiceTier | None
    lifecycle: str | None
    owner_team: str | None
    #: The fewest steps in any direction that was asked for; 0 is the service itself.
    distance: int
    #: The fewest steps as something that the service needs; None: it is no such thing, or that was not asked for.
    upstream_distance: int | None
    #: The fewest steps as something that needs the service.
    downstream_distance: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """The first needs the second."""

    service_id: ServiceId
    depends_on: ServiceId
    kind: Literal["depends_on"] = "depends_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    #: All that need each other, directly or by way of others.
    service_ids: tuple[ServiceId, ...]
    #: One of the shortest ways around through the first of them, which is at both ends.
    path: tuple[ServiceId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyGraph:
    service_id: ServiceId
    direction: Direction
    depth: int
    #: Nearest first, then by slug.
    nodes: tuple[Node, ...]
    #: Every dependency between two of the nodes.
    edges: tuple[Edge, ...]
    #: Only what is within this graph.
    cycles: tuple[Cycle, ...]
    #: There are more than 500 services or 5 000 dependencies within the depth; the nearest are shown.
    truncated: bool
    as_of: AsOf
