"""A quota forbids new pods while old ones run."""

from collections.abc import Iterator
from typing import NamedTuple

from shared.diagnosis.finding import Finding, after, cite_event, name_of, short
from shared.diagnosis.hypothesis import Citation, Confidence, FaultKind
from shared.diagnosis.manifest_value import ManifestValue, condition
from shared.diagnosis.owners import root_place
from shared.diagnosis.seen import Seen
from shared.diagnosis.snapshot import ObjectKey, Observed, ObservedEvent
from shared.diagnosis.variants import QuotaVariant as Variant

CREATORS = ("ReplicaSet", "StatefulSet", "DaemonSet", "Job", "Deployment", "ReplicationController")
OF_LIMIT_RANGE = ("maximum ", "minimum ", "max limit to request ratio")


class Refusal(NamedTuple):
    """That pods are not created, in the API server's words."""

    creator: Observed
    place: ManifestValue
    message: str
    citations: list[Citation]
    event: ObservedEvent | None


def find(seen: Seen) -> Iterator[Finding]:
    for refusal in refusals(seen):
        variant = variant_of(refusal.message)
        if variant:
            yield _finding(seen, refusal, variant)


def refusals(seen: Seen) -> Iterator[Refusal]:
    """Gives who lacks pods because their creation is refused, now and not once."""
    for creator, place in seen.of_kind(*CREATORS):
        failure = condition(place, "ReplicaFailure")
        says = failure.at("status").truth is True
        events = [event for event in seen.events(creator.key) if event.reason == "FailedCreate"]
        event = events[-1] if events else None
        if not (says or (event and _lacks_pods(place))):
            continue
        message = (failure.at("message").text if says else "") or (event.message if event else "")
        cited = failure.cited("status", "reason", "message") if says else []
        yield Refusal(creator, place, message, [*cited, *([cite_event(event)] if event else [])], event)


def variant_of(message: str) -> Variant | None:
    """Tells what forbids it; None: no quota and no limit range."""
    lower = message.lower()
    if "exceeded quota" in lower:
        return Variant.EXCEEDED
    if "failed quota" in lower and "must specify" in lower:
        return Variant.UNSPECIFIED
    per = " usage per container" in lower or " usage per pod" in lower or "max limit to request ratio" in lower
    return Variant.LIMIT_RANGE if per and any(words in lower for words in OF_LIMIT_RANGE) else None


def _lacks_pods(place: ManifestValue) -> bool:
    """Says whether fewer pods exist than asked for; what cannot be read may lack some."""
    wanted = place.at("spec", "replicas").number
    have = place.at("status", "replicas").number
    if place.at("status", "desiredNumberScheduled"):
        wanted, have = (
            place.at("status", field).number for field in ("desiredNumberScheduled", "currentNumberScheduled")
        )
    if wanted is None:
        return not place.at("status")
    return (have or 0) < wanted


def _finding(seen: Seen, refusal: Refusal, variant: Variant) -> Finding:
    root = seen.root_of(refusal.creator)
    old_pods = _old_pods(seen, root, refusal)
    if variant is Variant.EXCEEDED and old_pods:
        variant = Variant.SURGE_REFUSED
    quota = _quota_key(root, refusal.message)
    place = seen.find(quota) if quota else None
    used = place.at("status").cited("hard", "used") if place else []
    who = f"forbids new pods of {name_of(root)}" if quota else "gets no new pods"
    return Finding(
        fault=FaultKind.QUOTA,
        variant=variant,
        subject=quota or root,
        shown_by=tuple(dict.fromkeys([root, refusal.creator.key])),
        summary=f"{who}{after(_numbers(refusal.message))}",
        why=[
            f"{name_of(refusal.creator.key)} cannot create pods: {short(refusal.message, 600)}",
            *([f"{old_pods} pods of the version before still run, so the service may look well."] if old_pods else []),
        ],
        confidence=Confidence.CERTAIN if refusal.place.at("status") else Confidence.LIKELY,
        citations=[*refusal.citations, *used],
        since=condition(refusal.place, "ReplicaFailure").at("lastTransitionTime").moment
        or (refusal.event.first_at if refusal.event else None),
        confirm=[] if refusal.place.at("status") else [f"Read the status of {name_of(refusal.creator.key)}."],
        refute=["All replicas of the newest version exist."],
    )


def _old_pods(seen: Seen, root: ObjectKey, refusal: Refusal) -> int:
    """Counts the pods of other versions that are ready."""
    if root.kind != "Deployment":
        return 0
    others = [each for each in seen.children(root) if each.key.kind == "ReplicaSet" and each.key != refusal.creator.key]
    ready = sum(root_place(each).at("status", "readyReplicas").number or 0 for each in others)
    place = seen.find(root)
    if others or place is None:
        return ready
    return max(
        0, (place.at("status", "readyReplicas").number or 0) - (place.at("status", "updatedReplicas").number or 0)
    )


def _quota_key(root: ObjectKey, message: str) -> ObjectKey | None:
    for words in ("exceeded quota: ", "failed quota: "):
        _, found, rest = message.partition(words)
        if found and (name := rest.split(",", 1)[0].split(":", 1)[0].strip()):
            return ObjectKey(root.cluster, "ResourceQuota", root.namespace, name)
    return None


def _numbers(message: str) -> str:
    """What was asked, used and allowed, without the name of the pod that was refused."""
    for words in ("requested: ", "must specify", "maximum ", "minimum "):
        if words in message:
            return short(message[message.index(words) :], 160)
    return short(message, 160)
