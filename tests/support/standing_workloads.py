"""Deployments with all that belongs to them, written down once, for tests in which no time passes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from local.cluster.objects import ClusterObjects, LogOf, Manifest

_HASH = "6d5f7c9b84"
_SINCE = "2026-12-01T08:00:00Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingDeployment:
    """What makes one deployment differ from another."""

    namespace: str
    name: str
    image: str
    replicas: int = 2
    environment: Sequence[Mapping[str, Any]] = ()
    """The variables of its container, as in a manifest."""
    annotations: Mapping[str, str] = field(default_factory=dict)
    node: str = "node-a"
    crash: Sequence[str] = ()
    """The log lines with which its container ends again and again; empty: it runs."""
    exit_code: int = 1

    @property
    def pods(self) -> tuple[str, ...]:
        return tuple(f"{self.name}-{_HASH}-{suffix}" for suffix in ("x7k2p", "m4q9z", "b8d5t")[: self.replicas])


def deploy(objects: ClusterObjects, one: StandingDeployment) -> None:
    """Adds a deployment and everything that comes of it."""
    objects.add(_deployment(one), _replica_set(one), _service(one), _slice(one))
    for pod in one.pods:
        objects.add(_pod(one, pod))
        if one.crash:
            text = "".join(f"{line}\n" for line in one.crash).encode()
            objects.add(_event(one, pod))
            objects.logs[LogOf(one.namespace, pod, "app", previous=True)] = (text,)
            objects.logs[LogOf(one.namespace, pod, "app")] = (text,)
        else:
            objects.logs[LogOf(one.namespace, pod, "app")] = (f"{one.name} is listening on :8080\n".encode(),)


def _labels(one: StandingDeployment) -> dict[str, str]:
    return {"app.kubernetes.io/name": one.name}


def _template(one: StandingDeployment) -> Manifest:
    container = {
        "name": "app",
        "image": one.image,
        "env": [dict(variable) for variable in one.environment],
        "ports": [{"containerPort": 8080, "protocol": "TCP"}],
        "resources": {"requests": {"cpu": "100m", "memory": "128Mi"}, "limits": {"memory": "256Mi"}},
    }
    return {"containers": [container], "restartPolicy": "Always"}


def _deployment(one: StandingDeployment) -> Manifest:
    up = 0 if one.crash else one.replicas
    reason = ("True", "MinimumReplicasAvailable") if up else ("False", "MinimumReplicasUnavailable")
    return {
        "kind": "Deployment",
        "metadata": _metadata(one, one.name) | {"generation": 3, "annotations": dict(one.annotations)},
        "spec": {
            "replicas": one.replicas,
            "selector": {"matchLabels": _labels(one)},
            "template": {"metadata": {"labels": _labels(one)}, "spec": _template(one)},
        },
        "status": {
            "observedGeneration": 3,
            "replicas": one.replicas,
            "updatedReplicas": one.replicas,
            "readyReplicas": up,
            "availableReplicas": up,
            "unavailableReplicas": one.replicas - up,
            "conditions": [
                _condition("Available", *reason, f"Deployment has {up} of {one.replicas} available."),
                _condition("Progressing", "True", "NewReplicaSetAvailable", "ReplicaSet has successfully progressed."),
            ],
        },
    }


def _replica_set(one: StandingDeployment) -> Manifest:
    up = 0 if one.crash else one.replicas
    labels = _labels(one) | {"pod-template-hash": _HASH}
    metadata = _metadata(one, f"{one.name}-{_HASH}", owner=("apps/v1", "Deployment", one.name))
    return {
        "kind": "ReplicaSet",
        "metadata": metadata | {"labels": labels, "annotations": {"deployment.kubernetes.io/revision": "3"}},
        "spec": {
            "replicas": one.replicas,
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": _template(one)},
        },
        "status": {"replicas": one.replicas, "readyReplicas": up, "observedGeneration": 1},
    }


def _pod(one: StandingDeployment, name: str) -> Manifest:
    ready = "False" if one.crash else "True"
    conditions = [_condition("PodScheduled", "True"), _condition("Initialized", "True")]
    conditions += [_condition(kind, ready, *_unready(one)) for kind in ("ContainersReady", "Ready")]
    metadata = _metadata(one, name, owner=("apps/v1", "ReplicaSet", f"{one.name}-{_HASH}"))
    return {
        "kind": "Pod",
        "metadata": metadata | {"labels": _labels(one) | {"pod-template-hash": _HASH}},
        "spec": _template(one) | {"nodeName": one.node},
        "status": {
            "phase": "Running",
            "startTime": _SINCE,
            "conditions": conditions,
            "containerStatuses": [_crashing(one, name) if one.crash else _running(one)],
        },
    }


def _unready(one: StandingDeployment) -> tuple[str, ...]:
    return ("ContainersNotReady", "containers with unready status: [app]") if one.crash else ()


def _running(one: StandingDeployment) -> Manifest:
    return {
        "name": "app",
        "image": one.image,
        "ready": True,
        "started": True,
        "restartCount": 0,
        "state": {"running": {"startedAt": _SINCE}},
        "lastState": {},
    }


def _crashing(one: StandingDeployment, pod: str) -> Manifest:
    backoff = f"back-off 5m0s restarting failed container=app pod={pod}_{one.namespace}"
    ended = {"exitCode": one.exit_code, "reason": "Error", "startedAt": "2026-12-01T08:58:01Z"}
    return _running(one) | {
        "ready": False,
        "started": False,
        "restartCount": 14,
        "state": {"waiting": {"reason": "CrashLoopBackOff", "message": backoff}},
        "lastState": {"terminated": ended | {"finishedAt": "2026-12-01T08:58:03Z"}},
    }


def _service(one: StandingDeployment) -> Manifest:
    ports = [{"name": "http", "port": 80, "targetPort": 8080, "protocol": "TCP"}]
    return {"kind": "Service", "metadata": _metadata(one, one.name), "spec": {"selector": _labels(one), "ports": ports}}


def _slice(one: StandingDeployment) -> Manifest:
    endpoints = [
        {
            "addresses": [f"10.0.0.{index}"],
            "conditions": {"ready": not one.crash},
            "targetRef": {"kind": "Pod", "name": pod},
        }
        for index, pod in enumerate(one.pods, 10)
    ]
    metadata = _metadata(one, f"{one.name}-s5v2c") | {"labels": {"kubernetes.io/service-name": one.name}}
    return {"kind": "EndpointSlice", "metadata": metadata, "addressType": "IPv4", "endpoints": endpoints}


def _event(one: StandingDeployment, pod: str) -> Manifest:
    return {
        "kind": "Event",
        "metadata": {"namespace": one.namespace, "name": f"{pod}.187d"},
        "involvedObject": {"kind": "Pod", "namespace": one.namespace, "name": pod, "apiVersion": "v1"},
        "reason": "BackOff",
        "message": f"Back-off restarting failed container app in pod {pod}_{one.namespace}",
        "type": "Warning",
        "count": 61,
        "firstTimestamp": "2026-12-01T08:01:10Z",
        "lastTimestamp": "2026-12-01T08:59:40Z",
        "source": {"component": "kubelet", "host": one.node},
    }


def _metadata(one: StandingDeployment, name: str, owner: tuple[str, str, str] | None = None) -> Manifest:
    metadata: Manifest = {"namespace": one.namespace, "name": name, "labels": _labels(one)}
    if owner is not None:
        version, kind, of = owner
        reference = {"apiVersion": version, "kind": kind, "name": of, "controller": True, "blockOwnerDeletion": True}
        metadata["ownerReferences"] = [reference | {"uid": "9d9a2e0a-8ed2-4b4c-9f53-7f4f7f0c5f7e"}]
    return metadata


def _condition(kind: str, status: str, reason: str = "", message: str = "") -> Manifest:
    found = {"type": kind, "status": status, "lastTransitionTime": _SINCE, "reason": reason, "message": message}
    return {name: value for name, value in found.items() if value}
