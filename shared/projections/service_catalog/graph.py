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
    depth: int = 3
    """How many steps away; at most ten."""
    min_position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What is known of a service that is not there is its id."""

    service_id: ServiceId
    state: Literal["present", "deleted", "unknown"]
    """Deleted: a tombstone that is still named; unknown: it never was, or has not arrived here yet."""
    slug: str | None
    name: str | None
    kind: str | None
    tier: ServiceTier | None
    lifecycle: str | None
    owner_team: str | None
    distance: int
    """The fewest steps in any direction that was asked for; 0 is the service itself."""
    upstream_distance: int | None
    """The fewest steps as something that the service needs; None: it is no such thing, or that was not asked for."""
    downstream_distance: int | None
    """The fewest steps as something that needs the service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """The first needs the second."""

    service_id: ServiceId
    depends_on: ServiceId
    kind: Literal["depends_on"] = "depends_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    service_ids: tuple[ServiceId, ...]
    """All that need each other, directly or by way of others."""
    path: tuple[ServiceId, ...]
    """One of the shortest ways around through the first of them, which is at both ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DependencyGraph:
    service_id: ServiceId
    direction: Direction
    depth: int
    nodes: tuple[Node, ...]
    """Nearest first, then by slug."""
    edges: tuple[Edge, ...]
    """Every dependency between two of the nodes."""
    cycles: tuple[Cycle, ...]
    """Only what is within this graph."""
    truncated: bool
    """There are more than 500 services or 5 000 dependencies within the depth; the nearest are shown."""
    as_of: AsOf
