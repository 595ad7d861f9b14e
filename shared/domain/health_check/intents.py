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


class RecordHealthCheck(HealthCheckIntent):
    """How a resource stands now. Sent again and again; only a change becomes a fact.

    ``progressing``: on its way to another state, which is no failure until it takes longer than its deadline.
    """

    volatile: ClassVar[frozenset[str]] = frozenset({"received_at"})

    resource: ResourceRef
    status: HealthStatus
    progressing: bool = False
    progress_deadline_s: int = Field(default=600, ge=1, le=86_400)
    conditions: Annotated[tuple[Condition, ...], Field(max_length=50)] = ()
    deployment: Deployment | None = None
    message: Annotated[str, Field(max_length=4_000)] = ""
    source_name: Annotated[str, Field(min_length=1, max_length=100)]
    #: When the platform looked, by its clock; an older look than the last one is not believed.
    checked_at: Moment
    received_at: Moment


HEALTH_CHECK_INTENTS: tuple[type[Intent], ...] = (RecordHealthCheck,)
