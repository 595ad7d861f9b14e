"""Alerts of two faults at once in one cluster, with unrelated ones between them; which belongs to which is known.

A fault begins at one service and reaches what needs it, a minute or two later for each step and less surely the further
away. A service that both reach belongs to the one that reached it first. The faults are of services neither of which
needs the other: else nobody could tell them apart. Labels are as four kinds of senders write them.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from bench.correlation.company import NAMESPACE_OF, NEEDS, distances_up
from shared.kernel.vocabulary import Severity

FIRST: Final = datetime(2026, 11, 1, 9, tzinfo=UTC)
LEAST_ALERTS: Final = 60
_NOISE: Final = 8
_REACHES: Final = (1.0, 0.9, 0.7, 0.4)
_STEP_S: Final = (30, 150)
#: Names of alerts by what sees them: requests, or Kubernetes.
_REQUESTS: Final = ("HighErrorRate", "HighLatencyP99", "SloBurnFast", "RequestsDropping", "DependencyTimeouts")
_KUBERNETES: Final = ("KubePodCrashLooping", "KubePodNotReady", "KubeDeploymentReplicasMismatch", "KubeHpaMaxedOut")
_UNRELATED: Final = (
    ("CertificateExpiresSoon", "name"),
    ("NodeDiskFilling", "node"),
    ("BackupFailed", "job_name"),
    ("KubeCPUOvercommit", ""),
    ("ImagePullSlow", "service"),
    ("SlowQueries", "service"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MixedAlert:
    """``belongs``: what caused it; nothing else has a noise's cause."""

    name: str
    at: datetime
    severity: Severity
    labels: Mapping[str, str]
    belongs: str


def mix(seed: int) -> list[MixedAlert]:
    """One mix, in the order of time."""
    chance = random.Random(seed)
    first, second = _roots(chance)
    started = {first: 0.0, second: chance.uniform(0, 1_200)}
    reached = _reached(chance, started)
    alerts: dict[tuple[tuple[str, str], ...], MixedAlert] = {}
    while len(alerts) < LEAST_ALERTS - _NOISE:
        for service, (root, seconds) in reached.items():
            alert = _of_service(chance, service, root, seconds + chance.uniform(0, 420))
            alerts.setdefault(tuple(sorted(alert.labels.items())), alert)
    healthy = sorted(NEEDS.keys() - reached.keys())
    noise = (_noise(chance, number, chance.choice(healthy)) for number in range(_NOISE))
    return sorted((*alerts.values(), *noise), key=lambda alert: alert.at)


def _roots(chance: random.Random) -> tuple[str, str]:
    while True:
        one, other = chance.sample(sorted(NEEDS), 2)
        if other not in distances_up(one) and one not in distances_up(other):
            return one, other


def _reached(chance: random.Random, started: Mapping[str, float]) -> dict[str, tuple[str, float]]:
    reached: dict[str, tuple[str, float]] = {}
    for root, begins in started.items():
        for service, steps in distances_up(root).items():
            when = begins + sum(chance.uniform(*_STEP_S) for _ in range(steps))
            if chance.random() < _REACHES[min(steps, len(_REACHES) - 1)] and (
                service not in reached or when < reached[service][1]
            ):
                reached[service] = (root, when)
    return reached


def _of_service(chance: random.Random, service: str, root: str, seconds: float) -> MixedAlert:
    sender = chance.choice((_prometheus, _opentelemetry, _kube_state_metrics, _probe))
    labels = {"cluster": "eu-1", **sender(chance, service)}
    worse = chance.random() < (0.5 if service == root else 0.25)
    return MixedAlert(
        name=labels["alertname"],
        at=FIRST + timedelta(seconds=seconds),
        severity=Severity.CRITICAL if worse else Severity.HIGH,
        labels=labels,
        belongs=root,
    )


def _pod(chance: random.Random, service: str) -> str:
    return f"{service}-7d9c5b6f4-{chance.choice(('x2x9k', 'b4c8d', 'q7wzn'))}"


def _prometheus(chance: random.Random, service: str) -> dict[str, str]:
    named = {"alertname": chance.choice(_REQUESTS), "service": service, "namespace": NAMESPACE_OF[service]}
    return named | ({"pod": _pod(chance, service), "job": service} if chance.random() < 0.5 else {"job": service})


def _opentelemetry(chance: random.Random, service: str) -> dict[str, str]:
    named = {"alertname": chance.choice(_REQUESTS), "service_name": service, "job": "otel-collector"}
    return named | {"k8s_namespace_name": NAMESPACE_OF[service], "k8s_pod_name": _pod(chance, service)}


def _kube_state_metrics(chance: random.Random, service: str) -> dict[str, str]:
    scraped = {"job": "kube-state-metrics", "service": "kube-state-metrics", "namespace": NAMESPACE_OF[service]}
    name = chance.choice(_KUBERNETES)
    thing = {"deployment": service} if "Deployment" in name else {"pod": _pod(chance, service), "container": service}
    return scraped | {"alertname": name} | ({"horizontalpodautoscaler": service} if "Hpa" in name else thing)


def _probe(chance: random.Random, service: str) -> dict[str, str]:
    name = chance.choice(("EndpointDown", "EndpointSlow", "TlsHandshakeFailing"))
    return {"alertname": name, "app": service, "namespace": NAMESPACE_OF[service], "severity_word": "page"}


def _noise(chance: random.Random, number: int, service: str) -> MixedAlert:
    name, label = chance.choice(_UNRELATED)
    labels = {"alertname": name, "cluster": "eu-1", "namespace": NAMESPACE_OF[service], "number": str(number)}
    if label:
        labels[label] = service if label == "service" else f"{label}-{number}"
    return MixedAlert(
        name=name,
        at=FIRST + timedelta(seconds=chance.uniform(0, 2_400)),
        severity=Severity.MEDIUM,
        labels=labels,
        belongs=f"noise {number}",
    )
