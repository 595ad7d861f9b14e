"""An autoscaler wants more replicas than it may have."""

from collections.abc import Iterator

from shared.diagnosis.finding import Finding
from shared.diagnosis.hypothesis import Confidence, FaultKind
from shared.diagnosis.manifest_value import ManifestValue, cite_all, condition
from shared.diagnosis.seen import Seen
from shared.diagnosis.snapshot import ObjectKey, Observed
from shared.diagnosis.variants import HpaVariant as Variant


def find(seen: Seen) -> Iterator[Finding]:
    for scaler, place in seen.of_kind("HorizontalPodAutoscaler"):
        limited = condition(place, "ScalingLimited")
        if limited.at("status").truth is True and limited.at("reason").text == "TooManyReplicas":
            yield _finding(seen, scaler, place, limited)


def _finding(seen: Seen, scaler: Observed, place: ManifestValue, limited: ManifestValue) -> Finding:
    most, current = place.at("spec", "maxReplicas"), place.at("status", "currentReplicas")
    target = _target(scaler, place)
    waiting = _not_running(seen, target) if target else 0
    metrics = list(_metrics(place))
    return Finding(
        fault=FaultKind.HPA_AT_MAXIMUM,
        variant=Variant.REPLICAS_NOT_RUNNING if waiting else Variant.AT_MAXIMUM,
        subject=scaler.key,
        shown_by=(target,) if target else (),
        summary=f"is at its maximum{f' of {most.says}' if most else ''} and wants more",
        why=[
            "Its condition ScalingLimited is True with TooManyReplicas: the metric asks for more than the maximum.",
            *([f"It has {current.says} replicas and may have {most.says}."] if most and current else []),
            *([f"{waiting} of them do not run, so the others carry their load."] if waiting else []),
        ],
        confidence=Confidence.CERTAIN if _has_all(most, current) else Confidence.LIKELY,
        citations=[*limited.cited("reason", "message"), *cite_all(most, current, *metrics)],
        since=limited.at("lastTransitionTime").moment,
        leans_on=[target] if target and waiting else [],
        confirm=[] if _has_all(most, current) else ["That status.currentReplicas is spec.maxReplicas."],
        refute=["Its minimum and maximum are equal on purpose."],
    )


def _has_all(most: ManifestValue, current: ManifestValue) -> bool:
    """Says whether it has as many replicas as it may have, rather than being on its way there."""
    return most.number is not None and current.number is not None and current.number >= most.number


def _target(scaler: Observed, place: ManifestValue) -> ObjectKey | None:
    reference = place.at("spec", "scaleTargetRef")
    kind, name = reference.at("kind").text, reference.at("name").text
    return ObjectKey(scaler.key.cluster, kind, scaler.key.namespace, name) if kind and name else None


def _not_running(seen: Seen, target: ObjectKey) -> int:
    place = seen.find(target)
    if place is None:
        return 0
    wanted, ready = place.at("spec", "replicas").number, place.at("status", "readyReplicas").number
    return max(0, wanted - (ready or 0)) if wanted is not None and place.at("status") else 0


def _metrics(place: ManifestValue) -> Iterator[ManifestValue]:
    for metric in place.at("status", "currentMetrics").each():
        for kind in ("resource", "containerResource", "pods", "object", "external"):
            if current := metric.at(kind, "current"):
                yield current
