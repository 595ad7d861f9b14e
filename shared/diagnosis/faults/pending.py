"""A pod finds no node."""

from collections import Counter
from collections.abc import Iterator

from shared.diagnosis.faults.of_pods import any_node, finding_of_pod
from shared.diagnosis.finding import Finding, cite_event, short
from shared.diagnosis.hypothesis import Citation, Confidence, FaultKind
from shared.diagnosis.manifest_value import condition
from shared.diagnosis.pods import Pod
from shared.diagnosis.seen import Seen
from shared.diagnosis.snapshot import ObjectKey, ObservedEvent
from shared.diagnosis.variants import PendingVariant as Variant

#: What the scheduler says of a group of nodes, the first that fits.
PARTS = (
    ("node.kubernetes.io/unschedulable", Variant.CORDONED),
    ("node.kubernetes.io/", Variant.NODES_NOT_READY),
    ("nodeunder", Variant.NODES_NOT_READY),
    ("nodenotready", Variant.NODES_NOT_READY),
    ("were unschedulable", Variant.CORDONED),
    ("persistentvolumeclaim", Variant.VOLUME),
    ("volume node affinity", Variant.VOLUME),
    ("volume zone", Variant.VOLUME),
    ("exceed max volume count", Variant.VOLUME),
    ("persistent volumes to bind", Variant.VOLUME),
    ("binding volumes", Variant.VOLUME),
    ("insufficient cpu", Variant.INSUFFICIENT_CPU),
    ("insufficient memory", Variant.INSUFFICIENT_MEMORY),
    ("insufficient ephemeral-storage", Variant.INSUFFICIENT_STORAGE),
    ("too many pods", Variant.TOO_MANY_PODS),
    ("insufficient ", Variant.INSUFFICIENT_OTHER),
    ("topology spread", Variant.TOPOLOGY_SPREAD),
    ("pod affinity", Variant.POD_AFFINITY),
    ("pod anti-affinity", Variant.POD_AFFINITY),
    ("anti-affinity rules", Variant.POD_AFFINITY),
    ("node affinity", Variant.NODE_AFFINITY),
    ("node selector", Variant.NODE_AFFINITY),
    ("matchnodeselector", Variant.NODE_AFFINITY),
    ("free ports", Variant.HOST_PORT),
    ("taint", Variant.TAINT),
)
OF_CONTROL_PLANE = ("node-role.kubernetes.io/control-plane", "node-role.kubernetes.io/master")
NO_NODES = ("no nodes available to schedule", "0/0 nodes")


def find(seen: Seen) -> Iterator[Finding]:
    for pod in seen.living_pods:
        if pod.phase not in {"Pending", ""} or pod.node:
            continue
        scheduled = condition(pod.place, "PodScheduled")
        event = pod.event("FailedScheduling")
        if scheduled.at("status").truth is False:
            message = scheduled.at("message").text or (event.message if event else "")
            cited = scheduled.cited("reason", "message", "status")
            yield _finding(
                pod, message, scheduled.at("reason").text, [*cited, *([cite_event(event)] if event else [])], event
            )
        elif event and not scheduled:
            yield _finding(pod, event.message, "", [cite_event(event)], event)


def _finding(pod: Pod, message: str, reason: str, citations: list[Citation], event: ObservedEvent | None) -> Finding:
    variant = Variant.GATED if reason == "SchedulingGated" else variant_of(message)
    grows = pod.event("TriggeredScaleUp")
    return finding_of_pod(
        pod,
        FaultKind.PENDING,
        variant,
        f"finds no node: {short(_said(message), 160) or variant.replace('_', ' ')}",
        why=[
            f"Pod {pod.key.name} is not scheduled{f' ({reason})' if reason else ''}.",
            *([f"The scheduler says: {short(message, 700)}"] if message else []),
            *_asked(pod, variant),
        ],
        confidence=Confidence.LIKELY if variant is Variant.UNKNOWN or grows or not reason else Confidence.CERTAIN,
        citations=citations,
        since=condition(pod.place, "PodScheduled").at("lastTransitionTime").moment
        or (event.first_at if event else None),
        leans_on=_leans_on(pod, variant),
        confirm=_confirm(pod, message, reason, variant),
        refute=["The autoscaler is adding a node."] if grows else ["The pod is scheduled without any change."],
    )


def _confirm(pod: Pod, message: str, reason: str, variant: Variant) -> list[str]:
    if not reason:
        return [f"Read the status of pod {pod.key.namespace}/{pod.key.name}: whether it is scheduled by now."]
    return [] if message or variant is Variant.GATED else ["Read the scheduler's message for the pod."]


def variant_of(message: str) -> Variant:
    """Chooses the form that holds most nodes back; a control plane's taint counts only where nothing else is said."""
    reasons = _said(message)
    lower = reasons.lower()
    if any(words in message.lower() for words in NO_NODES):
        return Variant.NO_NODES
    if "unbound immediate persistentvolumeclaim" in lower or 'persistentvolumeclaim "' in lower:
        return Variant.VOLUME
    nodes: Counter[Variant] = Counter()
    for part in reasons.split(", "):
        variant = next((variant for sign, variant in PARTS if sign in part.lower()), None)
        if variant:
            nodes[variant] += 0 if any(role in part for role in OF_CONTROL_PLANE) else _count(part)
    return max(nodes, key=lambda each: nodes[each]) if nodes else Variant.UNKNOWN


def _count(part: str) -> int:
    """How many nodes the part speaks of: ``2 Insufficient cpu``."""
    count = part.split(maxsplit=1)[0]
    return int(count[:6]) if count.isdecimal() else 1


def _said(message: str) -> str:
    """The reasons alone: without the count of nodes, and without what preemption would not change."""
    said = message.split("preemption:", 1)[0].strip()
    return said.partition(" nodes are available: ")[2].rstrip(". ") or said


def _asked(pod: Pod, variant: Variant) -> list[str]:
    resource = {Variant.INSUFFICIENT_CPU: "cpu", Variant.INSUFFICIENT_MEMORY: "memory"}.get(variant)
    if not resource:
        return []
    requests = [each.at("resources", "requests", resource) for each in pod.place.at("spec", "containers").each()]
    asked = [request.says for request in requests if request]
    return [f"Its containers ask for {' + '.join(asked)} of {resource}."] if asked else []


def _leans_on(pod: Pod, variant: Variant) -> list[ObjectKey]:
    if variant is Variant.VOLUME:
        return [claim for _, claim in pod.claims()]
    return [any_node(pod.key.cluster)] if variant is Variant.NODES_NOT_READY else []
