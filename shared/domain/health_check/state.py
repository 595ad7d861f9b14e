"""What a resource's health must remember in order to decide, and what is shown of it by id."""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.health_check.facts import HealthCheckRecorded
from shared.domain.health_check.values import Condition, Deployment
from shared.kernel.ids import HealthCheckId
from shared.kernel.vocabulary import HealthStatus, ResourceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthCheck:
    health_check_id: HealthCheckId
    resource: ResourceRef
    status: HealthStatus
    #: Since when it has had this status.
    since: datetime
    #: Since when it has been on its way to another state; None when it is not.
    progressing_since: datetime | None
    conditions: tuple[Condition, ...]
    deployment: Deployment | None
    message: str
    source_name: str
    #: Of the newest look that became a fact.
    checked_at: datetime


def evolve(_state: HealthCheck | None, fact: HealthCheckRecorded) -> HealthCheck | None:
    """None is a resource that nobody has looked at yet; each fact has the whole of it."""
    return HealthCheck(
        health_check_id=fact.health_check_id,
        resource=fact.resource,
        status=fact.status,
        since=fact.since,
        progressing_since=fact.progressing_since,
        conditions=fact.conditions,
        deployment=fact.deployment,
        message=fact.message,
        source_name=fact.source_name,
        checked_at=fact.checked_at,
    )
