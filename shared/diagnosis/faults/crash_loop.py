"""A container starts, ends and is started again."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from shared.diagnosis.faults.of_pods import dns_of, finding_of_pod, speaks_of_dns
from shared.diagnosis.faults.probe import killing_probe
from shared.diagnosis.finding import Finding, after, cite_event, sentence, short
from shared.diagnosis.hypothesis import Citation, Confidence, FaultKind
from shared.diagnosis.log_lines import cite_lines
from shared.diagnosis.manifest_value import ManifestValue
from shared.diagnosis.pods import Container, Pod, Signal
from shared.diagnosis.seen import Seen
from shared.diagnosis.variants import CrashLoopVariant as Variant

#: Reasons of waiting that say that the runtime could not start the command; what they wait for is the next try.
NOT_STARTED = frozenset({"RunContainerError", "CreateContainerError", "PostStartHookError", "StartError"})
START_REASONS = frozenset({"StartError", "ContainerCannotRun", "RunContainerError", "CreateContainerError"})
NOT_EXECUTABLE = 126
CANNOT_START_CODES = frozenset({NOT_EXECUTABLE, 127, 128})
BROKE_DOWN = frozenset({Signal.ILL, Signal.ABRT, Signal.BUS, Signal.SEGV})
MANY_RESTARTS = 3
UNSURE = frozenset({Variant.UNKNOWN, Variant.KILLED})
SOON = timedelta(minutes=10)
"""A container that was started again and again may end once more within this of its last start."""


class Log(NamedTuple):
    """What the container's log says."""

    citations: list[Citation]
    says: str
    read: bool


def find(seen: Seen) -> Iterator[Finding]:
    for pod in seen.living_pods:
        if pod.is_unread:
            yield from _told_by_events(pod)
        for container in pod.containers():
            if _loops(pod, container) and not _is_another_fault(pod, container):
                yield _finding(pod, container)


def _told_by_events(pod: Pod) -> Iterator[Finding]:
    """Finds that the kubelet waits with a restart, where the pod itself was not read."""
    event = pod.event("BackOff", saying="restarting failed container")
    if event is None or pod.event("Killing", saying=" probe, will be restarted"):
        return
    _, named, rest = event.message.partition("container ")
    name = rest.split(maxsplit=1)[0].removeprefix("name=") if named and rest.strip() else ""
    nothing = ManifestValue(None, (), event.evidence_id)
    log = read_log(pod, Container(name, nothing, nothing))
    yield finding_of_pod(
        pod,
        FaultKind.CRASH_LOOP,
        Variant.UNKNOWN,
        f"crash-loops{after(log.says)}",
        part=name,
        why=[
            f"The kubelet says {event.count} times: {short(event.message)}",
            *([f"It says: {log.says}"] if log.says else []),
        ],
        confidence=Confidence.LIKELY,
        citations=[cite_event(event), *log.citations],
        since=event.first_at,
        leans_on=[dns_of(pod)] if speaks_of_dns(log.says) else [],
        confirm=[f"Read the status of pod {pod.key.namespace}/{pod.key.name}: how its containers ended."],
        refute=_refute(Variant.UNKNOWN),
    )


def _loops(pod: Pod, container: Container) -> bool:
    """Says whether it waits for its next start, or was caught between two of them."""
    reason = container.waiting.text
    if pod.phase == "Failed":
        return False
    if reason == "CrashLoopBackOff" or reason in NOT_STARTED:
        return True
    if container.exit_code in {0, None} or reason:
        return False
    caught_ended = bool(container.status.at("state", "terminated")) and container.restarts > 0
    if caught_ended:
        return pod.place.at("spec", "restartPolicy").text != "Never"
    return container.restarts >= MANY_RESTARTS and _may_end_again(pod, container)


def _may_end_again(pod: Pod, container: Container) -> bool:
    """Says whether the container runs only since a moment ago, or not well."""
    since = container.status.at("state", "running", "startedAt").moment
    soon = since is not None and pod.seen.now - since < SOON
    return soon or (container.ready is False and pod.event("BackOff") is not None)


def _is_another_fault(pod: Pod, container: Container) -> bool:
    return container.ended.at("reason").text == "OOMKilled" or killing_probe(pod, container) is not None


