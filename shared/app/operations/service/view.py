"""A service of the catalog as it stands."""

from datetime import datetime
from uuid import UUID

from shared.app.operations.standard_methods import view_fields
from shared.app.operations.view import View
from shared.domain.service.values import ServiceDefinition
from shared.ports.current_state import Stored


class ServiceView(View):
    service_id: UUID
    version: int
    slug: str
    definition: ServiceDefinition
    #: The catalog that claims it; null: people here.
    origin: str | None
    deleted: bool
    updated_by: str
    updated_at: datetime


def service_view(stored: Stored) -> ServiceView:
    return ServiceView.model_validate(view_fields(stored, "service_id"))
