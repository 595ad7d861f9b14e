"""Pods: made from a template, told by their containers' lives with events and logs, as a kubelet tells them. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from local.cluster.lives import first_status, later_status
from local.cluster.moments import read_moment, written
from local.cluster.objects import LogOf, Manifest
from local.cluster.software import NotPulled, Outcome, ProgramEnding, Software


class SeenPod(NamedTuple):
    """A pod as it is now, what is told of it, and what its containers have written."""

    pod: Manifest
    events: Sequence[Manifest]
    logs: Mapping[LogOf, Sequence[bytes]]


def pod_of(owner: Manifest, name: str, node: str, address: str, now: datetime) -> Manifest:
    """Makes a pod from the template of what owns it, on its node already."""
    metadata, template = owner["metadata"], owner["spec"]["template"]
    return {
        "kind": "Pod",
        "metadata": {
            "name": name,
            "namespace": metadata["namespace"],
            "labels": dict(template["metadata"]["labels"]),
            **({"annotations": dict(told)} if (told := template["metadata"].get("annotations")) else {}),
            "ownerReferences": [owned_by(owner)],
            "creationTimestamp": written(now),
        },
        "spec": {"restartPolicy": "Always", **template["spec"], "nodeName": node},
        "status": {
            "phase": "Pending",
            "podIP": address,
            "startTime": written(now),
            "containerStatuses": [first_status(container) for container in template["spec"]["containers"]],
        },
    }


def owned_by(owner: Mapping[str, Any]) -> Manifest:
    """Makes the reference by which an object says what made it."""
    named = {"apiVersion": owner["apiVersion"], "kind": owner["kind"], "name": owner["metadata"]["name"]}
    return {**named, "uid": owner["metadata"]["uid"], "controller": True, "blockOwnerDeletion": True}


def pod_at(pod: Mapping[str, Any], software: Software, now: datetime) -> SeenPod:
    """Tells a pod at a later moment."""
    created = read_moment(pod["metadata"]["creationTimestamp"])
    called = f"{pod['metadata']['name']}_{pod['metadata']['namespace']}"
    outcomes = {each["name"]: software.outcome(each) for each in pod["spec"]["containers"]}
    containers = [
        later_status(status, outcomes[status["name"]], created, now, called)
        for status in pod["status"]["containerStatuses"]
    ]
    seen = {**pod, "status": _status(pod["status"], containers, now)}
    logs = {of: lines for each in containers for of, lines in _logs(pod, each, outcomes[each["name"]])}
    return SeenPod(seen, [*_events(seen, outcomes, now)], logs)


def is_ready(pod: Mapping[str, Any]) -> bool:
    return any(each["type"] == "Ready" and each["status"] == "True" for each in pod["status"].get("conditions", ()))


def _status(was: Mapping[str, Any], containers: Sequence[Mapping[str, Any]], now: datetime) -> Manifest:
    unready = [each["name"] for each in containers if not each["ready"]]
    begun = any(each["state"].get("running") or each["lastState"] for each in containers)
    why = ("ContainersNotReady", f"containers with unready status: [{' '.join(unready)}]") if unready else ("", "")
    told = [("PodScheduled", True, "", ""), ("Initialized", True, "", "")]
    told += [(kind, not unready, *why) for kind in ("ContainersReady", "Ready")]
    conditions = with_conditions(was.get("conditions", ()), told, now)
    phase = "Running" if begun else "Pending"
    return {**was, "phase": phase, "conditions": conditions, "containerStatuses": list(containers)}


def with_conditions(
    before: Sequence[Mapping[str, Any]], told: Sequence[tuple[str, bool, str, str]], now: datetime
) -> list[Manifest]:
    """Writes conditions; one that says what it said keeps the moment of its transition."""
    was = {each["type"]: each for each in before}
    found = []
    for kind, is_true, reason, message in told:
        status = str(is_true)
        same = kind in was and was[kind]["status"] == status
        at = was[kind]["lastTransitionTime"] if same else written(now)
        said = {"type": kind, "status": status, "lastTransitionTime": at, "reason": reason, "message": message}
        found.append({name: value for name, value in said.items() if value})
    return found


def _logs(
    pod: Mapping[str, Any], status: Mapping[str, Any], outcome: Outcome
) -> Iterator[tuple[LogOf, Sequence[bytes]]]:
    if isinstance(outcome, NotPulled) or not (status["state"].get("running") or status["lastState"]):
        return
    of = LogOf(pod["metadata"]["namespace"], pod["metadata"]["name"], status["name"])
    whole = "".join(f"{line}\n" for line in outcome.lines).encode()
    running_on = isinstance(outcome, ProgramEnding) and "running" in status["state"]
    yield of, (b"".join(whole.splitlines(keepends=True)[:-1]) if running_on else whole,)
    if status["lastState"]:
        yield of._replace(previous=True), (whole,)


def _events(pod: Mapping[str, Any], outcomes: Mapping[str, Outcome], now: datetime) -> Iterator[Manifest]:
    created, name = pod["metadata"]["creationTimestamp"], pod["metadata"]["name"]
    called = f"{name}_{pod['metadata']['namespace']}"
    where = f"{pod['metadata']['namespace']}/{name}"
    yield event(pod, "Scheduled", f"Successfully assigned {where} to {pod['spec']['nodeName']}", created, created)
    for each in pod["status"]["containerStatuses"]:
        outcome, image, runs = outcomes[each["name"]], each["image"], each["restartCount"] + 1
        waits = each["state"].get("waiting", {})
        if isinstance(outcome, NotPulled):
            if waits.get("message"):
                failed = f'Failed to pull image "{image}": {outcome.message}'
                tried = read_moment(created) + timedelta(minutes=5 * (_tries(pod, now) - 4))
                yield event(pod, "Failed", failed, created, written(tried), warning=True, count=_tries(pod, now))
        elif each["state"].get("running") or each["lastState"]:
            last = each["state"].get("running") or each["lastState"]["terminated"]
            pulled = f'Container image "{image}" already present on machine'
            yield event(pod, "Pulled", pulled, created, last["startedAt"], count=runs)
            yield event(pod, "Started", f"Started container {each['name']}", created, last["startedAt"], count=runs)
        if isinstance(outcome, ProgramEnding) and each["lastState"]:
            first, last_at = created, each["lastState"]["terminated"]["finishedAt"]
            backs_off = f"Back-off restarting failed container {each['name']} in pod {called}"
            yield event(pod, "BackOff", backs_off, first, last_at, warning=True, count=runs * 2)


def event(
    about: Mapping[str, Any],
    reason: str,
    message: str,
    first: str,
    last: str,
    *,
    warning: bool = False,
    count: int = 1,
) -> Manifest:
    """Writes an event about an object; of one reason there is one, with its count."""
    metadata = about["metadata"]
    source = {"component": "kubelet", "host": about["spec"]["nodeName"]} if about["kind"] == "Pod" else {}
    involved = {"kind": about["kind"], "apiVersion": about["apiVersion"], "namespace": metadata["namespace"]}
    return {
        "kind": "Event",
        "metadata": {"namespace": metadata["namespace"], "name": f"{metadata['name']}.{reason.lower()}"},
        "involvedObject": {**involved, "name": metadata["name"], "uid": metadata["uid"]},
        "reason": reason,
        "message": message,
        "type": "Warning" if warning else "Normal",
        "count": count,
        "firstTimestamp": first,
        "lastTimestamp": last,
        "source": source or {"component": "deployment-controller"},
    }


def _tries(pod: Mapping[str, Any], now: datetime) -> int:
    """Every five minutes one, once the pauses are as long as they get."""
    return 4 + int((now - read_moment(pod["metadata"]["creationTimestamp"])).total_seconds() // 300)
