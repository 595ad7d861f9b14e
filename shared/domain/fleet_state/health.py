"""How applications are in one word, from what their controller says of them."""

from shared.domain.fleet_state.values import Counts
from shared.kernel.vocabulary import HealthStatus

#: The controller's words, as they are counted.
HEALTHS = ("healthy", "degraded", "progressing", "unknown", "missing", "suspended")


def counted_as(health: str) -> str:
    """Which of the counts an application with this word is in."""
    return health.lower() if health.lower() in HEALTHS else "unknown"


def worst_of(counts: Counts) -> HealthStatus:
    """Progressing is no failure; what is missing or degraded is."""
    if counts.missing or counts.degraded:
        return HealthStatus.UNHEALTHY
    if counts.unknown or not counts.total:
        return HealthStatus.UNKNOWN
    return HealthStatus.DEGRADED if counts.suspended else HealthStatus.HEALTHY


def health_of(health: str) -> HealthStatus:
    """Says how one application is, by the words of its controller."""
    return worst_of(Counts.model_validate({"total": 1, counted_as(health): 1}))
