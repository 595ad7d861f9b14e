"""A health check as it stands."""

from datetime import datetime
from uuid import UUID

from shared.app.operations.standard_methods import view_fields
from shared.app.operations.view import View
from shared.domain.health_check.values import Condition, Deployment
from shared.kernel.vocabulary import HealthStatus, ResourceRef
from shared.ports.current_state import Stored


class HealthCheckView(View):
    """A resource is shown with its health by its platform's word."""

    health_check_id: UUID
    """Derived from tenant, kind, name, namespace and cluster."""
    version: int
    """How many facts the health check has; a command that sends it as ``If-Match`` is refused when it has changed
    since.
    """
    resource: ResourceRef
    """The resource that is judged."""
    status: HealthStatus
    """How it is, by the platform's word."""
    since: datetime
    """When it came to this status, in UTC."""
    progressing_since: datetime | None
    """Since when a change has been under way, in UTC. Null: none is."""
    conditions: tuple[Condition, ...]
    """The platform's conditions, as it gave them."""
    deployment: Deployment | None
    """The deployment that the platform last told of. Null: it told of none."""
    message: str
    """The platform's own words; empty when it gave none."""
    source_name: str
    """Who looked; ``api/…`` for what came through this API."""
    last_seen_at: datetime
    """When the platform last looked, in UTC, whether or not anything had changed."""
    updated_at: datetime
    """When the newest of its facts was recorded, in UTC."""


def health_check_view(stored: Stored) -> HealthCheckView:
    """The last look counts even when no fact followed from it."""
    seen = stored.seen_at or stored.state["checked_at"]
    return HealthCheckView.model_validate({**view_fields(stored, "health_check_id"), "last_seen_at": seen})
