"""What a row of kubectl's tables says of an object, kind by kind."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from shared.adapters.case_files.kinds import BY_KIND, ResourceKind, api_version_of
from shared.adapters.case_files.manifests import condition, filled, labels, number, pair, partial
from shared.adapters.case_files.pod_status import status_of
from shared.adapters.case_files.tables import Row

#: Headings that only one kind's table has, all of them; the first that fits decides.
_SIGNATURES: tuple[tuple[frozenset[str], str], ...] = tuple(
    (frozenset(headings), kind)
    for headings, kind in (
        (("SYNC STATUS", "HEALTH STATUS"), "Application"),
        (("STATUS", "HEALTH", "SYNCPOLICY"), "Application"),
        (("READY", "STATUS", "RESTARTS"), "Pod"),
        (("DESIRED", "CURRENT", "READY", "NODE SELECTOR"), "DaemonSet"),
        (("UP-TO-DATE", "AVAILABLE"), "Deployment"),
        (("DESIRED", "CURRENT"), "ReplicaSet"),
        (("REFERENCE", "MAXPODS"), "HorizontalPodAutoscaler"),
        (("COMPLETIONS", "DURATION"), "Job"),
        (("SCHEDULE", "SUSPEND"), "CronJob"),
        (("STATUS", "ROLES", "VERSION"), "Node"),
        (("STATUS", "VOLUME", "STORAGECLASS"), "PersistentVolumeClaim"),
        (("RECLAIM POLICY", "CLAIM"), "PersistentVolume"),
        (("CLUSTER-IP", "PORT(S)"), "Service"),
        (("ADDRESSTYPE", "ENDPOINTS"), "EndpointSlice"),
        (("ENDPOINTS",), "Endpoints"),
        (("APPROVED", "DENIED"), "CertificateRequest"),
        (("READY", "SECRET"), "Certificate"),
        (("STATE", "DOMAIN"), "Challenge"),
        (("AGE", "REQUEST", "LIMIT"), "ResourceQuota"),
    )
)


def kind_of_table(columns: tuple[str, ...], asked: ResourceKind | None) -> ResourceKind | None:
    """By its headings, since people paste other tables than they say; else by the command."""
    has = frozenset(columns)
    found = next((kind for headings, kind in _SIGNATURES if headings <= has), None)
    if asked is not None and (found is None or _look_alike(asked.kind, found)):
        return asked
    return BY_KIND[found] if found is not None else None


def _look_alike(asked: str, found: str) -> bool:
    return {asked, found} <= {"ReplicaSet", "ReplicationController", "Certificate", "StatefulSet", "Issuer"}


def manifest_of(known: ResourceKind, namespace: str, name: str, row: Row) -> dict[str, Any]:
    """A kind without a table of its own has its name, and READY as a condition where it shows it."""
    parts = _PARTS.get(known.kind, _named)(row)
    return partial(known.kind, api_version_of(known), namespace if known.namespaced else "", name, **parts)


def _pod(row: Row) -> dict[str, Any]:
    ready, of = pair(row.cell("READY"))
    word, restarts = row.cell("STATUS"), number(row.cell("RESTARTS"))
    metadata = {"labels": found} if (found := labels(row.cell("LABELS"))) else {}
    if word == "Terminating":
        return {"spec": {"nodeName": row.cell("NODE")}, "metadata": metadata | {"deletionGracePeriodSeconds": 0}}
    status = status_of(word, ready, of, restarts)
    return {"spec": {"nodeName": row.cell("NODE")}, "status": status, "metadata": metadata}


def _deployment(row: Row) -> dict[str, Any]:
    ready, of = pair(row.cell("READY"))
    replicas = of if of is not None else number(row.cell("DESIRED"))
    available, updated = number(row.cell("AVAILABLE")), number(row.cell("UP-TO-DATE"))
    missing = None if replicas is None or available is None else max(replicas - available, 0)
    status = {
        "readyReplicas": ready, "updatedReplicas": updated, "availableReplicas": available,
        "unavailableReplicas": missing, "replicas": number(row.cell("CURRENT")),
    }  # fmt: skip
    return {"spec": {"replicas": replicas}, "status": status}


def _replica_set(row: Row) -> dict[str, Any]:
    status = {"replicas": number(row.cell("CURRENT")), "readyReplicas": number(row.cell("READY"))}
    return {"spec": {"replicas": number(row.cell("DESIRED"))}, "status": status}


def _stateful_set(row: Row) -> dict[str, Any]:
    ready, of = pair(row.cell("READY"))
    return {"spec": {"replicas": of}, "status": {"readyReplicas": ready}}


def _daemon_set(row: Row) -> dict[str, Any]:
    headings = {
        "desiredNumberScheduled": "DESIRED", "currentNumberScheduled": "CURRENT", "numberReady": "READY",
        "updatedNumberScheduled": "UP-TO-DATE", "numberAvailable": "AVAILABLE",
    }  # fmt: skip
    return {"status": {name: number(row.cell(heading)) for name, heading in headings.items()}}


def _job(row: Row) -> dict[str, Any]:
    succeeded, completions = pair(row.cell("COMPLETIONS"))
    word = row.cell("STATUS")
    conditions = [condition(word, "True")] if word in {"Failed", "Complete", "Suspended"} else []
    return {"spec": {"completions": completions}, "status": {"succeeded": succeeded, "conditions": conditions}}


def _node(row: Row) -> dict[str, Any]:
    """NotReady may be False or Unknown; kubectl's table does not tell which."""
    words = row.cell("STATUS").split(",")
    status = {"Ready": "True", "NotReady": "False", "Unknown": "Unknown"}.get(words[0])
    conditions = [] if status is None else [condition("Ready", status)]
    return {
        "spec": {"unschedulable": True if "SchedulingDisabled" in words else None},
        "status": {"conditions": conditions, "nodeInfo": {"kubeletVersion": row.cell("VERSION")}},
    }


