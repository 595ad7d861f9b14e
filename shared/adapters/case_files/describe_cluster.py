"""`kubectl describe` of what pods need: nodes, volumes, quotas, autoscalers, services, configuration."""

import re
from itertools import pairwise
from typing import Any

from shared.adapters.case_files.describe_workloads import conditions
from shared.adapters.case_files.manifests import condition, filled, number, said
from shared.adapters.case_files.sections import Section, table

_NOT_SHOWN = "(not shown)"
_TAINT = re.compile(r"([^=:\s]+)(?:=([^:\s]*))?:(NoSchedule|NoExecute|PreferNoSchedule)")


def node(top: Section) -> dict[str, Any]:
    taints = top.get("Taints")
    found = [_TAINT.search(each) for each in taints.values()] if taints is not None else []
    return {
        "spec": {
            "unschedulable": True if top.value_of("Unschedulable") == "true" else None,
            "taints": [filled({"key": each[1], "value": each[2], "effect": each[3]}) for each in found if each],
        },
        "status": {
            "conditions": [_heartbeat(row) for row in _condition_rows(top)],
            "capacity": _amounts(top, "Capacity"),
            "allocatable": _amounts(top, "Allocatable"),
            "nodeInfo": {"kubeletVersion": _below(top, "System Info", "Kubelet Version")},
        },
    }


def claim(top: Section) -> dict[str, Any]:
    return {
        "spec": {
            "storageClassName": said(top.value_of("StorageClass")),
            "volumeName": said(top.value_of("Volume")),
            "volumeMode": said(top.value_of("VolumeMode")),
        },
        "status": {"phase": said(top.value_of("Status").split(" ", 1)[0])},
    }


def volume(top: Section) -> dict[str, Any]:
    namespace, _, name = said(top.value_of("Claim")).partition("/")
    return {
        "spec": {
            "storageClassName": said(top.value_of("StorageClass")),
            "claimRef": {"namespace": namespace, "name": name} if name else {},
            "persistentVolumeReclaimPolicy": said(top.value_of("Reclaim Policy")),
        },
        "status": {"phase": said(top.value_of("Status")), "message": said(top.value_of("Message"))},
    }


def autoscaler(top: Section) -> dict[str, Any]:
    kind, _, name = top.value_of("Reference").partition("/")
    counted = re.findall(
        r"(\d{1,9}) (current|desired)", " ".join(each.value for each in top.below if "pods" in each.name)
    )
    replicas = {word: int(many) for many, word in counted}
    return {
        "spec": {
            "scaleTargetRef": {"kind": kind, "name": name} if name else {},
            "minReplicas": number(top.value_of("Min replicas")),
            "maxReplicas": number(top.value_of("Max replicas")),
            "metrics": [found for row in top.below_of("Metrics") if (found := _metric(row.text, "target", 1))],
        },
        "status": {
            "currentReplicas": replicas.get("current"),
            "desiredReplicas": replicas.get("desired"),
            "currentMetrics": [found for row in top.below_of("Metrics") if (found := _metric(row.text, "current", 0))],
            "conditions": conditions(top),
        },
    }


def quota(top: Section) -> dict[str, Any]:
    """A table of Resource, Used and Hard below the name."""
    lines = [each.text for each in top.below if not each.name]
    rows = [row for row in table(lines) if {"Resource", "Used", "Hard"} <= row.keys()]
    hard = {row["Resource"]: row["Hard"] for row in rows}
    return {"spec": {"hard": hard}, "status": {"hard": hard, "used": {row["Resource"]: row["Used"] for row in rows}}}


def service(top: Section) -> dict[str, Any]:
    found = (each.partition("=") for each in said(top.value_of("Selector")).split(","))
    return {
        "spec": {
            "type": said(top.value_of("Type")),
            "clusterIP": said(top.value_of("IP")),
            "selector": {name: value for name, equals, value in found if equals},
        }
    }


def config_map(top: Section) -> dict[str, Any]:
    """Each key stands before a colon with a ruler of dashes below it; the values are not needed."""
    return {"data": dict.fromkeys(_keys(top), _NOT_SHOWN)}


def secret(top: Section) -> dict[str, Any]:
    """Only names of keys and numbers of bytes are shown."""
    keys = [each.name for each in top.below if each.value.endswith((" bytes", " byte"))]
    return {"type": said(top.value_of("Type")), "data": dict.fromkeys(keys, _NOT_SHOWN)}


def _keys(top: Section) -> list[str]:
    rows = top.below
    return [each.name for each, after in pairwise(rows) if each.name and set(after.text.strip()) == {"-"}]


def _condition_rows(top: Section) -> list[dict[str, str]]:
    """A node's have two moments of five words each between status and reason."""
    section = top.get("Conditions")
    return (
        [row for row in table([text for _, text in section.lines()]) if row.get("Type")] if section is not None else []
    )


def _heartbeat(row: dict[str, str]) -> dict[str, Any]:
    return filled(condition(row["Type"], row.get("Status", ""), row.get("Reason", ""), row.get("Message", "")))


def _amounts(top: Section, name: str) -> dict[str, str]:
    return {each.name: each.value for each in top.below_of(name) if each.name}


def _below(top: Section, name: str, inner: str) -> str:
    section = top.get(name)
    return section.value_of(inner) if section is not None else ""


def _metric(text: str, of: str, side: int) -> dict[str, Any]:
    """``resource cpu on pods  (as a percentage of request):  250% (250m) / 80%``."""
    name = re.search(r"resource (\S+) on pods", text)
    values = text.rpartition(":")[2].split("/")
    share = re.search(r"(\d{1,6})%", values[side]) if len(values) == 2 else None  # noqa: PLR2004 - is and shall
    if name is None or share is None:
        return {}
    return {"type": "Resource", "resource": {"name": name[1], of: {"averageUtilization": int(share[1])}}}
