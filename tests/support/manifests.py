"""Kubernetes objects as the API server gives them (1.33 to 1.36), made short, and the snapshot that holds them."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.diagnosis.snapshot import EvidenceGap, LogTail, ObjectKey, Observed, ObservedEvent, Snapshot

NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
TEMPLATE = "5d8f9c7b6d"


def ago(**parts: float) -> str:
    """A time before now, as manifests write it: ``ago(minutes=5)``."""
    return (NOW - timedelta(**parts)).strftime("%Y-%m-%dT%H:%M:%SZ")


def owned_by(kind: str, name: str) -> list[dict[str, Any]]:
    return [{"apiVersion": "v1", "kind": kind, "name": name, "uid": f"uid-{kind}-{name}", "controller": True}]


def made(
    kind: str, name: str, namespace: str = "shop", *, owner: tuple[str, str] | None = None, **parts: Any
) -> dict[str, Any]:
    """An object with its metadata; ``labels`` and ``created`` go there, all else beside it."""
    metadata: dict[str, Any] = {"name": name, "uid": f"uid-{kind}-{name}", "resourceVersion": "257"}
    if namespace:
        metadata["namespace"] = namespace
    metadata["creationTimestamp"] = parts.pop("created", ago(hours=2))
    if labels := parts.pop("labels", None):
        metadata["labels"] = labels
    if owner:
        metadata["ownerReferences"] = owned_by(*owner)
    return {"apiVersion": "v1", "kind": kind, "metadata": metadata, **parts}


def said(kind: str, status: str, reason: str = "", message: str = "", since: str = "") -> dict[str, Any]:
    """A condition."""
    return {
        "type": kind,
        "status": status,
        "reason": reason,
        "message": message,
        "lastTransitionTime": since or ago(minutes=30),
    }


def container(name: str = "web", **parts: Any) -> dict[str, Any]:
    """What is asked of a container."""
    return {"name": name, "image": f"registry.example/{name}:1.4.2", "resources": {}, **parts}


def waiting(
    reason: str, message: str = "", *, name: str = "web", restarts: int = 0, last: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The status of a container that waits; ``last`` is how it ended before."""
    state = {"waiting": {"reason": reason, **({"message": message} if message else {})}}
    return _status(name, state, last, restarts, ready=False)


def running(
    *, name: str = "web", ready: bool = True, restarts: int = 0, last: dict[str, Any] | None = None, since: str = ""
) -> dict[str, Any]:
    state = {"running": {"startedAt": since or ago(hours=1)}}
    return _status(name, state, last, restarts, ready=ready)


def terminated(*, name: str = "web", restarts: int = 0, **end: Any) -> dict[str, Any]:
    return _status(name, {"terminated": ended(**end)}, None, restarts, ready=False)


def ended(code: int, reason: str = "Error", *, after: float = 20, **parts: Any) -> dict[str, Any]:
    """How a run ended, ``after`` so many seconds, a minute ago."""
    start = NOW - timedelta(minutes=1, seconds=after)
    return {
        "exitCode": code,
        "reason": reason,
        "startedAt": start.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "finishedAt": ago(minutes=1),
        **parts,
    }


def _status(
    name: str, state: dict[str, Any], last: dict[str, Any] | None, restarts: int, *, ready: bool
) -> dict[str, Any]:
    return {
        "name": name,
        "state": state,
        "lastState": {"terminated": last} if last else {},
        "ready": ready,
        "started": ready or "running" in state,
        "restartCount": restarts,
        "image": f"registry.example/{name}:1.4.2",
        "imageID": "sha256:0a1b",
    }


