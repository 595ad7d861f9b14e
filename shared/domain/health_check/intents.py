"""What may be asked of a resource's health."""

from typing import Annotated, ClassVar

from pydantic import Field

from shared.domain.health_check.values import Condition, Deployment
from shared.kernel.ids import HealthCheckId
from shared.kernel.message import Intent
from shared.kernel.moment import Moment
from shared.kernel.vocabulary import HealthStatus, ResourceRef


class HealthCheckIntent(Intent):
    aggregate_type: ClassVar[str] = "health_check"
    id_field: ClassVar[str] = "health_check_id"

    health_check_id: HealthCheckId
    """The health check that this is about; derived from the resource."""


class RecordHealthCheck(HealthCheckIntent):
    """How a resource stands now. Sent again and again; only a change becomes a fact.

    ``progressing``: on its way to another state, which is no failure until it takes longer than its deadline.
    """

    volatile: ClassVar[frozenset[str]] = frozenset({"received_at"})

    resource: ResourceRef
    """The resource that was looked at."""
    status: HealthStatus
    """How it stands."""
    progressing: bool = False
    """It is on its way to another state, which is no failure until it takes too long."""
    progress_deadline_s: int = Field(default=600, ge=1, le=86_400)
    """Seconds that progressing may take before it counts as degraded."""
    conditions: Annotated[tuple[Condition, ...], Field(max_length=50)] = ()
    """The platform's conditions, at most 50."""
    deployment: Deployment | None = None
    """What a GitOps controller knows besides health; absent where there is none."""
    message: Annotated[str, Field(max_length=4_000)] = ""
    """A sentence for people, at most 4,000 characters."""
    source_name: Annotated[str, Field(min_length=1, max_length=100)]
    """The registered source that looked."""
    checked_at: Moment
    """When the platform looked, by its clock; an older look than the last one is not believed."""
    received_at: Moment
    """When this was heard, by the receiver's clock."""


HEALTH_CHECK_INTENTS: tuple[type[Intent], ...] = (RecordHealthCheck,)