def _finding(pod: Pod, container: Container) -> Finding:
    variant = _variant(container)
    log = read_log(pod, container)
    message = container.ended.at("message").text or _start_message(container)
    says = log.says or short(message)
    code = container.exit_code
    ending = _exit(code) if code is not None else _reason(container)
    citations = [_deciding(container), *_ending(container), *log.citations]
    if event := pod.event("BackOff", "Failed"):
        citations.append(cite_event(event))
    return finding_of_pod(
        pod,
        FaultKind.CRASH_LOOP,
        variant,
        f"crash-loops: {', '.join(filter(None, (ending, short(says, 160))))}",
        part=container.name,
        why=_why(container, variant, says),
        confidence=Confidence.LIKELY if container.runs or variant in UNSURE else Confidence.CERTAIN,
        citations=citations,
        since=container.ended.at("startedAt").moment,
        leans_on=[dns_of(pod)] if speaks_of_dns(log.says) else [],
        confirm=_confirm(pod, container, variant, log),
        refute=_refute(variant),
    )


def _variant(container: Container) -> Variant:
    code, reason = container.exit_code, container.ended.at("reason").text
    if reason in START_REASONS or container.waiting.text in NOT_STARTED or code in CANNOT_START_CODES:
        return Variant.CANNOT_START
    if code in BROKE_DOWN:
        return Variant.CRASHED
    known = {None: Variant.UNKNOWN, 0: Variant.EXIT_ZERO, Signal.KILL: Variant.KILLED, Signal.TERM: Variant.TERMINATED}
    return known.get(code, Variant.EXIT_ERROR)


def read_log(pod: Pod, container: Container) -> Log:
    """Reads why the container ended from the log of the run before, or of this one where there is no other."""
    names = [container.name] if container.name else pod.seen.logged_containers(pod.key)
    tails = [tail for name in names for tail in pod.seen.logs(pod.key, name)]
    for tail in tails:
        citations, says = cite_lines(tail)
        if says:
            return Log(citations, says, read=True)
    return Log([], "", read=bool(tails))


def _exit(code: int) -> str:
    """Names the signal that a code stands for."""
    return f"exit {code} (SIG{Signal(code).name})" if code in set(Signal) else f"exit {code}"


def _deciding(container: Container) -> Citation:
    return (container.waiting or container.status.at("restartCount")).cite()


def _ending(container: Container) -> list[Citation]:
    ended = container.ended
    return ended.cited("exitCode", "reason", "message")


def _start_message(container: Container) -> str:
    """Gives the message of waiting unless it only says that the kubelet waits."""
    message = container.status.at("state", "waiting", "message").text
    return "" if message.lower().startswith("back-off") else message


def _reason(container: Container) -> str:
    return container.ended.at("reason").text or container.waiting.text


def _why(container: Container, variant: Variant, says: str) -> list[str]:
    ends = {
        Variant.EXIT_ERROR: "The process ends itself with an error.",
        Variant.EXIT_ZERO: "The process completes, and its restart policy starts it again.",
        Variant.CANNOT_START: "The runtime cannot start the command of the container.",
        Variant.KILLED: "The process was killed; neither the memory limit nor a probe is known to be why.",
        Variant.TERMINATED: "The process was told to end (SIGTERM) and is started again.",
        Variant.CRASHED: "The process broke down in native code.",
        Variant.UNKNOWN: "How the process ended was not read.",
    }
    first = sentence(f"{container.called} was started {container.restarts + 1} times and does not stay.")
    return [first, ends[variant], *([f"It says: {short(says, 600)}"] if says else [])]


def _confirm(pod: Pod, container: Container, variant: Variant, log: Log) -> list[str]:
    wanted = []
    if variant is Variant.UNKNOWN:
        wanted.append(f"Read lastState.terminated of {container.called} of pod {pod.key.name}.")
    if variant is Variant.KILLED:
        wanted.append("Look for probe failures, and for the node's own out-of-memory kills, at the time it ended.")
    if not log.read and variant is not Variant.CANNOT_START:
        wanted.append(f"Read the previous log of pod {pod.key.namespace}/{pod.key.name}, {container.called}.")
    return wanted


def _refute(variant: Variant) -> list[str]:
    if variant is Variant.EXIT_ZERO:
        return ["A task that should run once belongs in a Job; then completing is no fault."]
    return ["Its restart count stays the same from now on."]
