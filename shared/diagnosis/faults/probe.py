"""A probe fails although the process runs."""

from collections.abc import Iterator
from datetime import timedelta

from shared.diagnosis.faults.of_pods import finding_of_pod
from shared.diagnosis.finding import Finding, after, cite_event, sentence, short
from shared.diagnosis.hypothesis import Citation, Confidence, FaultKind
from shared.diagnosis.manifest_value import cite_all
from shared.diagnosis.pods import Container, Pod, Signal
from shared.diagnosis.seen import Seen
from shared.diagnosis.snapshot import ObservedEvent
from shared.diagnosis.variants import ProbeVariant as Variant

#: How a process ends that a probe made the kubelet stop: by itself after SIGTERM, by SIGTERM, or by SIGKILL.
STOPPED_CODES = frozenset({0, Signal.TERM, Signal.KILL})
PROBES = {Variant.STARTUP: "startupProbe", Variant.LIVENESS: "livenessProbe", Variant.READINESS: "readinessProbe"}
NOT_LISTENING = "The process does not listen where the probe asks: then the probe is right and the process is at fault."
PATIENCE = timedelta(minutes=2)
"""A container that started less than this ago may still be on its way."""


def find(seen: Seen) -> Iterator[Finding]:
    for pod in seen.living_pods:
        if pod.is_unread:
            yield from _told_by_events(pod)
        for container in pod.containers():
            if killing := killing_probe(pod, container):
                yield _killed(pod, container, *killing)
            elif _runs_without_traffic(pod, container):
                yield from _not_ready(pod, container)


def _told_by_events(pod: Pod) -> Iterator[Finding]:
    """Finds that the kubelet ends a container for its probe, where the pod itself was not read."""
    for variant in (Variant.LIVENESS, Variant.STARTUP):
        event = pod.event("Killing", saying=f"failed {variant} probe")
        if event is None:
            continue
        failed = pod.event("Unhealthy", saying=f"{variant} probe") or event
        yield finding_of_pod(
            pod,
            FaultKind.PROBE,
            variant,
            f"is killed by its {variant} probe: {_reason(failed)}",
            why=[f"The kubelet says: {short(failed.message, 500)}", f"The kubelet says: {short(event.message, 500)}"],
            confidence=Confidence.LIKELY,
            citations=[cite_event(event), *([cite_event(failed)] if failed is not event else [])],
            since=failed.first_at,
            confirm=[f"Read the status of pod {pod.key.namespace}/{pod.key.name}: whether it is ready by now."],
            refute=[NOT_LISTENING],
        )


def killing_probe(pod: Pod, container: Container) -> tuple[Variant, ObservedEvent, bool] | None:
    """Gives the probe by which the kubelet ends the container, its event, and whether the kubelet says so itself."""
    troubled = container.restarts > 0 and not (container.runs and container.ready)
    if not troubled or container.ended.at("reason").text == "OOMKilled":
        return None
    for variant in (Variant.LIVENESS, Variant.STARTUP):
        failed = pod.event("Unhealthy", saying=f"{variant} probe failed") or pod.event(
            "Unhealthy", saying=f"{variant} probe errored"
        )
        killed = _killing(pod, container, f"failed {variant} probe")
        if killed or (failed and container.exit_code in STOPPED_CODES and _may_have(container, variant)):
            said = failed or killed
            return (variant, said, killed is not None) if said else None
    return None


def _killing(pod: Pod, container: Container, words: str) -> ObservedEvent | None:
    """Gives the kubelet's word that it ends this container; without a name in it, it is the pod's only one."""
    event = pod.event("Killing", saying=words)
    if event is None:
        return None
    is_named = f"container {container.name} failed" in event.message.lower()
    return event if is_named or not container.name or not event.message.startswith("Container ") else None


def _may_have(container: Container, variant: Variant) -> bool:
    return not container.spec or bool(container.spec.at(PROBES[variant]))


def _runs_without_traffic(pod: Pod, container: Container) -> bool:
    if not container.runs or container.ready is not False:
        return False
    started = container.status.at("state", "running", "startedAt").moment
    return started is None or pod.seen.now - started >= _grace(container)


def _grace(container: Container) -> timedelta:
    """How long the container may take by what its readiness probe says, and no less than our own patience."""
    probe = container.spec.at(PROBES[Variant.READINESS])
    delay = probe.at("initialDelaySeconds").number or 0
    tries = (probe.at("periodSeconds").number or 10) * (probe.at("failureThreshold").number or 3)
    return max(PATIENCE, timedelta(seconds=min(delay + tries, 3_600)))


def _not_ready(pod: Pod, container: Container) -> Iterator[Finding]:
    variant = Variant.STARTUP if container.status.at("started").truth is False else Variant.READINESS
    event = pod.event("Unhealthy", saying=f"{variant} probe") or pod.event("Unhealthy", saying="probe")
    has_probe = bool(container.spec.at(PROBES[variant]))
    if not event and not has_probe:
        return
    if event and "liveness" in event.message.lower():
        variant = Variant.LIVENESS
    yield finding_of_pod(
        pod,
        FaultKind.PROBE,
        variant,
        f"fails its {variant} probe{after(_reason(event) if event else '')}",
        part=container.name,
        why=[
            sentence(f"{container.called} runs and is not ready, so pod {pod.key.name} gets no traffic."),
            *([f"The kubelet says: {short(event.message, 500)}"] if event else ["It has such a probe."]),
        ],
        confidence=Confidence.CERTAIN if event else Confidence.LIKELY,
        citations=[
            container.status.at("ready").cite(),
            *([cite_event(event)] if event else []),
            *_probe_of(container, variant),
        ],
        since=container.status.at("state", "running", "startedAt").moment,
        leans_on=[pod.node] if pod.node else [],
        confirm=[] if event else [f"Read the events of pod {pod.key.namespace}/{pod.key.name}."],
        refute=[NOT_LISTENING],
    )


def _killed(pod: Pod, container: Container, variant: Variant, event: ObservedEvent, is_said: bool) -> Finding:  # noqa: FBT001
    code = container.exit_code
    return finding_of_pod(
        pod,
        FaultKind.PROBE,
        variant,
        f"is killed by its {variant} probe: {_reason(event)}",
        part=container.name,
        why=[
            f"The {variant} probe of {container.called} fails, and the kubelet ends and starts it again.",
            f"It was restarted {container.restarts} times.",
            *(
                [f"Exit {code} is how a stopped process ends, not an error of its own."]
                if code in STOPPED_CODES
                else []
            ),
        ],
        confidence=Confidence.CERTAIN if is_said else Confidence.LIKELY,
        citations=[cite_event(event), *_numbers(container), *_probe_of(container, variant)],
        since=event.first_at,
        leans_on=[pod.node] if pod.node else [],
        confirm=[] if is_said else ["An event Killing that names the probe."],
        refute=["The log of the run before tells of an error before the probe failed."],
    )


def _numbers(container: Container) -> list[Citation]:
    return cite_all(container.status.at("restartCount"), container.ended.at("exitCode"))


def _probe_of(container: Container, variant: Variant) -> list[Citation]:
    name = PROBES.get(variant)
    return container.spec.cited(name) if name else []


def _reason(event: ObservedEvent) -> str:
    """What the probe met, without the words that every such event begins with."""
    _, _, reason = event.message.partition("failed: ")
    return short(reason or event.message, 160)
