"""Ways to more memory for a container that is killed at its limit: a commit, and a stopgap until it is deployed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from shared.diagnosis.manifest_value import ManifestValue
from shared.remediation.actions import GitPatch, ResizeInPlace
from shared.remediation.case import CauseInView, Closed, Open
from shared.remediation.manifests import ABSENT, beside, key_of, name_at, pointer_to, ref_of
from shared.remediation.quantities import amount_of, doubled
from shared.remediation.ways.after_commit import committed

#: In-place resize of pods is stable from this minor version of Kubernetes 1 on.
_RESIZE_SINCE = 35
_MOST_PODS = 5
_LIMIT = ("resources", "limits", "memory")


@dataclass(frozen=True, slots=True)
class _Killed:
    """A container that was killed: the limit it had, and the one stated in the manifest at ``pointer``, if any is."""

    name: str
    limit: str
    stated: str | None
    pointer: str


def raise_memory(case: CauseInView) -> Open | Closed:
    """Raises the memory limit of the container that was killed, to at most twice what it is and what the namespace
    allows; to what the vertical autoscaler recommends where that is within.
    """
    killed = next(_killed(case), None)
    name, limit = (killed.name, killed.limit) if killed else ("", "")
    twice, present = doubled(limit), amount_of(limit)
    if killed is None or twice is None or present is None:
        return Closed("raising the limit closed: which container was killed, or its limit, was not read")
    ceiling, bound = min(_ceilings(case, twice), key=lambda each: each[0])
    if ceiling <= present:
        return Closed(f"raising the limit closed: {bound}")
    recommended = _recommended(case, name, present, ceiling)
    patch = GitPatch(
        application=case.application,
        target=ref_of(case.root),
        pointer=f"{killed.pointer}/resources/limits/memory",
        before=json.dumps(killed.stated),
        after=json.dumps(recommended) if recommended else "",
        bound=bound[:300],
    )
    found = committed(case, case.app, (patch,), f"container {name} is killed at its limit of {limit}")
    resized, told = _resized(case, name, recommended)
    return Open((*resized, *found.actions), found.why, (*told, *found.told))


def _killed(case: CauseInView) -> Iterator[_Killed]:
    """Containers that were killed for memory, in the subject and in what suffers from it."""
    root = case.world.index.find(case.root)
    spec = ("spec",) if case.root.kind == "Pod" else ("spec", "template", "spec")
    templates = [each.at("name").text for each in root.at(*spec, "containers").each()] if root else []
    for ref in (case.cause.subject, *case.cause.affected):
        pod = case.world.index.find(key_of(ref))
        for status in pod.at("status", "containerStatuses").each() if pod else ():
            name = name_at(status.at("name"))
            reasons = (status.at(state, "terminated", "reason").text for state in ("lastState", "state"))
            if pod and root and "OOMKilled" in reasons and name in templates:
                number = templates.index(name)
                stated = list(root.at(*spec, "containers").each())[number].at(*_LIMIT)
                limit = name_at(stated) or _limit_of(pod, name)
                yield _Killed(name, limit, name_at(stated) or None, pointer_to(*spec, "containers", number))


def _limit_of(pod: ManifestValue, container: str) -> str:
    """The limit that a pod's container got, from its template or from a LimitRange."""
    found = (each.at(*_LIMIT) for each in pod.at("spec", "containers").each() if each.at("name").text == container)
    return name_at(next(found, ABSENT))


def _ceilings(case: CauseInView, twice: str) -> Iterator[tuple[Decimal, str]]:
    yield amount_of(twice) or Decimal(0), f"at most {twice}, twice the present limit"
    for observed, limits in beside(case.world.index, case.root, "LimitRange"):
        for item in limits.at("spec", "limits").each():
            most = name_at(item.at("max", "memory"))
            amount = amount_of(most)
            if item.at("type").text == "Container" and amount is not None:
                yield amount, f"at most {most}, which LimitRange {observed.key.name} allows a container"
    for observed, quota in beside(case.world.index, case.root, "ResourceQuota"):
        hard, used = (amount_of(quota.at("status", each, "limits.memory").value) for each in ("hard", "used"))
        if hard is not None and used is not None and hard <= used:
            yield Decimal(0), f"quota {observed.key.name} has no memory left"


def _recommended(case: CauseInView, container: str, present: Decimal, ceiling: Decimal) -> str:
    """What a vertical autoscaler of the same object recommends, if that is more and within the ceiling."""
    for _, scaler in beside(case.world.index, case.root, "VerticalPodAutoscaler"):
        aim = scaler.at("spec", "targetRef")
        if (aim.at("kind").text, aim.at("name").text) != (case.root.kind, case.root.name):
            continue
        for each in scaler.at("status", "recommendation", "containerRecommendations").each():
            target = name_at(each.at("target", "memory"))
            amount = amount_of(target)
            if each.at("containerName").text == container and amount is not None and present < amount <= ceiling:
                return target
    return ""


def _resized(case: CauseInView, container: str, memory: str) -> tuple[tuple[ResizeInPlace, ...], tuple[str, ...]]:
    """Stopgaps until the commit is deployed, where the kubelets can and the value is known."""
    pods = [ref for ref in (case.cause.subject, *case.cause.affected) if ref.kind == "Pod"][:_MOST_PODS]
    if not memory or not pods:
        return (), ()
    nodes = [case.world.index.find(key_of(ref)) for ref in pods]
    minors = [_kubelet_minor(case, node) for node in nodes if node]
    if not minors or min(minors) < _RESIZE_SINCE:
        return (), (f"in-place resize closed: not every kubelet is known to be of 1.{_RESIZE_SINCE} or newer",)
    return tuple(ResizeInPlace(target=ref, container=container, memory=memory) for ref in pods), ()


def _kubelet_minor(case: CauseInView, pod: ManifestValue) -> int:
    nodes = {observed.key.name: node for observed, node in case.world.index.of_kind("Node")}
    node = nodes.get(pod.at("spec", "nodeName").text)
    parts = (node.at("status", "nodeInfo", "kubeletVersion").text if node else "").removeprefix("v").split(".")
    return int(parts[1]) if len(parts) > 1 and parts[0] == "1" and parts[1].isdecimal() else 0
