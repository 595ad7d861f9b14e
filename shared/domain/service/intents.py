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


class CreateService(ServiceIntent):
    """The id is derived from the slug. Creating a deleted service brings it back."""

    slug: Slug
    definition: ServiceDefinition
    #: Which catalog claims it; None is a person's own work.
    origin: Origin | None = None
    #: Take it over from whoever claims it now; otherwise another origin's word is refused.
    take_over: bool = False


class UpdateService(ServiceIntent):
    definition: ServiceDefinition
    origin: Origin | None = None
    take_over: bool = False


class DeleteService(ServiceIntent):
    """A tombstone: what points at it still finds it."""

    reason: Reason | None = None
    origin: Origin | None = None


SERVICE_INTENTS: tuple[type[Intent], ...] = (
    CreateService,
    UpdateService,
    DeleteService,
)