def _claim(row: Row) -> dict[str, Any]:
    return {
        "spec": {"storageClassName": row.cell("STORAGECLASS"), "volumeName": row.cell("VOLUME")},
        "status": {"phase": row.cell("STATUS")},
    }


def _volume(row: Row) -> dict[str, Any]:
    namespace, _, name = row.cell("CLAIM").partition("/")
    claim = {"namespace": namespace, "name": name} if name else {}
    return {
        "spec": {"storageClassName": row.cell("STORAGECLASS"), "claimRef": claim},
        "status": {"phase": row.cell("STATUS")},
    }


def _autoscaler(row: Row) -> dict[str, Any]:
    kind, _, name = row.cell("REFERENCE").partition("/")
    limits = {"minReplicas": number(row.cell("MINPODS")), "maxReplicas": number(row.cell("MAXPODS"))}
    current, wanted = _metrics(row.cell("TARGETS"))
    return {
        "spec": {"scaleTargetRef": {"kind": kind, "name": name}, "metrics": wanted, **limits},
        "status": {"currentReplicas": number(row.cell("REPLICAS")), "currentMetrics": current},
    }


def _metrics(targets: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Of ``cpu: 250%/80%, memory: 40%/70%``, or ``250%/80%`` as older versions print it."""
    current, wanted = [], []
    for found in re.finditer(r"(?:(\w+): ?)?(\d{1,6})%/(\d{1,6})%", targets):
        name = found[1] or "cpu"
        current.append(_resource(name, {"averageUtilization": int(found[2])}, "current"))
        wanted.append(_resource(name, {"type": "Utilization", "averageUtilization": int(found[3])}, "target"))
    return current, wanted


def _resource(name: str, value: Mapping[str, Any], of: str) -> dict[str, Any]:
    return {"type": "Resource", "resource": {"name": name, of: value}}


def _service(row: Row) -> dict[str, Any]:
    return {"spec": {"type": row.cell("TYPE"), "clusterIP": row.cell("CLUSTER-IP")}}


def _endpoints(row: Row) -> dict[str, Any]:
    addresses = [each.rpartition(":")[0] or each for each in row.cell("ENDPOINTS").split(" +")[0].split(",") if each]
    return {"subsets": [{"addresses": [{"ip": each} for each in addresses]}] if addresses else []}


def _slice(row: Row) -> dict[str, Any]:
    addresses = [each for each in row.cell("ENDPOINTS").split(" +")[0].split(",") if each]
    return {"endpoints": [{"addresses": [each]} for each in addresses]}


def _certificate(row: Row) -> dict[str, Any]:
    return _named(row) | {"spec": {"secretName": row.cell("SECRET")}}


def _acme(row: Row) -> dict[str, Any]:
    return {
        "spec": {"dnsName": row.cell("DOMAIN")},
        "status": {"state": row.cell("STATE"), "reason": row.cell("REASON")},
    }


def _application(row: Row) -> dict[str, Any]:
    sync, health = row.cell("SYNC STATUS", "STATUS"), row.cell("HEALTH STATUS", "HEALTH")
    return {
        "spec": {"project": row.cell("PROJECT")},
        "status": {"sync": {"status": sync}, "health": {"status": health}},
    }


def _quota(row: Row) -> dict[str, Any]:
    """Of ``pods: 4/4, requests.cpu: 400m/1``."""
    used, hard = {}, {}
    for each in f"{row.cell('REQUEST')}, {row.cell('LIMIT')}".split(", "):
        resource, _, values = each.partition(": ")
        if "/" in values:
            used[resource], _, hard[resource] = values.partition("/")
    return {"spec": {"hard": hard}, "status": {"hard": hard, "used": used}}


def _named(row: Row) -> dict[str, Any]:
    ready = row.cell("READY")
    return {
        "status": filled({"conditions": [condition("Ready", ready)] if ready in {"True", "False", "Unknown"} else []})
    }


_PARTS: Mapping[str, Callable[[Row], dict[str, Any]]] = {
    "Pod": _pod, "Deployment": _deployment, "ReplicaSet": _replica_set, "ReplicationController": _replica_set,
    "StatefulSet": _stateful_set, "DaemonSet": _daemon_set, "Job": _job, "Node": _node, "PersistentVolumeClaim": _claim,
    "PersistentVolume": _volume, "HorizontalPodAutoscaler": _autoscaler, "Service": _service, "Endpoints": _endpoints,
    "EndpointSlice": _slice, "Certificate": _certificate, "Order": _acme, "Challenge": _acme,
    "Application": _application, "ResourceQuota": _quota,
}  # fmt: skip
