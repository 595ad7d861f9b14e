"""One cluster for each fault and form: what is read of it, and what the diagnosis has to say first.

``tests/payloads/diagnosis/examples.json`` lists them, with the words that kubelets, schedulers, registries and
controllers say; the functions here build the objects around those words.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from shared.diagnosis.hypothesis import FaultKind
from shared.diagnosis.snapshot import Snapshot
from tests.support import manifests as k8s
from tests.support.fault_objects import argocd, autoscaler, claim, coredns, issuance, job, node, refused_surge

Things = tuple[Any, ...]
FILE = Path(__file__).parents[1] / "payloads" / "diagnosis" / "examples.json"
WEB = f"web-{k8s.TEMPLATE}"
NAME = f"{WEB}-abcde"
BACK_OFF = "back-off 5m0s restarting failed container=web pod=web_shop(1)"
DATA = {"volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "data"}}]}
UNBOUND = "0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims."
ABSENT_CLAIM = '0/3 nodes are available: persistentvolumeclaim "data" not found.'


class Example(NamedTuple):
    fault: FaultKind
    variant: str
    subject: str
    """``Deployment shop/web``."""
    things: Things

    def __str__(self) -> str:
        return f"{self.fault}-{self.variant}"

    @property
    def snapshot(self) -> Snapshot:
        return k8s.snapshot(*self.things)


def web(pod: dict[str, Any], *others: Any) -> Things:
    """The deployment ``web`` with its replica set and this pod."""
    return (k8s.deployment(), k8s.replica_set(), pod, *others)


def crash(code: int, lines: Sequence[str] = (), reason: str = "Error") -> Things:
    """A container that ends and is started again."""
    pod = k8s.pod(NAME, k8s.waiting("CrashLoopBackOff", BACK_OFF, restarts=7, last=k8s.ended(code, reason)))
    event = k8s.event(pod, "BackOff", "Back-off restarting failed container web in pod web")
    return web(pod, event, *([k8s.log(pod, *lines)] if lines else []))


def pull(reason: str, message: str, waits: str = 'Back-off pulling image "registry.example/web:1.4.2"') -> Things:
    pod = k8s.pod(NAME, k8s.waiting(reason, waits))
    failed = f'Failed to pull image "registry.example/web:1.4.2": {message}'
    return web(pod, *([k8s.event(pod, "Failed", failed)] if message else []))


def out_of_memory(ran: float, limit: str | None = "256Mi") -> Things:
    resources = {"limits": {"memory": limit}} if limit else {"requests": {"memory": "64Mi"}}
    last = k8s.ended(137, "OOMKilled", after=ran)
    status = k8s.waiting("CrashLoopBackOff", BACK_OFF, restarts=7, last=last)
    pod = k8s.pod(NAME, status, spec={"containers": [k8s.container(resources=resources)]})
    return web(pod, k8s.event(pod, "BackOff", "Back-off restarting failed container"))


def pending(message: str, reason: str = "Unschedulable", spec: dict[str, Any] | None = None) -> Things:
    pod = k8s.unscheduled(message, reason, spec=spec or {})
    return web(pod, k8s.event(pod, "FailedScheduling", message))


def unbound(phase: str, events: Sequence[Sequence[str]] = ()) -> Things:
    """A claim that is not bound, and the pod that has to wait for it."""
    data = claim(phase)
    return (data, *pending(UNBOUND, spec=DATA), *(k8s.event(data, *event) for event in events))


def unclaimed() -> Things:
    return pending(ABSENT_CLAIM, spec=DATA)


def unmounted(reason: str, message: str) -> Things:
    pod = k8s.pod(NAME, k8s.waiting("ContainerCreating"), spec=DATA)
    return web(pod, claim("Bound"), k8s.event(pod, reason, message))


def probe(kind: str, code: int | None = None, said: str = "HTTP probe failed with statuscode: 503") -> Things:
    """A container that fails its probe; with a code, it is stopped for it and ends so."""
    asked: dict[str, Any] = {f"{kind}Probe": {"httpGet": {"path": "/healthz", "port": 8080}}}
    spec = {"containers": [k8s.container(**asked)]}
    failed = f"{kind.title()} probe failed: {said}"
    if code is None:
        pod = k8s.pod(NAME, k8s.running(ready=False), spec=spec)
        return web(pod, k8s.event(pod, "Unhealthy", failed))
    last = k8s.ended(code, "Error", after=90)
    pod = k8s.pod(NAME, k8s.waiting("CrashLoopBackOff", BACK_OFF, restarts=6, last=last), spec=spec)
    killed = f"Container web failed {kind} probe, will be restarted"
    return web(pod, k8s.event(pod, "Unhealthy", failed), k8s.event(pod, "Killing", killed))


def config(message: str) -> Things:
    pod = k8s.pod(NAME, k8s.waiting("CreateContainerConfigError", message))
    return web(pod, k8s.event(pod, "Failed", f"Error: {message}"))


def node_with_pod(**said: str) -> Things:
    return (node(**said), *web(k8s.pod(NAME, k8s.running(), conditions=[k8s.said("Ready", "False")])))


def unserved() -> Things:
    """The service of the cluster's DNS, which has no ready endpoint."""
    labels = {"kubernetes.io/service-name": "kube-dns"}
    endpoints = [{"addresses": ["10.244.0.3"], "conditions": {"ready": False}}]
    return (k8s.made("EndpointSlice", "kube-dns-x", "kube-system", labels=labels, endpoints=endpoints),)


def scaled() -> Things:
    return (autoscaler("TooManyReplicas", limited="True"), k8s.deployment())


def stuck(progressing: str = "NewReplicaSetAvailable", available: str = "True") -> Things:
    moves = "False" if progressing == "ProgressDeadlineExceeded" else "True"
    conditions = [k8s.said("Available", available, "MinimumReplicas"), k8s.said("Progressing", moves, progressing)]
    return (k8s.deployment(conditions=conditions, updatedReplicas=1, readyReplicas=2, availableReplicas=2),)


def stuck_set() -> Things:
    numbers = {"replicas": 3, "readyReplicas": 2, "updatedReplicas": 1}
    owner = k8s.made("StatefulSet", "db", spec={"replicas": 3}, status=numbers)
    return (owner, k8s.pod("db-2", k8s.running(name="db", ready=False), owner=("StatefulSet", "db")))


BUILDERS = {
    builder.__name__: builder
    for builder in (
        *(crash, pull, out_of_memory, pending, unbound, unclaimed, unmounted, probe, config, node_with_pod),
        *(unserved, scaled, stuck, stuck_set, argocd, coredns, issuance, job, refused_surge),
    )
}
EXAMPLES = tuple(
    Example(FaultKind(row["fault"]), row["variant"], row["subject"], BUILDERS[row["cluster"]](**row["with"]))
    for row in json.loads(FILE.read_text())
)
