"""Words shared by every message: severities, states, and references to resources."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Severity(StrEnum):
    CRITICAL = "critical"
    """Users are hurt now; somebody is woken."""
    HIGH = "high"
    """Users will be hurt soon, or some are."""
    MEDIUM = "medium"
    """Needs work within the day."""
    LOW = "low"
    """Worth knowing; nobody is interrupted."""

    @property
    def rank(self) -> int:
        """0 is the least severe, so that ``max(…, key=rank)`` is the worst."""
        return _SEVERITY_RANK[self]


_SEVERITY_RANK = {Severity.LOW: 0, Severity.MEDIUM: 1, Severity.HIGH: 2, Severity.CRITICAL: 3}


class IncidentStatus(StrEnum):
    OPEN = "open"
    """Nobody has taken it up yet."""
    ACKNOWLEDGED = "acknowledged"
    """Somebody has seen it."""
    INVESTIGATING = "investigating"
    """The cause is being looked for."""
    MITIGATING = "mitigating"
    """The cause is known well enough; the harm is being ended."""
    RESOLVED = "resolved"
    """The harm has ended; within the reopen window it may come back."""
    CLOSED = "closed"
    """Final: nothing about it changes any more."""


class AlertStatus(StrEnum):
    """Where an alert is. ``silenced`` belongs to the published language and is no state that an alert is ever in.

    A silence keeps an alert from people and changes nothing about it: the answer says so in ``suppressed_by``.
    """

    FIRING = "firing"
    """The condition holds, by the source's word."""
    RESOLVED = "resolved"
    """The source has said that the condition holds no more."""
    SILENCED = "silenced"
    """Firing, and an active silence matches it, so nobody is notified."""
    ACKNOWLEDGED = "acknowledged"
    """Firing, and somebody has seen this episode."""
    STALE = "stale"
    """The source is silent for longer than it promised: neither firing nor resolved."""


class AlertSource(StrEnum):
    """What kind of system saw the alert."""

    PROMETHEUS = "prometheus"
    """Prometheus by way of Alertmanager."""
    ARGOCD = "argocd"
    """Argo CD's notifications."""
    GRAFANA = "grafana"
    """Grafana Alerting."""
    KUBERNETES = "kubernetes"
    """The Kubernetes API."""
    CLOUDWATCH = "cloudwatch"
    """Amazon CloudWatch."""
    SLO = "slo"
    """A burn-rate evaluation of this system's own objectives."""
    CUSTOM = "custom"
    """Any other sender."""


class IncidentSource(StrEnum):
    ALERT = "alert"
    """Correlated alerts opened it."""
    MANUAL = "manual"
    """A person opened it."""
    AGENT = "agent"
    """An agent opened it."""
    SLO = "slo"
    """A burning error budget opened it."""
    CHANGE = "change"
    """A change that was deployed and not confirmed opened it."""


class HealthStatus(StrEnum):
    HEALTHY = "healthy"
    """Works as its platform expects."""
    DEGRADED = "degraded"
    """Works in part, or is failing to become ready."""
    UNHEALTHY = "unhealthy"
    """Does not work."""
    UNKNOWN = "unknown"
    """Nobody has said, or the last word is too old to be believed."""


class ServiceTier(StrEnum):
    CRITICAL = "critical"
    """Users notice within minutes when it fails."""
    STANDARD = "standard"
    """Users notice within hours."""
    NON_CRITICAL = "non_critical"
    """Nobody outside the team notices soon."""


class RiskTier(StrEnum):
    """What a step or a plan may do at worst."""

    READ = "read"
    """Changes nothing."""
    LOW = "low"
    """Changes something that is easily undone."""
    HIGH = "high"
    """May hurt users when it is wrong."""


class ResourceRef(BaseModel):
    """A thing that runs somewhere; empty fields are unknown, not wildcards."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid")

    kind: str
    """The platform's word for what it is, such as `Deployment` or `Application`."""
    name: str
    """The resource's name, unique within kind, namespace and cluster."""
    namespace: str | None = None
    """The Kubernetes namespace or its like; absent when unknown or when the resource has none."""
    cluster: str | None = None
    """The cluster that the resource runs in; absent when unknown."""
    environment: str | None = None
    """The environment, such as `prod-eu`; absent when unknown."""
