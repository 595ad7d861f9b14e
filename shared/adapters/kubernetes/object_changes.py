"""Each action on an object as the one request that it is, as whether it is done already, and as what takes it back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from shared.diagnosis.manifest_value import ManifestValue, condition
from shared.kernel.vocabulary import ResourceRef
from shared.ports.effects import EffectOrder
from shared.remediation.actions import (
    Action,
    Cordon,
    DeleteObject,
    ResizeInPlace,
    ResourceAction,
    Uncordon,
)
from shared.remediation.manifests import called
from shared.remediation.outcome import EffectStatus

Json = dict[str, Any]
#: The annotation that says which effect an object has seen last.
EFFECT: Final = "sre.ameide.io/effect"
#: The annotation that says what stood there before that effect.
BEFORE: Final = "sre.ameide.io/effect-before"
MERGE: Final = "application/merge-patch+json"
STRATEGIC: Final = "application/strategic-merge-patch+json"
_MOST_REPLICAS: Final = 1_000
_RESTARTED: Final = frozenset({"Deployment", "StatefulSet", "DaemonSet"})
_SCALED: Final = frozenset({"Deployment", "StatefulSet", "ReplicaSet", "Rollout"})


class CannotChange(Exception):  # noqa: N818 - an answer to whoever asks
    """The action does not fit the object as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectRequest:
    """A request about one object."""

    said: str
    """What it does, for people; the same for the same world."""
    body: Json
    is_done: Callable[[ManifestValue], bool]
    """Whether the object shows that it was done."""
    method: str = "PATCH"
    kind: str = MERGE
    """The body's content type."""
    subresource: str = ""
    marked: bool = True
    """Whether the object keeps the mark of the effect; subresources drop it."""
    before: str | None = None
    """What stands there now, kept beside the mark; None: nothing that the undo would need."""
    undo: Action | None = None
    settled: Callable[[ManifestValue], tuple[EffectStatus, str]] | None = None
    """How far an object that shows the change has come with it; None: what is written is done."""


def change_of(order: EffectOrder, there: ManifestValue) -> ObjectRequest:
    """Raises CannotChange."""
    action = order.action
    match action:
        case Cordon(target=target):
            return _unschedulable(target, wanted=True, undo=Uncordon(target=target))
        case Uncordon(target=target):
            return _unschedulable(target, wanted=False, undo=Cordon(target=target))
        case ResizeInPlace():
            return _resized(action, there)
        case DeleteObject():
            return _deleted(action)
        case ResourceAction() if action.name in _NAMED:
            return _NAMED[action.name](order, action, there)
        case _:
            raise CannotChange(f"{action.action} is not done at an object")


def has_mark(there: ManifestValue, order: EffectOrder) -> bool:
    return there.at("metadata", "annotations", EFFECT).text == str(order.effect_id)


def _restarted(order: EffectOrder, action: ResourceAction, there: ManifestValue) -> ObjectRequest:
    """A change of the pod template: whoever asks again asks for the template that is there."""
    _is_of(action, _RESTARTED)
    if there.at("spec", "paused").truth is True:
        raise CannotChange(f"{called(action.target)} is paused: a restart would wait")
    effect = str(order.effect_id)
    template = {"metadata": {"annotations": {EFFECT: effect}}}
    return ObjectRequest(
        said=f"Restart {called(action.target)}: its pods are replaced one after another",
        body={"spec": {"template": template}},
        is_done=lambda now: now.at("spec", "template", "metadata", "annotations", EFFECT).text == effect,
    )


def _scaled(order: EffectOrder, action: ResourceAction, there: ManifestValue) -> ObjectRequest:
    _is_of(action, _SCALED)
    told = action.parameters.get("replicas", "")
    marked = has_mark(there, order)
    before = (there.at("metadata", "annotations", BEFORE) if marked else there.at("spec", "replicas")).number
    if not (told.isascii() and told.isdecimal() and len(told) <= 4 and int(told) <= _MOST_REPLICAS):  # noqa: PLR2004
        raise CannotChange(f"{told[:20]!a} is no number of replicas up to {_MOST_REPLICAS}")
    wanted = int(told)
    changes = before is not None and before != wanted
    back = action.model_copy(update={"parameters": {"replicas": str(before)}}) if changes else None
    return ObjectRequest(
        said=f"Scale {called(action.target)} to {wanted}" + (f", from {before}" if changes else ""),
        body={"spec": {"replicas": wanted}},
        is_done=lambda now: now.at("spec", "replicas").number == wanted,
        before=None if before is None else str(before),
        undo=back,
    )


def _paused(order: EffectOrder, action: ResourceAction, there: ManifestValue) -> ObjectRequest:
    del order, there
    fields = {"Deployment": "paused", "Rollout": "paused", "CronJob": "suspend"}
    _is_of(action, frozenset(fields))
    name, wanted = fields[action.target.kind], action.name == "pause"
    back = action.model_copy(update={"name": "resume" if wanted else "pause"})
    return ObjectRequest(
        said=f"{action.name.capitalize()} {called(action.target)}",
        body={"spec": {name: wanted}},
        is_done=lambda now: (now.at("spec", name).truth is True) is wanted,
        undo=back,
    )


