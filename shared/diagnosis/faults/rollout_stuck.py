"""A new version does not become available."""

from collections.abc import Iterator
from datetime import timedelta

from shared.diagnosis.faults import quota
from shared.diagnosis.finding import Finding, after, name_of, short
from shared.diagnosis.hypothesis import Confidence, FaultKind
from shared.diagnosis.manifest_value import ManifestValue, cite_all, condition
from shared.diagnosis.pods import Pod
from shared.diagnosis.seen import Seen
from shared.diagnosis.snapshot import ObjectKey, Observed
from shared.diagnosis.variants import RolloutStuckVariant as Variant

#: A deployment that is on its way says so by these reasons.
ON_ITS_WAY = frozenset({"ReplicaSetUpdated", "NewReplicaSetCreated", "FoundNewReplicaSet", "ReplicaSetCreated"})
PATIENCE = timedelta(minutes=10)
"""Replicas of a set that started less than this ago may still be on their way."""


def find(seen: Seen) -> Iterator[Finding]:
    refused: dict[ObjectKey, quota.Refusal] = {}
    for refusal in quota.refusals(seen):
        if quota.variant_of(refusal.message) is None:
            refused.setdefault(seen.root_of(refusal.creator), refusal)
    for root, refusal in refused.items():
        if root.kind not in {"Job", "CronJob"}:
            yield _refused(root, refusal)
    for deployment, place in seen.of_kind("Deployment"):
        if deployment.key._replace(group="") not in refused and (found := _of_deployment(place)):
            yield _deployment(deployment, place, *found)
    for owner, place in seen.of_kind("StatefulSet", "DaemonSet"):
        if owner.key._replace(group="") not in refused and (blocking := _blocking(seen, owner, place)):
            yield _set(owner, place, blocking)


def _of_deployment(place: ManifestValue) -> tuple[Variant, ManifestValue] | None:
    progressing, available = condition(place, "Progressing"), condition(place, "Available")
    if progressing.at("status").truth is False and progressing.at("reason").text == "ProgressDeadlineExceeded":
        return Variant.DEADLINE_EXCEEDED, progressing
    if place.at("spec", "paused").truth or place.at("spec", "replicas").number == 0:
        return None
    moves = progressing.at("status").truth is True and progressing.at("reason").text in ON_ITS_WAY
    return (Variant.UNAVAILABLE, available) if available.at("status").truth is False and not moves else None


def _deployment(deployment: Observed, place: ManifestValue, variant: Variant, decisive: ManifestValue) -> Finding:
    numbers = [
        place.at("spec", "replicas"),
        *(place.at("status", field) for field in ("updatedReplicas", "availableReplicas", "unavailableReplicas")),
    ]
    wanted, available = (numbers[0].number, numbers[2].number or 0)
    says = "does not finish its rollout" if variant is Variant.DEADLINE_EXCEEDED else "has too few available replicas"
    return Finding(
        fault=FaultKind.ROLLOUT_STUCK,
        variant=variant,
        subject=deployment.key,
        shown_by=(),
        summary=f"{says}{after(f'{available} of {wanted} available' if wanted is not None else '')}",
        why=[
            f"Condition {decisive.at('type').text} is {decisive.at('status').text}{after(decisive.at('reason').text)}.",
            *([short(decisive.at("message").text, 500)] if decisive.at("message").text else []),
        ],
        confidence=Confidence.CERTAIN if variant is Variant.DEADLINE_EXCEEDED else Confidence.LIKELY,
        citations=[*decisive.cited("reason", "message", "status"), *cite_all(*numbers)],
        since=decisive.at("lastTransitionTime").moment,
        confirm=["Read the newest replica set's pods and events: what holds them back is the cause."],
        refute=["Its updated and available replicas reach the number it asks for."],
    )


def _refused(root: ObjectKey, refusal: quota.Refusal) -> Finding:
    return Finding(
        fault=FaultKind.ROLLOUT_STUCK,
        variant=Variant.CREATION_REFUSED,
        subject=root,
        shown_by=(refusal.creator.key,),
        summary=f"gets no new pods: {short(refusal.message, 160) or 'their creation fails'}",
        why=[
            f"{name_of(refusal.creator.key)} cannot create pods: {short(refusal.message, 600) or 'no message was read'}"
        ],
        confidence=Confidence.CERTAIN if refusal.message else Confidence.LIKELY,
        citations=refusal.citations,
        since=refusal.event.first_at if refusal.event else None,
        confirm=[] if refusal.message else [f"Read the events of {name_of(refusal.creator.key)}."],
        refute=["All replicas of the newest version exist."],
    )


def _blocking(seen: Seen, owner: Observed, place: ManifestValue) -> Pod | None:
    """Gives the first pod of a set that is not ready and has been so for long, while the set lacks ready ones."""
    daemon = owner.key.kind == "DaemonSet"
    wanted = place.at("status", "desiredNumberScheduled") if daemon else place.at("spec", "replicas")
    ready = place.at("status", "numberReady" if daemon else "readyReplicas")
    if wanted.number is None or not place.at("status") or (ready.number or 0) >= wanted.number:
        return None
    waiting = [pod for pod in seen.pods_of(owner.key) if pod.is_ready is False and not pod.is_leaving and _is_late(pod)]
    return min(waiting, key=lambda pod: (len(pod.key.name), pod.key.name), default=None)


def _is_late(pod: Pod) -> bool:
    made = pod.place.at("metadata", "creationTimestamp").moment
    restarted = any(container.restarts for container in pod.containers())
    return restarted or made is None or pod.seen.now - made >= PATIENCE


def _set(owner: Observed, place: ManifestValue, blocking: Pod) -> Finding:
    ordered = owner.key.kind == "StatefulSet" and place.at("spec", "podManagementPolicy").text != "Parallel"
    ready = condition(blocking.place, "Ready")
    numbers = [
        place.at("spec", "replicas"),
        *(place.at("status", field) for field in ("readyReplicas", "numberReady", "numberUnavailable")),
    ]
    return Finding(
        fault=FaultKind.ROLLOUT_STUCK,
        variant=Variant.ORDERED_POD_BLOCKS if ordered else Variant.UNAVAILABLE,
        subject=owner.key,
        shown_by=(blocking.key,),
        summary=f"waits for pod {blocking.key.name}, which is not ready",
        why=[
            f"Pod {blocking.key.name} is not ready{after(ready.at('message').text)}.",
            *(["A stateful set goes on only when this pod is ready."] if ordered else []),
        ],
        confidence=Confidence.LIKELY,
        citations=[*ready.cited("status", "reason", "message"), *cite_all(*numbers)],
        since=ready.at("lastTransitionTime").moment,
        confirm=[f"Read the events and logs of pod {blocking.key.namespace}/{blocking.key.name}."],
        refute=["The pod becomes ready without any change."],
    )
