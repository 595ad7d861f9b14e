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
    """The health check that this is about."""


class HealthCheckRecorded(HealthCheckFact):
    """A transition: the status, the conditions or the deployment are not what they were."""

    resource: ResourceRef
    """The resource that was looked at."""
    previous: HealthStatus | None
    """The status before; null for the first word about it."""
    status: HealthStatus
    """The status from now on."""
    since: datetime
    """Since when it has had this status."""
    progressing_since: datetime | None
    """Since when it is on its way to another state; null when it is not."""
    conditions: tuple[Condition, ...]
    """The platform's conditions."""
    deployment: Deployment | None
    """What a GitOps controller knows besides health."""
    message: str
    """A sentence for people; may be empty."""
    source_name: str
    """The registered source that looked."""
    checked_at: datetime
    """When the platform looked, by its clock."""


HEALTH_CHECK_FACTS: tuple[type[Fact], ...] = (HealthCheckRecorded,)
