"""Words shared by every message: severities, states, and references to resources."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Severity(StrEnum):
    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 is the least severe, so that ``max(…, key=rank)`` is the worst."""
        return _SEVERITY_RANK[self]


_SEVERITY_RANK = {Severity.LOW: 0, Severity.MEDIUM: 1, Severity.HIGH: 2, Severity.CRITICAL: 3}


class IncidentStatus(StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    INVESTIGATING = "investigating"
    MITIGATING = "mitigating"
    RESOLVED = "resolved"
    CLOSED = "closed"


class AlertStatus(StrEnum):
    """Where an alert is. ``silenced`` belongs to the published language and is no state that an alert is ever in.

    A silence keeps an alert from people and changes nothing about it: the answer says so in ``suppressed_by``.
    """

    FIRING = "firing"
    RESOLVED = "resolved"
    SILENCED = "silenced"
    ACKNOWLEDGED = "acknowledged"
    STALE = "stale"


class AlertSource(StrEnum):
    """What kind of system saw the alert."""

    PROMETHEUS = "prometheus"
    ARGOCD = "argocd"
    GRAFANA = "grafana"
    KUBERNETES = "kubernetes"
    CLOUDWATCH = "cloudwatch"
    SLO = "slo"
    CUSTOM = "custom"


class IncidentSource(StrEnum):
    ALERT = "alert"
    MANUAL = "manual"
    AGENT = "agent"
    SLO = "slo"


class HealthStatus(StrEnum):
    HEALTHY = "healthy"
    DEGRADED = "degraded"
    UNHEALTHY = "unhealthy"
    UNKNOWN = "unknown"


class ServiceTier(StrEnum):
    CRITICAL = "critical"
    STANDARD = "standard"
    NON_CRITICAL = "non_critical"


class ResourceRef(BaseModel):
    """A thing that runs somewhere; empty fields are unknown, not wildcards."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    name: str
    namespace: str | None = None
    cluster: str | None = None
    environment: str | None = None
