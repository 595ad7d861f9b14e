"""What can be true of a service of the catalog."""

from typing import ClassVar

from shared.domain.service.values import ServiceDefinition
from shared.kernel.ids import ServiceId
from shared.kernel.message import Fact


class ServiceFact(Fact):
    aggregate_type: ClassVar[str] = "service"
    id_field: ClassVar[str] = "service_id"

    service_id: ServiceId
    """The service that this is about."""


class ServiceCreated(ServiceFact):
    schema_version: ClassVar[str] = "1.1.0"

    slug: str
    """The name by which addresses and imports know it."""
    definition: ServiceDefinition
    """The whole service."""
    origin: str | None
    """Which catalog claims it; null is a person's own work."""
    created_by: str
    """Who created it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class ServiceUpdated(ServiceFact):
    schema_version: ClassVar[str] = "1.1.0"

    definition: ServiceDefinition
    """The whole service from now on."""
    origin: str | None
    """Which catalog claims it from now on; null is a person's own work."""
    updated_by: str
    """Who changed it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


class ServiceDeleted(ServiceFact):
    reason: str | None
    """Why it was deleted; null when nobody said."""
    deleted_by: str
    """Who deleted it: `human:…`, `agent:…`, `integration:…` or `process:…`."""


SERVICE_FACTS: tuple[type[Fact], ...] = (
    ServiceCreated,
    ServiceUpdated,
    ServiceDeleted,
)
