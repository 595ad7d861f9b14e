"""The order of worst first. What is not known is worse than what is limping: it may be anything."""

from collections.abc import Iterable

from shared.kernel.vocabulary import HealthStatus

WORST_FIRST = (HealthStatus.UNHEALTHY, HealthStatus.UNKNOWN, HealthStatus.DEGRADED, HealthStatus.HEALTHY)
RANKS = {status: rank for rank, status in enumerate(WORST_FIRST)}


def worst(statuses: Iterable[HealthStatus]) -> HealthStatus:
    """Gives the worst status; of nothing, nothing is known."""
    return min(statuses, key=RANKS.__getitem__, default=HealthStatus.UNKNOWN)
