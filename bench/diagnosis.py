"""What it costs to diagnose a cluster of two thousand objects, against reading the same objects from JSON."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from bench.measure import RUNS, Result, result
from shared.diagnosis.diagnose import diagnose
from shared.diagnosis.snapshot import LogTail, ObjectKey, Observed, ObservedEvent, Snapshot

_AT = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
_NAMESPACES, _DEPLOYMENTS, _PODS, _NODES = 10, 200, 1_500, 100
#: Of the deployments every so manieth is broken, in turn by each of these.
_BROKEN = 5
_WAITING = ("CrashLoopBackOff", "ImagePullBackOff", "CreateContainerConfigError")
_LOG = ["GET /healthz 200"] * 199 + ["FATAL: no configuration"]


def run() -> Iterator[Result]:
    small, whole = _cluster(1), _cluster(4)
    yield from _measured("diagnosis: 2,000 objects", small)
    yield from _measured("diagnosis: 8,000 objects", whole)


def _measured(name: str, snapshot: Snapshot) -> Iterator[Result]:
    text = json.dumps([observed.manifest for observed in snapshot.objects])
    found = [_milliseconds(lambda: diagnose(snapshot)) for _ in range(RUNS)]
    read = [_milliseconds(lambda: json.loads(text)) for _ in range(RUNS)]
    yield result(name, "ms", found, read, "reading them from JSON")


def _milliseconds(work: Any) -> float:
    """Counts the processor's time alone: a pure function waits for nothing but its neighbours on the machine."""
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


def _cluster(times: int) -> Snapshot:
    objects = [*_nodes(_NODES * times), *_deployments(_DEPLOYMENTS * times)]
    pods = [_pod(number, _DEPLOYMENTS * times, _NODES * times) for number in range(_PODS * times)]
    events = [
        ObservedEvent(
            about=key,
            reason=("BackOff", "Failed", "Unhealthy")[number % 3],
            message=f"attempt {number % 4} of {key.name} did not succeed",
            type="Warning",
            count=7,
            last_at=_AT,
            evidence_id="events",
        )
        for number, (key, _) in enumerate(pods)
    ]
    logs = [LogTail(pod=key, container="web", previous=True, lines=_LOG, evidence_id=key.name) for key, _ in pods[:200]]
    observed = [Observed(key, manifest, key.name) for key, manifest in (*objects, *pods)]
    return Snapshot(at=_AT, objects=observed, events=events, logs=logs)


def _nodes(count: int) -> Iterator[tuple[ObjectKey, dict[str, Any]]]:
    for number in range(count):
        kinds = ("MemoryPressure", "DiskPressure", "PIDPressure", "Ready")
        conditions = [{"type": kind, "status": str(kind == "Ready"), "reason": "Kubelet"} for kind in kinds]
        key = ObjectKey("c1", "Node", "", f"n{number}")
        yield key, _object(key, None, status={"conditions": conditions})


def _deployments(count: int) -> Iterator[tuple[ObjectKey, dict[str, Any]]]:
    for number in range(count):
        key = ObjectKey("c1", "Deployment", f"ns{number % _NAMESPACES}", f"web{number}")
        yield key, _object(key, None, spec={"replicas": 3}, status={"replicas": 3, "conditions": []})
        of_it = key._replace(kind="ReplicaSet", name=f"web{number}-5d8f9c7b6d")
        yield of_it, _object(of_it, key, spec={"replicas": 3}, status={"replicas": 3})


def _pod(number: int, deployments: int, nodes: int) -> tuple[ObjectKey, dict[str, Any]]:
    owner = number % deployments
    key = ObjectKey("c1", "Pod", f"ns{owner % _NAMESPACES}", f"web{owner}-5d8f9c7b6d-{number}")
    broken = owner % _BROKEN == 0
    waiting = {"waiting": {"reason": _WAITING[owner % len(_WAITING)], "message": 'secret "db" not found'}}
    status = {
        "phase": "Running",
        "conditions": [{"type": "Ready", "status": str(not broken)}, {"type": "PodScheduled", "status": "True"}],
        "containerStatuses": [
            {
                "name": "web",
                "ready": not broken,
                "restartCount": 7 if broken else 0,
                "state": waiting if broken else {"running": {"startedAt": "2026-11-23T01:00:00Z"}},
                "lastState": {"terminated": {"exitCode": 1, "reason": "Error"}} if broken else {},
            }
        ],
    }
    spec = {
        "nodeName": f"n{number % nodes}",
        "containers": [{"name": "web", "image": "registry.example/web:1", "env": [{"name": "A", "value": "b"}] * 5}],
        "volumes": [{"name": "config", "configMap": {"name": "web"}}],
    }
    return key, _object(key, key._replace(kind="ReplicaSet", name=f"web{owner}-5d8f9c7b6d"), spec=spec, status=status)


def _object(key: ObjectKey, owner: ObjectKey | None, **parts: Any) -> dict[str, Any]:
    owners = [{"kind": owner.kind, "name": owner.name, "controller": True}] if owner else []
    metadata = {"name": key.name, "namespace": key.namespace, "ownerReferences": owners}
    return {"kind": key.kind, "metadata": metadata, **parts}
