"""A pasted description: whose it is, what of the manifest it shows, and the events at its end."""

from collections.abc import Callable, Mapping
from typing import Any

from shared.adapters.case_files.collector import Collector, Fidelity, FileLines, key_of
from shared.adapters.case_files.describe_application import application
from shared.adapters.case_files.describe_cluster import (
    autoscaler,
    claim,
    config_map,
    node,
    quota,
    secret,
    service,
    volume,
)
from shared.adapters.case_files.describe_custom import custom
from shared.adapters.case_files.describe_pod import is_ending, pairs, pod
from shared.adapters.case_files.describe_workloads import (
    cron_job,
    daemon_set,
    deployment,
    job,
    replica_set,
    stateful_set,
)
from shared.adapters.case_files.event_conditions import with_conditions
from shared.adapters.case_files.event_rows import take_described_events
from shared.adapters.case_files.indentation import indented
from shared.adapters.case_files.kinds import BY_KIND, ResourceKind, api_version_of, group_of, is_namespaced
from shared.adapters.case_files.manifests import partial
from shared.adapters.case_files.objects import take_object
from shared.adapters.case_files.passages import TextPassage
from shared.adapters.case_files.sections import DescribedSection, sections
from shared.adapters.case_files.times import written

_READ: Mapping[str, Callable[[DescribedSection], dict[str, Any]]] = {
    "Pod": pod, "Deployment": deployment, "ReplicaSet": replica_set, "ReplicationController": replica_set,
    "StatefulSet": stateful_set, "DaemonSet": daemon_set, "Job": job, "CronJob": cron_job, "Node": node,
    "PersistentVolumeClaim": claim, "PersistentVolume": volume, "HorizontalPodAutoscaler": autoscaler,
    "ResourceQuota": quota, "Service": service, "ConfigMap": config_map, "Secret": secret,
}  # fmt: skip
#: Sections that only one kind's description has, all of them; the first that fits decides.
_SIGNATURES: tuple[tuple[frozenset[str], str], ...] = tuple(
    (frozenset(names), kind)
    for names, kind in (
        (("Sync Status", "Health Status"), "Application"),
        (("Reference", "Max replicas"), "HorizontalPodAutoscaler"),
        (("Schedule", "Concurrency Policy"), "CronJob"),
        (("Parallelism", "Pods Statuses"), "Job"),
        (("StrategyType",), "Deployment"),
        (("Desired Number of Nodes Scheduled",), "DaemonSet"),
        (("Replicas", "Volume Claims"), "StatefulSet"),
        (("Replicas", "Pods Status"), "ReplicaSet"),
        (("Containers", "Node"), "Pod"),
        (("Containers", "Status"), "Pod"),
        (("Node", "Start Time"), "Pod"),
        (("Allocatable",), "Node"),
        (("Conditions", "Taints"), "Node"),
        (("Reclaim Policy", "Claim"), "PersistentVolume"),
        (("StorageClass", "Access Modes"), "PersistentVolumeClaim"),
        (("StorageClass", "Status", "Volume"), "PersistentVolumeClaim"),
        (("Session Affinity", "Endpoints"), "Service"),
        (("Session Affinity", "Selector"), "Service"),
    )
)


def take_description(into: Collector, passage: TextPassage) -> bool:
    """Whether it is one of a kind that is known."""
    lines = indented(passage.lines)
    top = sections(lines)
    known = _kind_of(top, passage)
    name = top.value_of("Name") or _asked_name(passage)
    if known is None or not name:
        return False
    end = top.find("Events")
    manifest = _manifest(top, passage, known, name)
    if known.kind == "Event":
        return take_object(into, FileLines(passage.path, passage.first, passage.last), manifest)
    after = len(lines) if end is None else end.number + 1
    events = [(passage.first + number, line) for number, line in enumerate(lines[after:], after)]
    told = take_described_events(into, key_of(manifest), events, passage.path)
    place = FileLines(
        passage.path, passage.first, passage.last if end is None else passage.first + max(end.number - 1, 0)
    )
    shown = passage.lines if end is None else passage.lines[: end.number]
    into.manifest(with_conditions(manifest, told), place, Fidelity.DESCRIBED, "\n".join(shown))
    return True


def _kind_of(top: DescribedSection, passage: TextPassage) -> ResourceKind | None:
    if (kind := top.value_of("Kind")) and (version := top.value_of("API Version")):
        return BY_KIND.get(kind) or ResourceKind(kind, group_of(kind, version), kind.lower())
    names = {each.name for each in top.below}
    found = next((kind for sections_, kind in _SIGNATURES if sections_ <= names), None) or _kind_of_lines(top)
    if found is not None:
        return BY_KIND[found]
    asked = passage.command
    return asked.kind if asked is not None and asked.verb == "describe" else None


def _kind_of_lines(top: DescribedSection) -> str | None:
    """What has headings without a colon: quotas and what holds data."""
    lines = [each.text.split() for each in top.below if not each.name]
    if ["Resource", "Used", "Hard"] in lines:
        return "ResourceQuota"
    if ["Data"] in lines:
        return "Secret" if top.get("Type") is not None else "ConfigMap"
    return None


def _asked_name(passage: TextPassage) -> str:
    asked = passage.command
    return asked.names[0] if asked is not None and asked.verb == "describe" and len(asked.names) == 1 else ""


def _manifest(top: DescribedSection, passage: TextPassage, known: ResourceKind, name: str) -> dict[str, Any]:
    namespace = top.value_of("Namespace") or (passage.command.namespace if passage.command is not None else "")
    if top.value_of("API Version"):
        parts = custom(top)
    elif known.kind == "Application":
        namespace, _, name = name.rpartition("/")
        parts = application(top, passage.lines)
    else:
        parts = _READ.get(known.kind, custom)(top)
    metadata = parts.pop("metadata", {}) | _metadata(top, is_pod=known.kind == "Pod")
    version = top.value_of("API Version") or api_version_of(known)
    return partial(
        known.kind, version, namespace if is_namespaced(known.kind) else "", name, metadata=metadata, **parts
    )


def _metadata(top: DescribedSection, *, is_pod: bool) -> dict[str, Any]:
    kind, _, name = top.value_of("Controlled By").partition("/")
    owners = [{"kind": kind, "name": name, "controller": True}] if name else []
    found = {
        "labels": pairs(top, "Labels"),
        "ownerReferences": owners,
        "creationTimestamp": written(top.value_of("CreationTimestamp")),
        "deletionGracePeriodSeconds": 0 if is_pod and is_ending(top) else None,
    }
    return {each: value for each, value in found.items() if value not in (None, {}, [])}