def _refreshed(order: EffectOrder, action: ResourceAction, there: ManifestValue) -> ObjectRequest:
    del there
    _is_of(action, frozenset({"ExternalSecret"}))
    effect = str(order.effect_id)
    return ObjectRequest(
        said=f"Have {called(action.target)} read anew from where it is kept",
        body={"metadata": {"annotations": {"force-sync": effect}}},
        is_done=lambda now: now.at("metadata", "annotations", "force-sync").text == effect,
    )


def _ended(order: EffectOrder, action: ResourceAction, there: ManifestValue) -> ObjectRequest:
    del order, there
    _is_of(action, frozenset({"Job"}))
    return ObjectRequest(
        said=f"End {called(action.target)}: its deadline is set to one second",
        body={"spec": {"activeDeadlineSeconds": 1}},
        is_done=lambda now: now.at("spec", "activeDeadlineSeconds").number == 1,
    )


def _aborted(order: EffectOrder, action: ResourceAction, there: ManifestValue) -> ObjectRequest:
    del order, there
    _is_of(action, frozenset({"Rollout"}))
    return ObjectRequest(
        said=f"Abort the rollout of {called(action.target)}: traffic goes back to its stable version",
        body={"status": {"abort": True}},
        subresource="status",
        marked=False,
        is_done=lambda now: now.at("status", "abort").truth is True,
    )


_NAMED: Final[Mapping[str, Callable[[EffectOrder, ResourceAction, ManifestValue], ObjectRequest]]] = {
    "restart": _restarted,
    "scale": _scaled,
    "pause": _paused,
    "resume": _paused,
    "refresh": _refreshed,
    "terminate": _ended,
    "abort": _aborted,
}


def _unschedulable(target: ResourceRef, *, wanted: bool, undo: Action) -> ObjectRequest:
    said = "takes no new pods" if wanted else "takes new pods again"
    return ObjectRequest(
        said=f"{called(target)} {said}",
        body={"spec": {"unschedulable": wanted or None}},
        is_done=lambda now: (now.at("spec", "unschedulable").truth is True) is wanted,
        undo=undo,
    )


def _deleted(action: DeleteObject) -> ObjectRequest:
    """Of this very object: another one of its name stays."""
    return ObjectRequest(
        said=f"Delete {called(action.target)} with uid {action.uid}",
        method="DELETE",
        kind="application/json",
        body={"preconditions": {"uid": action.uid}, "propagationPolicy": "Background"},
        marked=False,
        is_done=lambda now: (
            now.at("metadata", "uid").text != action.uid or bool(now.at("metadata", "deletionTimestamp"))
        ),
    )


def _resized(action: ResizeInPlace, there: ManifestValue) -> ObjectRequest:
    limit = _limit_of(there, action.container)
    if limit is None:
        raise CannotChange(f"{called(action.target)} has no container {action.container[:63]!a}")
    before = action.model_copy(update={"memory": limit}) if limit and limit != action.memory else None
    container = {"name": action.container, "resources": {"limits": {"memory": action.memory}}}
    return ObjectRequest(
        said=f"Set the memory limit of {action.container} in {called(action.target)} to {action.memory}",
        body={"spec": {"containers": [container]}},
        kind=STRATEGIC,
        subresource="resize",
        marked=False,
        is_done=lambda now: _limit_of(now, action.container) == action.memory,
        undo=before,
        settled=lambda now: _given(now, action),
    )


def _given(pod: ManifestValue, action: ResizeInPlace) -> tuple[EffectStatus, str]:
    """Whether the node has given what the pod asks for."""
    pending = condition(pod, "PodResizePending")
    if pending.at("status").truth is True:
        status = EffectStatus.FAILED if pending.at("reason").text == "Infeasible" else EffectStatus.PENDING
        return status, f"{pending.at('reason').text}: {pending.at('message').text}"
    for each in pod.at("status", "containerStatuses").each():
        has = each.at("resources", "limits", "memory").text
        if each.at("name").text == action.container and has == action.memory:
            return EffectStatus.SUCCEEDED, f"{called(action.target)} has {has} now"
    return EffectStatus.PENDING, f"the node of {called(action.target)} has not given it yet"


def _limit_of(pod: ManifestValue, container: str) -> str | None:
    """Empty: it has no limit; None: there is no such container."""
    for each in pod.at("spec", "containers").each():
        if each.at("name").text == container:
            return each.at("resources", "limits", "memory").text
    return None


def _is_of(action: ResourceAction, kinds: frozenset[str]) -> None:
    if action.target.kind not in kinds:
        raise CannotChange(f"{action.name} is nothing that is done to a {action.target.kind}")
