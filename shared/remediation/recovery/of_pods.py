"""What must be true of pods for the faults of pods to count as mended."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from shared.diagnosis.manifest_value import ManifestValue, condition
from shared.diagnosis.pods import Container, Pod
from shared.remediation.preconditions import AnsweredFault
from shared.remediation.recovery.check_result import CheckResult, all_of, met, named, unmet
from shared.remediation.recovery.look import Look
from shared.remediation.recovery.restarts import flat
from shared.remediation.recovery.workloads import rolled_out

_WORKLOADS: Final = frozenset({"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Rollout"})
#: What the kubelet answers to a resize in place that it does not do now, or never.
_NOT_RESIZED: Final = frozenset({"Deferred", "Infeasible"})


def crash_loop(look: Look, broken: AnsweredFault) -> CheckResult:
    pods = look.pods_of(broken)
    return all_of([*workload(look, broken), ready(look, broken, pods), flat(look, pods)])


def image_pull(look: Look, broken: AnsweredFault) -> CheckResult:
    """The image is the planned one where the pods are of the newest template; that it was pulled, its id tells."""
    pods = look.pods_of(broken)
    without = [pod.key.name for pod in pods if any(not each.status.at("imageID").text for each in pod.containers())]
    pulled = unmet(f"no imageID: {named(without)}") if without else met("every container has its image")
    return all_of([*workload(look, broken), ready(look, broken, pods), pulled])


def out_of_memory(look: Look, broken: AnsweredFault) -> CheckResult:
    pods = look.pods_of(broken)
    killed = [_told(pod, each) for pod in pods for each in pod.containers() if _was_killed(each, look.done_at)]
    resizing = [pod.key.name for pod in pods if _resize(pod) in _NOT_RESIZED]
    results = [
        unmet(f"killed for memory since: {named(killed)}") if killed else met("none killed for memory since"),
        *([unmet(f"resize not done: {named(resizing)}")] if resizing else []),
    ]
    return all_of([*workload(look, broken), ready(look, broken, pods), flat(look, pods), *results])


def pending(look: Look, broken: AnsweredFault) -> CheckResult:
    """Scheduled is enough: whether what runs then is well is for its own fault to say."""
    pods = look.pods_of(broken)
    if not pods:
        return none_there(look, broken)
    waiting = [pod.key.name for pod in pods if condition(pod.place, "PodScheduled").at("status").truth is not True]
    told = f"{len(pods) - len(waiting)} of {len(pods)} pods scheduled"
    scheduled = unmet(f"{told}: not {named(waiting)}") if waiting else met(told)
    return all_of([*workload(look, broken), scheduled])


def probe(look: Look, broken: AnsweredFault) -> CheckResult:
    pods = look.pods_of(broken)
    return all_of([*workload(look, broken), ready(look, broken, pods), flat(look, pods), *_endpoints(look, pods)])


def config_missing(look: Look, broken: AnsweredFault) -> CheckResult:
    """Whatever needs it has started; what does not need it any more has started, too."""
    return started(look, look.pods_concerned, broken.namespace)


def node(look: Look, broken: AnsweredFault) -> CheckResult:
    """The pods are Ready; on the node itself only where it is well again."""
    pods = look.pods_concerned
    if any(_is_well(place) for _, place in look.places(*broken.thing)):
        return all_of([met(f"{broken.called} is well"), *([_ready(pods)] if pods else [])])
    if not pods:
        return look.not_read("pods")
    left = [pod.key.name for pod in pods if pod.node and pod.node.name == broken.name]
    return all_of([_ready(pods), unmet(f"still there: {named(left)}") if left else met("all on other nodes")])


def workload(look: Look, broken: AnsweredFault) -> Iterator[CheckResult]:
    """What its controller says, where the subject is driven by one."""
    if broken.kind in _WORKLOADS:
        places = look.places(*broken.thing)
        yield from (rolled_out(place) for _, place in places)
        if not places:
            yield look.not_there(*broken.thing)


def ready(look: Look, broken: AnsweredFault, pods: Sequence[Pod]) -> CheckResult:
    """Whether there are pods, and all of them are Ready."""
    return _ready(pods) if pods else none_there(look, broken)


def started(look: Look, pods: Sequence[Pod], namespace: str) -> CheckResult:
    """Whether every container of the namespace's pods has started."""
    here = [pod for pod in pods if pod.key.namespace == namespace]
    if not here:
        return look.not_read("pods", namespace)
    waiting = [
        f"{pod.key.name}{_waits_for(pod)}"
        for pod in here
        if not pod.containers() or any(not each.runs and not each.ended for each in pod.containers())
    ]
    told = f"the containers of {len(here) - len(waiting)} of {len(here)} pods have started"
    return unmet(f"{told}: not {named(waiting)}") if waiting else met(told)


def none_there(look: Look, broken: AnsweredFault) -> CheckResult:
    """No pod was seen: because there is none, or because nobody could look."""
    gaps = any("pod" in gap.wanted.lower() or gap.wanted.startswith("everything") for gap in look.snapshot.gaps)
    if gaps or not look.places(*broken.thing):
        return look.not_read("pods", broken.namespace, broken.name)
    return unmet(f"{broken.called} has no pods")


def _ready(pods: Sequence[Pod]) -> CheckResult:
    waiting = [f"{pod.key.name}{_waits_for(pod)}" for pod in pods if pod.is_ready is not True]
    told = f"{len(pods) - len(waiting)} of {len(pods)} pods Ready"
    return unmet(f"{told}: not {named(waiting)}") if waiting else met(told)


def _waits_for(pod: Pod) -> str:
    reasons = [each.waiting.text for each in pod.containers() if each.waiting.text]
    reason = reasons[0] if reasons else condition(pod.place, "Ready").at("reason").text
    return f" ({reason})" if reason else ""


def _was_killed(container: Container, since: datetime | None) -> bool:
    ended = container.ended
    at = ended.at("finishedAt").moment
    return ended.at("reason").text == "OOMKilled" and (at is None or since is None or at > since)


def _told(pod: Pod, container: Container) -> str:
    return f"{pod.key.name}/{container.name}"


def _resize(pod: Pod) -> str:
    """What became of a resize: a condition since Kubernetes 1.33, a field before."""
    pending_one = condition(pod.place, "PodResizePending")
    return pending_one.at("reason").text if pending_one.at("status").truth else pod.place.at("status", "resize").text


def _endpoints(look: Look, pods: Iterable[Pod]) -> Iterator[CheckResult]:
    """What services have of these pods; nothing to say where no service has any of them."""
    names = {pod.key[1:4] for pod in pods}
    states: dict[str, bool] = {}
    for observed, place in look.seen.of_kind("EndpointSlice"):
        for each in place.at("endpoints").each():
            name = each.at("targetRef", "name").text
            if ("Pod", observed.key.namespace, name) in names:
                states[name] = states.get(name, True) and each.at("conditions", "ready").truth is not False
    if states:
        lacking = [name for name, is_ready in sorted(states.items()) if not is_ready]
        told = f"{len(states) - len(lacking)} of {len(states)} endpoints ready"
        yield unmet(f"{told}: not {named(lacking)}") if lacking else met(told)
    elif any("endpointslice" in gap.wanted.lower() for gap in look.snapshot.gaps):
        yield look.not_read("endpointslices")


def _is_well(place: ManifestValue) -> bool:
    pressed = [each for each in place.at("status", "conditions").each() if each.at("type").text != "Ready"]
    ready_now = condition(place, "Ready").at("status").truth is True
    return ready_now and not any(each.at("status").truth for each in pressed)
