"""A health check as it stands."""

from datetime import datetime
from uuid import UUID

from shared.app.operations.standard_methods import view_fields
from shared.app.operations.view import View
from shared.domain.health_check.values import Condition, Deployment
from shared.kernel.vocabulary import HealthStatus, ResourceRef
from shared.ports.current_state import Stored


class HealthCheckView(View):
    health_check_id: UUID
    version: int
    resource: ResourceRef
    status: HealthStatus
    since: datetime
    progressing_since: datetime | None
    conditions: tuple[Condition, ...]
    deployment: Deployment | None
    message: str
    source_name: str
    #: When the platform last looked, whether or not anything had changed.
    last_seen_at: datetime
    updated_at: datetime


def health_check_view(stored: Stored) -> HealthCheckView:
    seen = stored.seen_at or stored.state["checked_at"]
    return HealthCheckView.model_validate({**view_fields(stored, "health_check_id"), "last_seen_at": seen})
