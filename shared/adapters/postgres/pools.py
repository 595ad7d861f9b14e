"""How the pools of this process are: they count for themselves, and are asked when somebody wants to know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakSet

from psycopg_pool import ConnectionPool

_POOLS: WeakSet[ConnectionPool[Any]] = WeakSet()


def watch_pool(pool: ConnectionPool[Any]) -> None:
    """Counts it among this process's, for as long as it is there."""
    _POOLS.add(pool)


@dataclass(frozen=True, slots=True)
class PoolCondition:
    """The pools of one name in this process; what has happened is counted since they began."""

    name: str
    most: int
    idle: int
    used: int
    pending: int
    timeouts: int
    waited_s: float


def pool_conditions() -> list[PoolCondition]:
    """Gives how this process's pools are, by name."""
    by_name: dict[str, list[dict[str, int]]] = {}
    for pool in list(_POOLS):
        by_name.setdefault(pool.name, []).append(pool.get_stats())
    return [_condition_of(name, stats) for name, stats in sorted(by_name.items())]


def _condition_of(name: str, stats: Sequence[Mapping[str, int]]) -> PoolCondition:
    def total(key: str) -> int:
        return sum(each.get(key, 0) for each in stats)

    return PoolCondition(
        name=name,
        most=total("pool_max"),
        idle=total("pool_available"),
        used=total("pool_size") - total("pool_available"),
        pending=total("requests_waiting"),
        timeouts=total("requests_errors"),
        waited_s=total("requests_wait_ms") / 1000,
    )