def pod(name: str = f"web-{TEMPLATE}-abcde", *statuses: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """A pod on node n1, owned by replica set ``web-TEMPLATE`` unless ``owner`` says otherwise."""
    ready = bool(statuses) and all(status["ready"] for status in statuses)
    phase = parts.pop("phase", "Running" if any("waiting" not in status["state"] for status in statuses) else "Pending")
    conditions = parts.pop(
        "conditions", [said("PodScheduled", "True"), said("Ready", str(ready), "" if ready else "ContainersNotReady")]
    )
    spec = {
        "nodeName": "n1",
        "restartPolicy": "Always",
        "containers": [container(status["name"]) for status in statuses],
    }
    spec.update(parts.pop("spec", {}))
    status = {"phase": phase, "conditions": conditions, "containerStatuses": list(statuses), **parts.pop("status", {})}
    owner = parts.pop("owner", ("ReplicaSet", f"web-{TEMPLATE}"))
    labels = {"app": "web", "pod-template-hash": TEMPLATE} | parts.pop("labels", {})
    return made(
        "Pod", name, parts.pop("namespace", "shop"), owner=owner, labels=labels, spec=spec, status=status, **parts
    )


def unscheduled(message: str, reason: str = "Unschedulable", **parts: Any) -> dict[str, Any]:
    """A pod that has no node."""
    spec = {"containers": [container()], "nodeName": None} | parts.pop("spec", {})
    return pod(conditions=[said("PodScheduled", "False", reason, message)], phase="Pending", spec=spec, **parts)


def replica_set(name: str = f"web-{TEMPLATE}", **parts: Any) -> dict[str, Any]:
    return made("ReplicaSet", name, owner=parts.pop("owner", ("Deployment", "web")), **parts)


def deployment(
    name: str = "web", namespace: str = "shop", *, conditions: list[dict[str, Any]] | None = None, **status: Any
) -> dict[str, Any]:
    healthy = [
        said("Available", "True", "MinimumReplicasAvailable"),
        said("Progressing", "True", "NewReplicaSetAvailable"),
    ]
    numbers = {"replicas": 3, "updatedReplicas": 3, "readyReplicas": 3, "availableReplicas": 3} | status
    return made(
        "Deployment", name, namespace, spec={"replicas": 3}, status={**numbers, "conditions": conditions or healthy}
    )


def event(about: dict[str, Any], reason: str, message: str, *, count: int = 5, minutes: float = 10) -> dict[str, Any]:
    """An event as the API gives it."""
    metadata = about["metadata"]
    return {
        "kind": "Event",
        "involvedObject": {"kind": about["kind"], "name": metadata["name"], "namespace": metadata.get("namespace", "")},
        "reason": reason,
        "message": message,
        "type": "Normal" if reason in {"Killing", "WaitForFirstConsumer", "Pulling", "TriggeredScaleUp"} else "Warning",
        "count": count,
        "firstTimestamp": ago(minutes=minutes),
        "lastTimestamp": ago(minutes=1),
    }


def log(about: dict[str, Any], *lines: str, container: str = "web", previous: bool = True) -> LogTail:
    key = key_of(about)
    return LogTail(
        pod=key, container=container, previous=previous, lines=lines, evidence_id=f"log of {key.name}/{container}"
    )


def snapshot(
    *things: dict[str, Any] | LogTail | EvidenceGap,
    complete: Iterable[tuple[str, str]] = (),
    absent: Iterable[ObjectKey] = (),
) -> Snapshot:
    """Puts objects, events and logs where a reader of a cluster would put them."""
    objects = [each for each in things if isinstance(each, dict) and each["kind"] != "Event"]
    events = [each for each in things if isinstance(each, dict) and each["kind"] == "Event"]
    return Snapshot(
        at=NOW,
        objects=[
            Observed(key_of(each), each, f"read of {each['kind']} {each['metadata']['name']}") for each in objects
        ],
        events=[_observed(each) for each in events],
        logs=[each for each in things if isinstance(each, LogTail)],
        gaps=[each for each in things if isinstance(each, EvidenceGap)],
        complete=frozenset(complete),
        absent={key: f"absence of {key.name}" for key in absent},
    )


def key_of(thing: dict[str, Any]) -> ObjectKey:
    metadata = thing["metadata"]
    return ObjectKey("c1", thing["kind"], metadata.get("namespace", ""), metadata["name"])


def key(kind: str, name: str, namespace: str = "shop") -> ObjectKey:
    return ObjectKey("c1", kind, namespace, name)


def _observed(thing: dict[str, Any]) -> ObservedEvent:
    about = thing["involvedObject"]
    return ObservedEvent(
        about=ObjectKey("c1", about["kind"], about["namespace"], about["name"]),
        reason=thing["reason"],
        message=thing["message"],
        type=thing["type"],
        count=thing["count"],
        first_at=datetime.fromisoformat(thing["firstTimestamp"]),
        last_at=datetime.fromisoformat(thing["lastTimestamp"]),
        evidence_id=f"events of {about['name']}",
    )
