"""`kubectl describe` of what makes pods: deployments, replica sets, stateful sets, daemon sets, jobs."""

import re
from typing import Any

from shared.adapters.case_files.describe_pod import pairs, pod_spec
from shared.adapters.case_files.manifests import condition, filled, number, said
from shared.adapters.case_files.sections import Section, table
from shared.adapters.case_files.times import age, written

_COUNTED = re.compile(r"(\d{1,9}) (\w+)")
_REPLICAS = {
    "updated": "updatedReplicas",
    "total": "replicas",
    "available": "availableReplicas",
    "unavailable": "unavailableReplicas",
}
_MANY_PER_SURGE = re.compile(r"(\d{1,9}%?) max unavailable, (\d{1,9}%?) max surge")


def template(top: Section) -> dict[str, Any]:
    """Of a pod; its name is not shown."""
    section = top.get("Pod Template")
    if section is None:
        return {}
    return filled({"metadata": {"labels": pairs(section, "Labels")}, "spec": pod_spec(section)})


def conditions(top: Section) -> list[dict[str, Any]]:
    """The table of conditions; what kubectl leaves out of it is not known."""
    section = top.get("Conditions")
    found = table([text for _, text in section.lines()]) if section is not None else []
    return [
        filled(condition(row["Type"], row["Status"], said(row.get("Reason", "")), said(row.get("Message", ""))))
        for row in found
        if row.get("Type") and row.get("Status")
    ]


def deployment(top: Section) -> dict[str, Any]:
    """``Replicas: 3 desired | 1 updated | 4 total | 3 available | 1 unavailable``.

    Ready is the same as available where nothing has to be ready for a while first.
    """
    counted = _counts(top.value_of("Replicas"))
    ready = counted.get("available") if top.value_of("MinReadySeconds") == "0" else None
    found = _MANY_PER_SURGE.search(top.value_of("RollingUpdateStrategy"))
    rolling = {"maxUnavailable": _int_or_share(found[1]), "maxSurge": _int_or_share(found[2])} if found else {}
    return {
        "spec": {
            "replicas": counted.get("desired"),
            "selector": {"matchLabels": _selector(top)},
            "strategy": {"type": said(top.value_of("StrategyType")), "rollingUpdate": rolling},
            "template": template(top),
        },
        "status": {
            **{name: counted.get(word) for word, name in _REPLICAS.items()},
            "readyReplicas": ready,
            "conditions": conditions(top),
        },
    }


def replica_set(top: Section) -> dict[str, Any]:
    """``Replicas: 1 current / 2 desired``."""
    counted = _counts(top.value_of("Replicas"))
    return {
        "spec": {
            "replicas": counted.get("desired"),
            "selector": {"matchLabels": _selector(top)},
            "template": template(top),
        },
        "status": {"replicas": counted.get("current"), "conditions": conditions(top)},
    }


def stateful_set(top: Section) -> dict[str, Any]:
    """``Replicas: 3 desired | 3 total``; how many pods are ready stands in Pods Status."""
    counted = _counts(top.value_of("Replicas"))
    claims = [
        filled({"metadata": {"name": each.value}, "spec": {"storageClassName": storage}})
        for each, storage in _claims(top)
    ]
    return {
        "spec": {"replicas": counted.get("desired"), "template": template(top), "volumeClaimTemplates": claims},
        "status": {"replicas": counted.get("total")},
    }


def daemon_set(top: Section) -> dict[str, Any]:
    names = {
        "desiredNumberScheduled": "Desired Number of Nodes Scheduled",
        "currentNumberScheduled": "Current Number of Nodes Scheduled",
        "updatedNumberScheduled": "Number of Nodes Scheduled with Up-to-date Pods",
        "numberAvailable": "Number of Nodes Scheduled with Available Pods",
        "numberMisscheduled": "Number of Nodes Misscheduled",
    }
    return {
        "spec": {"template": template(top)},
        "status": {name: number(top.value_of(said_as)) for name, said_as in names.items()},
    }


def job(top: Section) -> dict[str, Any]:
    """``Pods Statuses: 0 Active (0 Ready) / 0 Succeeded / 4 Failed``; kubectl shows no conditions of a job."""
    counted = {found[2].lower(): int(found[1]) for found in _job_counts(top.value_of("Pods Statuses"))}
    limit = age(top.value_of("Active Deadline Seconds"))
    finished = written(top.value_of("Completed At"))
    return {
        "spec": {
            "parallelism": number(top.value_of("Parallelism")),
            "completions": number(top.value_of("Completions")),
            "backoffLimit": number(top.value_of("Backoff Limit")),
            "activeDeadlineSeconds": None if limit is None else int(limit.total_seconds()),
            "suspend": True if top.value_of("Suspend") == "true" else None,
            "template": template(top),
        },
        "status": {
            "active": counted.get("active", counted.get("running")) or None,
            "succeeded": counted.get("succeeded"),
            "failed": counted.get("failed"),
            "startTime": written(top.value_of("Start Time")),
            "completionTime": finished,
            "conditions": [condition("Complete", "True")] if finished else [],
        },
    }


def cron_job(top: Section) -> dict[str, Any]:
    return {
        "spec": {"schedule": top.value_of("Schedule"), "suspend": top.value_of("Suspend").lower() == "true"},
        "status": {"lastScheduleTime": written(top.value_of("Last Schedule Time"))},
    }


def _job_counts(text: str) -> list[re.Match[str]]:
    return list(re.finditer(r"(\d{1,9}) (Active|Running|Succeeded|Failed)", text))


def _counts(text: str) -> dict[str, int]:
    return {found[2]: int(found[1]) for found in _COUNTED.finditer(text)}


def _selector(top: Section) -> dict[str, str]:
    found = (each.partition("=") for each in said(top.value_of("Selector")).split(","))
    return {name: value for name, equals, value in found if equals}


def _claims(top: Section) -> list[tuple[Section, str]]:
    """Name and storage class of each volume claim; they stand below one heading, one after the other."""
    found: list[tuple[Section, str]] = []
    for each in top.below_of("Volume Claims"):
        if each.name == "Name":
            found.append((each, ""))
        elif each.name == "StorageClass" and found:
            found[-1] = (found[-1][0], said(each.value))
    return found


def _int_or_share(text: str) -> int | str:
    return int(text) if text.isdecimal() else text
