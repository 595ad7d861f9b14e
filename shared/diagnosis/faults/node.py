"""A node is not ready or under pressure."""

from collections.abc import Iterator

from shared.diagnosis.faults.of_pods import any_node
from shared.diagnosis.finding import Finding, after, cite_event, short
from shared.diagnosis.hypothesis import Citation, Confidence, FaultKind
from shared.diagnosis.index import plain
from shared.diagnosis.manifest_value import ManifestValue, condition
from shared.diagnosis.pods import Pod
from shared.diagnosis.seen import Seen
from shared.diagnosis.snapshot import ObjectKey, Observed
from shared.diagnosis.variants import NodeVariant as Variant

#: Conditions that are true in trouble, in the order in which they tell most.
TROUBLES = (
    ("NetworkUnavailable", Variant.NETWORK_UNAVAILABLE),
    ("DiskPressure", Variant.DISK_PRESSURE),
    ("MemoryPressure", Variant.MEMORY_PRESSURE),
    ("PIDPressure", Variant.PID_PRESSURE),
)
#: What an evicted pod says the node lacked.
LACKED = (
    ("ephemeral-storage", Variant.DISK_PRESSURE),
    ("nodefs", Variant.DISK_PRESSURE),
    ("imagefs", Variant.DISK_PRESSURE),
    ("disk", Variant.DISK_PRESSURE),
    ("memory", Variant.MEMORY_PRESSURE),
    ("pid", Variant.PID_PRESSURE),
)


def find(seen: Seen) -> Iterator[Finding]:
    nodes = seen.of_kind("Node")
    troubled = [(node, place, found) for node, place in nodes if (found := _trouble(place))]
    for node, place, (variant, decisive) in troubled:
        yield _finding(seen, node, variant, decisive, _many(len(troubled), len(nodes)), place)
    for pod in seen.pods:
        if pod.place.at("status", "reason").text == "Evicted" and pod.node and not seen.find(pod.node):
            yield from _evicted(pod, pod.node)


def _trouble(node: ManifestValue) -> tuple[Variant, ManifestValue] | None:
    ready = condition(node, "Ready")
    if ready.at("status").text == "Unknown":
        return Variant.UNREACHABLE, ready
    for kind, variant in TROUBLES:
        pressure = condition(node, kind)
        if pressure.at("status").truth is True:
            return variant, pressure
    return (Variant.NOT_READY, ready) if ready.at("status").truth is False else None


def _many(troubled: int, nodes: int) -> str:
    return (
        f"{troubled} of {nodes} nodes that were read are in trouble."
        if nodes > 1
        else "It is the only node that was read."
    )


def _finding(
    seen: Seen, node: Observed, variant: Variant, decisive: ManifestValue, many: str, place: ManifestValue
) -> Finding:
    suffering = tuple(dict.fromkeys(key for pod in _suffering(seen, node.key) for key in (pod.root, pod.key)))
    ready = condition(place, "Ready")
    also = ready.cited("message") if ready.steps != decisive.steps else []
    events = [cite_event(event) for event in seen.events(node.key) if event.type == "Warning"][-3:]
    said = decisive.at("message").text or decisive.at("reason").text
    return Finding(
        fault=FaultKind.NODE,
        variant=variant,
        subject=node.key,
        shown_by=suffering,
        summary=f"{'has' if 'pressure' in variant else 'is'} {variant.replace('_', ' ')}{after(said)}",
        why=[
            f"The node's condition {decisive.at('type').text} is {decisive.at('status').text}.",
            *([f"It says: {short(said, 500)}"] if said else []),
            many,
            f"{len(suffering) or 'None'} of what runs on it, pods and their owners, is known to suffer.",
        ],
        confidence=Confidence.CERTAIN,
        citations=[*decisive.cited("status", "reason", "message"), *also, *events],
        since=decisive.at("lastTransitionTime").moment,
        stands_for=[any_node(node.key.cluster)],
        refute=["The condition has changed since, by the node's last heartbeat."],
    )


def _suffering(seen: Seen, node: ObjectKey) -> Iterator[Pod]:
    for pod in seen.pods_by_node.get(plain(node), ()):
        evicted = pod.place.at("status", "reason").text in {
            "Evicted",
            "NodeLost",
            "NodeAffinity",
            "NodeShutdown",
            "Terminated",
        }
        if evicted or (pod.is_ready is False and pod.phase != "Succeeded") or pod.phase == "Unknown":
            yield pod


def _evicted(pod: Pod, node: ObjectKey) -> Iterator[Finding]:
    """Infers the pressure on a node that nobody read from a pod that was put away because of it."""
    message = pod.place.at("status", "message")
    lower = message.text.lower()
    if "node was low on resource" not in lower:
        return
    lacked = lower.partition("low on resource:")[2].split(".", 1)[0]
    variant = next((variant for word, variant in LACKED if word in lacked), Variant.MEMORY_PRESSURE)
    cited: list[Citation] = [pod.place.at("status", "reason").cite(), message.cite()]
    yield Finding(
        fault=FaultKind.NODE,
        variant=variant,
        subject=node,
        shown_by=(pod.root, pod.key),
        summary=f"was under {variant.replace('_', ' ')} and evicted pods",
        why=[f"Pod {pod.key.name} was evicted: {short(message.text, 500)}"],
        confidence=Confidence.LIKELY,
        citations=cited,
        since=pod.place.at("status", "startTime").moment,
        stands_for=[any_node(node.cluster)],
        confirm=[f"Read the conditions of node {node.name}."],
        refute=["The node has no pressure now, and the pod runs elsewhere."],
    )
