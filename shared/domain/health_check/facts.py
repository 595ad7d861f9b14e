"""What can be true of a resource's health."""

from datetime import datetime
from typing import ClassVar

from shared.domain.health_check.values import Condition, Deployment
from shared.kernel.ids import HealthCheckId
from shared.kernel.message import Fact
from shared.kernel.vocabulary import HealthStatus, ResourceRef


class HealthCheckFact(Fact):
    aggregate_type: ClassVar[str] = "health_check"
    id_field: ClassVar[str] = "health_check_id"

    health_check_id: HealthCheckId


class HealthCheckRecorded(HealthCheckFact):
    """A transition: the status, the conditions or the deployment are not what they were."""

    resource: ResourceRef
    previous: HealthStatus | None
    status: HealthStatus
    #: Since when it has had this status.
    since: datetime
    progressing_since: datetime | None
    conditions: tuple[Condition, ...]
    deployment: Deployment | None
    message: str
    source_name: str
    checked_at: datetime


HEALTH_CHECK_FACTS: tuple[type[Fact], ...] = (HealthCheckRecorded,)
