"""Services of the catalog by slug and by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shared.kernel.ids import ServiceId
from shared.kernel.service_names import Naming, name_key


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedService:
    service_id: ServiceId
    """The service's id (a UUID), by which it is asked for."""
    slug: str
    """The name that the service keeps, whatever people call it."""
    name: str
    """What people call the service, by its newest definition; it may change."""


def first_named(namings: Sequence[Naming], named: Mapping[str, NamedService]) -> tuple[Naming, NamedService] | None:
    """``named``: services by ``name_key`` of slug and of name."""
    return next(((naming, named[naming.key]) for naming in namings if naming.key in named), None)


def by_key(services: Sequence[NamedService]) -> Mapping[str, NamedService]:
    """A slug goes before a name; of two services of one name the first by slug."""
    ordered = sorted(services, key=lambda service: service.slug, reverse=True)
    return {name_key(service.name): service for service in ordered} | {service.slug: service for service in ordered}
