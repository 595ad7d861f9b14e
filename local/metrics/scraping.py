"""What is read twice a minute: the cluster's state as kube-state-metrics tells it, and traffic as services do.

Traffic is invented and follows the state: a service answers as far as its pods are ready, and badly where it needs one
that is not.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from local.cluster.objects import ClusterObjects, Manifest
from local.cluster.pods import is_ready
from local.demo.services import BY_SLUG
from local.metrics.samples import Labels, Sample, SampleStore, labelled
from shared.remediation.quantities import amount_of

EVERY_S: Final = 30.0
#: Requests a second to one service, and the share that fails in any case.
_REQUESTS: Final = 20.0
_ALWAYS_FAILS: Final = 0.001
#: The share of its requests that fails with a service that it needs.
_NEEDED: Final = 0.3
#: Bounds of the buckets of durations in seconds, and the share of answers below each: usually, and in trouble.
_BUCKETS: Final = (("0.1", 0.72, 0.2), ("0.25", 0.94, 0.4), ("0.5", 0.985, 0.6), ("1", 0.997, 0.75), ("2.5", 1.0, 0.9))
_DURATION: Final = "http_server_request_duration_seconds"
_MIB: Final = 2**20


@dataclass(slots=True)
class Scraper:
    objects: ClusterObjects
    store: SampleStore
    _counted: dict[Labels, float] = field(default_factory=lambda: defaultdict(float))
    _last: float | None = None

    def scrape(self, now: datetime) -> None:
        """Reads everything where it is time for it."""
        at = now.timestamp()
        if self._last is not None and at - self._last < EVERY_S:
            return
        passed = EVERY_S if self._last is None else min(at - self._last, 4 * EVERY_S)
        self._last = at
        self.store.append(at, self._read(passed))

    def _read(self, passed: float) -> Iterator[Sample]:
        for pod in self.objects.seen("", "pods"):
            yield from _of_pod(pod)
        deployments = self.objects.seen("apps", "deployments")
        for deployment in deployments:
            yield from _of_deployment(deployment)
        up = {each["metadata"]["name"]: _share_up(each) for each in deployments}
        for name in up:
            yield from self._traffic(name, up, passed)

    def _traffic(self, name: str, up: Mapping[str, float], passed: float) -> Iterator[Sample]:
        needs = [up.get(needed, 1.0) for needed in BY_SLUG[name].needs] if name in BY_SLUG else []
        trouble = max(0.0, _NEEDED * (1 - min(needs, default=1.0)))
        fails = max(_ALWAYS_FAILS, 1 - up[name], trouble)
        requests = _REQUESTS * passed
        for code, share in (("200", 1 - fails), ("503", fails)):
            yield self._count(labelled("http_requests_total", service=name, code=code), requests * share)
            labels = {"service_name": name, "http_response_status_code": code, "http_request_method": "GET"}
            yield self._count(labelled(f"{_DURATION}_count", **labels), requests * share)
            yield self._count(labelled(f"{_DURATION}_sum", **labels), requests * share * (0.11 + fails))
            for bound, usually, troubled in _BUCKETS:
                below = usually + (troubled - usually) * min(1.0, fails)
                yield self._count(labelled(f"{_DURATION}_bucket", le=bound, **labels), requests * share * below)
            yield self._count(labelled(f"{_DURATION}_bucket", le="+Inf", **labels), requests * share)

    def _count(self, labels: Labels, more: float) -> Sample:
        self._counted[labels] += more
        return Sample(labels, round(self._counted[labels], 3))


def _of_pod(pod: Manifest) -> Iterator[Sample]:
    of = {"namespace": pod["metadata"]["namespace"], "pod": pod["metadata"]["name"]}
    yield Sample(labelled("kube_pod_status_ready", condition="true", **of), float(is_ready(pod)))
    limits = {each["name"]: (each.get("resources") or {}).get("limits", {}) for each in pod["spec"]["containers"]}
    for status in pod["status"].get("containerStatuses", ()):
        here = {**of, "container": status["name"]}
        yield Sample(labelled("kube_pod_container_status_restarts_total", **here), float(status["restartCount"]))
        if waiting := status["state"].get("waiting"):
            yield Sample(labelled("kube_pod_container_status_waiting_reason", reason=waiting["reason"], **here), 1.0)
        if ended := status["lastState"].get("terminated"):
            last = labelled("kube_pod_container_status_last_terminated_reason", reason=ended["reason"], **here)
            yield Sample(last, 1.0)
        limit = float(amount_of(limits.get(status["name"], {}).get("memory")) or 0)
        if limit:
            bound = labelled("kube_pod_container_resource_limits", resource="memory", unit="byte", **here)
            yield Sample(bound, limit)
        if status["state"].get("running"):
            used = min(limit or 256.0 * _MIB, 118.0 * _MIB)
            yield Sample(labelled("container_memory_working_set_bytes", **here), used)


def _of_deployment(deployment: Manifest) -> Iterator[Sample]:
    metadata, status = deployment["metadata"], deployment.get("status", {})
    of = {"namespace": metadata["namespace"], "deployment": metadata["name"]}
    wanted, available = float(deployment["spec"].get("replicas", 1)), float(status.get("availableReplicas", 0))
    yield Sample(labelled("kube_deployment_spec_replicas", **of), wanted)
    yield Sample(labelled("kube_deployment_status_replicas_available", **of), available)
    yield Sample(labelled("kube_deployment_status_replicas_unavailable", **of), max(0.0, wanted - available))


def _share_up(deployment: Manifest) -> float:
    wanted = deployment["spec"].get("replicas", 1)
    return min(1.0, deployment.get("status", {}).get("availableReplicas", 0) / wanted) if wanted else 1.0
