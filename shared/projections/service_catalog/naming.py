"""A service as people and labels call it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from shared.kernel.ids import ServiceId
from shared.kernel.label_names import SERVICE_NAMES

#: Labels that say whose an alert is, the plainest first. What Prometheus calls ``exported_…`` is the thing's own label,
#: which the scraped target's has taken the place of. ``job`` of OpenTelemetry is ``namespace/name``.
NAMING_LABELS: Final = (
    "exported_service",
    "service",
    *SERVICE_NAMES,
    "app",
    "app_kubernetes_io_name",
    "app.kubernetes.io/name",
    "application",
    "job",
)
_LONGEST_NAME: Final = 300
#: What tells of other things: its own name on an alert is seldom the name of what is ill.
_TELLS_OF_OTHERS: Final = re.compile(r"(^|[-_ ])(exporter|kube-state-metrics|kubelet|cadvisor|blackbox)($|[-_ ])")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedService:
    service_id: ServiceId
    """The service's id (a UUID), by which it is asked for."""
    slug: str
    """The name that the service keeps, whatever people call it."""
    name: str
    """What people call the service, by its newest definition; it may change."""


@dataclass(frozen=True, slots=True)
class Naming:
    """A label whose value may be a service's slug or name."""

    label: str
    value: str

    @property
    def name(self) -> str:
        return self.value.rpartition("/")[2] if self.label == "job" else self.value

    @property
    def key(self) -> str:
        return name_key(self.name)

    @property
    def tells_of_others(self) -> bool:
        return _TELLS_OF_OTHERS.search(self.key) is not None


def name_key(name: str) -> str:
    """Upper and lower case and space around it are alike."""
    return name.strip().lower()


def namings_of(labels: Mapping[str, str]) -> tuple[Naming, ...]:
    given = ((label, labels.get(label, "")) for label in NAMING_LABELS)
    return tuple(Naming(label, value) for label, value in given if value.strip() and len(value) <= _LONGEST_NAME)


def first_named(namings: Sequence[Naming], named: Mapping[str, NamedService]) -> tuple[Naming, NamedService] | None:
    """``named``: services by ``name_key`` of slug and of name."""
    return next(((naming, named[naming.key]) for naming in namings if naming.key in named), None)


def by_key(services: Sequence[NamedService]) -> Mapping[str, NamedService]:
    """A slug goes before a name; of two services of one name the first by slug."""
    ordered = sorted(services, key=lambda service: service.slug, reverse=True)
    return {name_key(service.name): service for service in ordered} | {service.slug: service for service in ordered}
