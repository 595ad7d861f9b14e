"""A service as people call it."""

from dataclasses import dataclass

from shared.kernel.ids import ServiceId


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedService:
    service_id: ServiceId
    slug: str
    name: str
