"""A service of the catalog as it stands."""

from datetime import datetime
from uuid import UUID

from shared.app.operations.standard_methods import view_fields
from shared.app.operations.view import View
from shared.domain.service.values import ServiceDefinition
from shared.ports.current_state import Stored


class ServiceView(View):
    """A service of the catalog is shown as it stands."""

    service_id: UUID
    """Derived from tenant and slug."""
    version: int
    """How many facts the service has; a command that sends it as ``If-Match`` is refused when it has changed since."""
    slug: str
    """The name that it keeps."""
    definition: ServiceDefinition
    """What is said of it."""
    origin: str | None
    """The catalog that claims it, with a digest of what it said. Null: people here keep it."""
    deleted: bool
    """True when only a tombstone is left."""
    updated_by: str
    """The person, agent or system that changed it last, as ``kind:name``."""
    updated_at: datetime
    """When the newest of its facts was recorded, in UTC."""


def service_view(stored: Stored) -> ServiceView:
    """A deleted service is shown too."""
    return ServiceView.model_validate(view_fields(stored, "service_id"))
