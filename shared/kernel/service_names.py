"""A service as labels call it: which labels name one, and when two names are alike."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

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
_TELLS_OF_OTHERS: Final = re.compile(
    r"(^|[-_ ])(exporter|kube-state-metrics|kubelet|cadvisor|blackbox|otel-?collector|opentelemetry-collector)($|[-_ ])"
)


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
