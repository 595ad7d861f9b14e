"""What was changed in a window of time, read from what objects say of themselves: syncs, rollouts, edits. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from shared.diagnosis.snapshot import Observed, ObservedChange

#: Whoever writes all the time because it is its work; what it writes is no change by anybody.
_CONTROLLERS = frozenset(
    {"kube-controller-manager", "kubelet", "kube-scheduler", "cert-manager-cainjector", "keda", "keda-operator"}
)
#: The subresources that people write, too: the object itself, and its scale. Its status is what a controller reports.
_PEOPLES = frozenset({"", "scale"})
#: Kinds whose definition people and pipelines change.
_EDITED = frozenset(
    {
        *("Deployment", "StatefulSet", "DaemonSet", "CronJob", "Rollout", "ConfigMap", "Secret", "Service", "Ingress"),
        *("HorizontalPodAutoscaler", "ResourceQuota", "LimitRange", "PodDisruptionBudget", "Certificate", "Issuer"),
        *("ClusterIssuer", "ExternalSecret", "StorageClass"),
    }
)


def changes_in(objects: Iterable[Observed], from_at: datetime, to_at: datetime) -> tuple[ObservedChange, ...]:
    """Gives the changes between two moments, the earliest first."""
    found = {change for observed in objects for change in _changes(observed) if from_at <= change.at <= to_at}
    return tuple(sorted(found, key=lambda change: (change.at, change.kind, change.subject, change.summary)))


def _changes(observed: Observed) -> Iterator[ObservedChange]:
    match observed.key.kind:
        case "Application":
            yield from _syncs(observed)
        case "ReplicaSet":
            yield from _rollout(observed)
        case kind if kind in _EDITED:
            yield from _edits(observed)
        case _:
            pass


def _syncs(observed: Observed) -> Iterator[ObservedChange]:
    for entry in _each(_at(observed.manifest, "status").get("history")):
        revisions = entry.get("revisions") or [entry.get("revision")]
        told = ", ".join(str(revision)[:12] for revision in revisions) if isinstance(revisions, list) else ""
        yield from _change(observed, entry.get("deployedAt"), "sync", f"synchronised to {told}")


def _rollout(observed: Observed) -> Iterator[ObservedChange]:
    """A replica set is made when the template of its deployment changes."""
    metadata = _at(observed.manifest, "metadata")
    revision = _at(metadata, "annotations").get("deployment.kubernetes.io/revision")
    told = f"revision {revision}" if isinstance(revision, str) else "a new revision"
    yield from _change(observed, metadata.get("creationTimestamp"), "rollout", f"{told} was rolled out")


def _edits(observed: Observed) -> Iterator[ObservedChange]:
    metadata = _at(observed.manifest, "metadata")
    yield from _change(observed, metadata.get("creationTimestamp"), "edit", "was created")
    for entry in _each(metadata.get("managedFields")):
        manager = str(entry.get("manager"))
        if manager not in _CONTROLLERS and str(entry.get("subresource") or "") in _PEOPLES:
            yield from _change(observed, entry.get("time"), "edit", f"was changed by {manager[:100]}")


def _change(observed: Observed, at: Any, kind: str, summary: str) -> Iterator[ObservedChange]:
    moment = _moment(at)
    if moment is not None:
        where = f"{observed.key.namespace}/" if observed.key.namespace else ""
        subject = f"{observed.key.kind} {where}{observed.key.name}"
        yield ObservedChange(at=moment, kind=kind, subject=subject, summary=summary, evidence_id=observed.evidence_id)


def _moment(found: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(found) if isinstance(found, str) else None
    except ValueError:
        return None
    return at if at is not None and at.tzinfo else None


def _at(item: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    found = item.get(field)
    return found if isinstance(found, Mapping) else {}


def _each(found: Any) -> Iterator[Mapping[str, Any]]:
    return (each for each in (found if isinstance(found, list) else ()) if isinstance(each, Mapping))
