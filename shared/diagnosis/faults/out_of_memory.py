"""A container was killed at its memory limit."""

from collections.abc import Iterator
from datetime import timedelta

from shared.diagnosis.faults.of_pods import finding_of_pod
from shared.diagnosis.finding import Finding
from shared.diagnosis.hypothesis import Citation, Confidence, FaultKind
from shared.diagnosis.manifest_value import cite_all
from shared.diagnosis.pods import Container, Pod
from shared.diagnosis.seen import Seen
from shared.diagnosis.variants import OutOfMemoryVariant as Variant

AT_ONCE = timedelta(minutes=5)
"""Killed within this of its start, a container needs more than its limit from the beginning."""
RECENT = timedelta(hours=1)
"""A container that has run for longer than this since it was killed has no fault now."""


def find(seen: Seen) -> Iterator[Finding]:
    for pod in seen.living_pods:
        for container in pod.containers():
            if container.ended.at("reason").text == "OOMKilled" and _is_recent(seen, container):
                yield _finding(pod, container)


def _is_recent(seen: Seen, container: Container) -> bool:
    started = container.status.at("state", "running", "startedAt").moment
    return started is None or seen.now - started < RECENT


def _finding(pod: Pod, container: Container) -> Finding:
    variant = _variant(container)
    limit = container.spec.at("resources", "limits", "memory")
    bound = f"its limit of {limit.says}" if limit else "the node's or the pod's memory, having no limit of its own"
    if not container.spec:
        bound = "its memory limit"
    return finding_of_pod(
        pod,
        FaultKind.OUT_OF_MEMORY,
        variant,
        f"is killed for want of memory: {container.called} met {bound}",
        part=container.name,
        why=[
            f"The last run of {container.called} ended as OOMKilled, its restarts are {container.restarts}.",
            *_how_long(container, variant),
        ],
        confidence=Confidence.CERTAIN if _is_certain(container, variant) else Confidence.LIKELY,
        citations=_citations(container),
        since=container.ended.at("finishedAt").moment,
        leans_on=[pod.node] if pod.node and variant is Variant.NO_LIMIT else [],
        confirm=_confirm(pod, container, variant),
        refute=[
            "The container's memory stayed far below its limit until it ended.",
            *(["It runs on without another kill."] if container.runs else []),
        ],
    )


def _is_certain(container: Container, variant: Variant) -> bool:
    """Says whether the form is known and the container has not recovered so far."""
    return bool(container.spec) and variant is not Variant.AT_LIMIT and not (container.runs and container.ready)


def _variant(container: Container) -> Variant:
    if container.spec and not container.spec.at("resources", "limits", "memory"):
        return Variant.NO_LIMIT
    if container.ran_for is None:
        return Variant.AT_LIMIT
    return Variant.STEP if container.ran_for <= AT_ONCE else Variant.GROWTH


def _how_long(container: Container, variant: Variant) -> list[str]:
    ran = f"It had run for {container.ran_for}" if container.ran_for else ""
    said = {
        Variant.STEP: f"{ran}: the limit is below what it needs at once.",
        Variant.GROWTH: f"{ran}: its memory grew, by a leak or by load.",
        Variant.NO_LIMIT: "It has no limit, so others on the node, or the pod's own bound, decided.",
    }
    return [said[variant]] if variant in said else []


def _citations(container: Container) -> list[Citation]:
    ended = container.ended
    places = [
        ended.at("reason"),
        ended.at("exitCode"),
        ended.at("startedAt"),
        ended.at("finishedAt"),
        container.spec.at("resources", "limits", "memory"),
        container.status.at("restartCount"),
    ]
    return cite_all(*places)


def _confirm(pod: Pod, container: Container, variant: Variant) -> list[str]:
    wanted = []
    if not container.spec:
        wanted.append(f"Read the memory limit of {container.called} of pod {pod.key.namespace}/{pod.key.name}.")
    if variant in {Variant.AT_LIMIT, Variant.GROWTH}:
        wanted.append("The container's memory over time tells a leak from a step.")
    return wanted
