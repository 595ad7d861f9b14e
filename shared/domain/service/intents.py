"""What may be asked of a service of the catalog."""

from typing import ClassVar

from shared.domain.service.values import ServiceDefinition
from shared.kernel.ids import ServiceId
from shared.kernel.message import Intent
from shared.kernel.value import Origin, Reason, Slug


class ServiceIntent(Intent):
    aggregate_type: ClassVar[str] = "service"
    id_field: ClassVar[str] = "service_id"

    service_id: ServiceId
    """The service that this is about; derived from its slug."""


class CreateService(ServiceIntent):
    """The id is derived from the slug. Creating a deleted service brings it back."""

    schema_version: ClassVar[str] = "1.1.0"

    slug: Slug
    """The entity reference in lower case: `payments`, or `system:default/payments`; never changes."""
    definition: ServiceDefinition
    """The whole service."""
    origin: Origin | None = None
    """Which catalog claims it; absent is a person's own work."""
    take_over: bool = False
    """Take it over from whoever claims it now; otherwise another origin's word is refused."""


class UpdateService(ServiceIntent):
    schema_version: ClassVar[str] = "1.1.0"

    definition: ServiceDefinition
    """The whole service as it shall be."""
    origin: Origin | None = None
    """Which catalog claims it; absent is a person's own work."""
    take_over: bool = False
    """Take it over from whoever claims it now; otherwise another origin's word is refused."""


class DeleteService(ServiceIntent):
    """A tombstone: what points at it still finds it."""

    reason: Reason | None = None
    """Why it is deleted."""
    origin: Origin | None = None
    """Which catalog has dropped it; absent when a person deletes it."""


SERVICE_INTENTS: tuple[type[Intent], ...] = (
    CreateService,
    UpdateService,
    DeleteService,
)
