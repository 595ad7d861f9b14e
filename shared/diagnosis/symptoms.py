"""What is plainly not well and no hypothesis explains: the honest rest."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from shared.diagnosis.finding import name_of, short
from shared.diagnosis.index import plain
from shared.diagnosis.log_lines import cite_lines
from shared.diagnosis.manifest_value import ManifestValue, condition
from shared.diagnosis.owners import owner_of
from shared.diagnosis.pods import Pod
from shared.diagnosis.seen import Seen
from shared.diagnosis.snapshot import ObjectKey, Snapshot

MOST = 50
YOUNG = timedelta(minutes=2)
"""A pod that was made less than this ago may be on its way."""
USUAL = frozenset({"ContainerCreating", "PodInitializing"})


def unexplained(seen: Seen, explained: frozenset[ObjectKey]) -> tuple[str, ...]:
    """Gives a sentence for each workload or object in trouble that no hypothesis shows or names."""
    sentences = [*_of_pods(seen, explained), *_of_logs(seen, explained), *_of_others(seen, explained)]
    rest = len(sentences) - MOST
    return (*(each[:1_000] for each in sentences[:MOST]), *([f"And {rest} more."] if rest > 0 else []))


def missing(snapshot: Snapshot) -> tuple[str, ...]:
    """Gives a sentence for each thing that would have been read."""
    sentences = sorted({_of_gap(gap.wanted, gap.problem)[:1_000] for gap in snapshot.gaps})
    rest = len(sentences) - MOST
    return (*sentences[:MOST], *([f"And {rest} more."] if rest > 0 else []))


def _of_gap(wanted: str, problem: str) -> str:
    return f"{wanted} was not read." if problem == "not_read" else f"{wanted} could not be read: {problem}."


def _of_logs(seen: Seen, explained: frozenset[ObjectKey]) -> Iterator[str]:
    """Says what logs end with whose pods nobody read: an error, but of what cannot be told."""
    for pod in seen.pods:
        if not pod.is_unread or plain(pod.key) in explained:
            continue
        for name in seen.logged_containers(pod.key):
            says = [said for tail in seen.logs(pod.key, name) if (said := cite_lines(tail)[1])]
            if says:
                whose = f"{name_of(pod.key)}, container {name}," if name else name_of(pod.key)
                yield f"The log of {whose} says: {short(says[0], 400)}"


def _of_pods(seen: Seen, explained: frozenset[ObjectKey]) -> Iterator[str]:
    troubled: dict[ObjectKey, list[tuple[Pod, str]]] = defaultdict(list)
    for pod in seen.living_pods:
        if plain(pod.key) not in explained and pod.root not in explained and (trouble := _trouble(pod)):
            troubled[pod.root].append((pod, trouble))
    for pods in troubled.values():
        pod, trouble = pods[0]
        others = f" and {len(pods) - 1} more like it" if len(pods) > 1 else ""
        yield f"{name_of(pod.key)}{others}: {trouble}."


def _trouble(pod: Pod) -> str:
    """Says what is wrong with the pod; empty when nothing is, or when it is only on its way."""
    made = pod.place.at("metadata", "creationTimestamp").moment
    if made and pod.seen.now - made < YOUNG:
        return ""
    for container in pod.containers():
        waiting = container.waiting.text
        if waiting and waiting not in USUAL:
            message = container.status.at("state", "waiting", "message")
            return f"{container.called} waits with {waiting}{_more(message)}"
    if pod.phase in {"Failed", "Unknown"} and not _is_tried_again(pod):
        reason = pod.place.at("status", "reason").text
        return f"it is {pod.phase}{f' ({reason})' if reason else ''}{_more(pod.place.at('status', 'message'))}"
    ready = condition(pod.place, "Ready")
    if pod.phase in {"Running", "Pending"} and ready.at("status").truth is False:
        return f"it is not ready{_more(ready.at('message') or ready.at('reason'))}"
    return ""


def _is_tried_again(pod: Pod) -> bool:
    """Says whether a job that was read looks after the pod: whether it failed is for the job to say."""
    return pod.is_of_job and any(pod.seen.find(owner) for owner in (pod.root, owner_of(pod.observed)) if owner)


def _more(place: ManifestValue) -> str:
    return f": {short(place.text)}".rstrip(".") if place.text else ""


def _of_others(seen: Seen, explained: frozenset[ObjectKey]) -> Iterator[str]:
    for observed, place in seen.of_kind("HorizontalPodAutoscaler"):
        active = condition(place, "ScalingActive")
        if active.at("status").truth is False and active.at("reason").text != "ScalingDisabled":
            yield f"{name_of(observed.key)} cannot scale: {active.at('reason').text}{_more(active.at('message'))}."
    for observed, place in seen.of_kind("PersistentVolumeClaim"):
        if plain(observed.key) not in explained and place.at("status", "phase").text == "Pending":
            reasons = {event.reason for event in seen.events(observed.key)}
            if "WaitForFirstConsumer" not in reasons and "ExternalProvisioning" not in reasons:
                yield f"{name_of(observed.key)} is Pending, and no event that was read says why."
    for observed, place in seen.of_kind("Application"):
        health = place.at("status", "health")
        if health.at("status").text in {"Degraded", "Missing"} and explained.isdisjoint(_parts(observed.key, place)):
            yield f"{name_of(observed.key)} is {health.at('status').text}{_more(health.at('message'))}."


def _parts(application: ObjectKey, place: ManifestValue) -> Iterator[ObjectKey]:
    yield plain(application)
    for each in place.at("status", "resources").each():
        namespace = each.at("namespace").text
        yield ObjectKey(application.cluster, each.at("kind").text, namespace, each.at("name").text)
