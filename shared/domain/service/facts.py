"""What can be true of a service of the catalog."""

from typing import ClassVar

from shared.domain.service.values import ServiceDefinition
from shared.kernel.ids import ServiceId
from shared.kernel.message import Fact


class ServiceFact(Fact):
    aggregate_type: ClassVar[str] = "service"
    id_field: ClassVar[str] = "service_id"

    service_id: ServiceId


class ServiceCreated(ServiceFact):
    slug: str
    definition: ServiceDefinition
    origin: str | None
    created_by: str


class ServiceUpdated(ServiceFact):
    definition: ServiceDefinition
    origin: str | None
    updated_by: str


class ServiceDeleted(ServiceFact):
    reason: str | None
    deleted_by: str


SERVICE_FACTS: tuple[type[Fact], ...] = (
    ServiceCreated,
    ServiceUpdated,
    ServiceDeleted,
)
