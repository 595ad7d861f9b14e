"""Lists as a server prints them for people: kubectl asks for tables and shows what stands in them. Pure."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from local.cluster.moments import read_moment
from local.cluster.objects import Manifest

_ASKED: Final = "as=Table"
Cells = Callable[[Mapping[str, Any]], list[Any]]


def is_asked(accept: str) -> bool:
    """Whether a table is what the client would have first."""
    return _ASKED in accept.partition(",")[0]


def table(kind: str, items: Sequence[Manifest], version: str, now: datetime) -> Manifest:
    """Gives objects of one kind as rows; each ends with its age."""
    columns, cells = _KINDS.get(kind, ((), lambda _item: []))
    return {
        "kind": "Table",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": {"resourceVersion": version},
        "columnDefinitions": [_column(name) for name in ("Name", *columns, "Age")],
        "rows": [
            {"cells": [item["metadata"]["name"], *cells(item), _age(item, now)], "object": _partial(item)}
            for item in items
        ],
    }


def _pod(pod: Mapping[str, Any]) -> list[Any]:
    statuses = pod.get("status", {}).get("containerStatuses", ())
    ready, restarts = sum(each["ready"] for each in statuses), sum(each["restartCount"] for each in statuses)
    waits = (each["state"]["waiting"]["reason"] for each in statuses if each["state"].get("waiting"))
    shown = next(waits, pod.get("status", {}).get("phase", ""))
    return [f"{ready}/{len(pod['spec']['containers'])}", shown, restarts]


def _deployment(deployment: Mapping[str, Any]) -> list[Any]:
    status, wanted = deployment.get("status", {}), deployment["spec"].get("replicas", 1)
    ready, available = status.get("readyReplicas", 0), status.get("availableReplicas", 0)
    return [f"{ready}/{wanted}", status.get("updatedReplicas", 0), available]


def _replica_set(replica_set: Mapping[str, Any]) -> list[Any]:
    status = replica_set.get("status", {})
    return [replica_set["spec"].get("replicas", 0), status.get("replicas", 0), status.get("readyReplicas", 0)]


def _node(node: Mapping[str, Any]) -> list[Any]:
    conditions = {each["type"]: each["status"] for each in node.get("status", {}).get("conditions", ())}
    shown = "Ready" if conditions.get("Ready") == "True" else "NotReady"
    shown += ",SchedulingDisabled" if node.get("spec", {}).get("unschedulable") else ""
    return [shown, node.get("status", {}).get("nodeInfo", {}).get("kubeletVersion", "")]


def _event(event: Mapping[str, Any]) -> list[Any]:
    about = event["involvedObject"]
    return [event["type"], event["reason"], f"{about['kind'].lower()}/{about['name']}", event["message"]]


def _job(job: Mapping[str, Any]) -> list[Any]:
    status = job.get("status", {})
    ended = {each["type"] for each in status.get("conditions", ()) if each["status"] == "True"}
    shown = next((kind for kind in ("Complete", "Failed") if kind in ended), "Running")
    return [shown, f"{status.get('succeeded', 0)}/{job['spec'].get('completions', 1)}"]


#: What is shown of a kind between its name and its age.
_KINDS: Final[Mapping[str, tuple[tuple[str, ...], Cells]]] = {
    "Pod": (("Ready", "Status", "Restarts"), _pod),
    "Deployment": (("Ready", "Up-to-date", "Available"), _deployment),
    "ReplicaSet": (("Desired", "Current", "Ready"), _replica_set),
    "Node": (("Status", "Version"), _node),
    "Event": (("Type", "Reason", "Object", "Message"), _event),
    "Job": (("Status", "Completions"), _job),
}


def _column(name: str) -> Manifest:
    kind = "name" if name == "Name" else ""
    return {"name": name, "type": "string", "format": kind, "description": name, "priority": 0}


def _partial(item: Mapping[str, Any]) -> Manifest:
    return {"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": item["metadata"]}


def _age(item: Mapping[str, Any], now: datetime) -> str:
    """Two minutes of seconds, then minutes, hours, days: as kubectl counts."""
    seconds = int((now - read_moment(item["metadata"]["creationTimestamp"])).total_seconds())
    for most, size, unit in ((120, 1, "s"), (7_200, 60, "m"), (172_800, 3_600, "h")):
        if seconds < most:
            return f"{max(0, seconds) // size}{unit}"
    return f"{seconds // 86_400}d"
