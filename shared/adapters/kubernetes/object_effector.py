"""Changing one object of a cluster: read, changed where it stands as it was read, and marked with its effect."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from shared.adapters.effects.answers import Answered, Asking, Json, SentUnanswered, refused_by_target, unanswered
from shared.adapters.effects.outcomes import outcome_of
from shared.adapters.effects.pauses import pauses
from shared.adapters.kubernetes.differences import differences
from shared.adapters.kubernetes.kinds import SERVED
from shared.adapters.kubernetes.object_changes import BEFORE, EFFECT, CannotChange, ObjectRequest, change_of, has_mark
from shared.diagnosis.manifest_value import ManifestValue
from shared.kernel.vocabulary import ResourceRef
from shared.ports.effects import ActionDryRun, Effector, EffectOrder, EffectUnavailable
from shared.remediation.actions import Action
from shared.remediation.manifests import called
from shared.remediation.outcome import ActionOutcome, EffectStatus

#: How often it is read and changed anew where somebody else was faster.
_TRIES: Final = 4
#: Seconds for which a node is watched.
_SETTLES_S: Final = 20.0
_QUERY: Final = {"fieldManager": "ameide-sre", "fieldValidation": "Strict"}


@dataclass(frozen=True, slots=True)
class ObjectEffector:
    kinds: frozenset[str]
    cluster_of: Callable[[ResourceRef], tuple[str, Asking] | None]
    """Gives a resource's cluster by its name, and its API; None: it is in none that may be changed."""
    pause_s: float = 0.5

    def target_of(self, action: Action) -> str:
        target = target_of(action)
        cluster = self.cluster_of(target)
        return f"cluster {cluster[0] if cluster else target.cluster}: {called(target)}"

    def dry_run(self, order: EffectOrder, until: float) -> ActionDryRun:
        """What the server says that would change, by a dry run of the very request."""
        target = target_of(order.action)
        try:
            asking, path = self._place(target)
            there = _there(asking, path, until)
            change = change_of(order, there)
            if change.is_done(there):
                return ActionDryRun(text=f"{change.said}: it is so already")
            answer = _sent(asking, path, order, change, there, until, dry=True)
        except CannotChange as wrong:
            return ActionDryRun(text=f"{order.action.action} cannot be done", problems=(str(wrong),))
        except SentUnanswered as silence:
            return ActionDryRun(text=f"{order.action.action} was not tried", problems=(str(silence),))
        if not answer.is_success:
            return ActionDryRun(text=f"{change.said}: refused", problems=(answer.said,))
        shown = differences(there.value, answer.body) if change.method == "PATCH" else []
        return ActionDryRun(text="\n".join([change.said, *shown]))

    def perform(self, order: EffectOrder, until: float) -> ActionOutcome:
        try:
            asking, path = self._place(target_of(order.action))
            for _ in range(_TRIES):
                there = _there(asking, path, until)
                change = change_of(order, there)
                if _is_done(order, change, there):
                    return _done(order, change, there)
                answer = _sent(asking, path, order, change, there, until)
                if answer.is_success:
                    return self._settled(order, change, asking, path, until)
                if answer.status != HTTPStatus.CONFLICT:
                    return refused_by_target(order, answer)
        except CannotChange as wrong:
            return outcome_of(order, EffectStatus.FAILED, str(wrong))
        except SentUnanswered as silence:
            return unanswered(order, silence)
        return outcome_of(order, EffectStatus.FAILED, f"others change {self.target_of(order.action)} all the time")

    def _settled(
        self, order: EffectOrder, change: ObjectRequest, asking: Asking, path: str, until: float
    ) -> ActionOutcome:
        """Looks for some seconds how far it comes, where a node has to do its part."""
        outcome = _done(order, change, ManifestValue({}, (), ""))
        for _ in pauses(self.pause_s, min(until, time.monotonic() + _SETTLES_S)):
            if outcome.status is not EffectStatus.PENDING:
                break
            try:
                outcome = _done(order, change, _there(asking, path, until))
            except (CannotChange, EffectUnavailable):
                continue
        return outcome

    def look_up(self, order: EffectOrder, until: float) -> ActionOutcome | None:
        try:
            asking, path = self._place(target_of(order.action))
            there = _there(asking, path, until)
            change = change_of(order, there)
        except CannotChange:
            return None
        return _done(order, change, there) if _is_done(order, change, there) else None

    def _place(self, target: ResourceRef) -> tuple[Asking, str]:
        found, served = self.cluster_of(target), SERVED.get(target.kind)
        if found is None or served is None:
            raise CannotChange(f"{called(target)} is nothing that is changed here")
        return found[1], served.path(target.namespace or "", target.name)


def target_of(action: Action) -> ResourceRef:
    target = getattr(action, "target", None)
    if not isinstance(target, ResourceRef):
        raise TypeError(f"{action.action} is not done at an object")
    return target


def _there(asking: Asking, path: str, until: float) -> ManifestValue:
    """The object as it is; an absent one is empty. Raises CannotChange where it may not be read, EffectUnavailable."""
    answer = asking.read(path, {}, until)
    if answer.status == HTTPStatus.NOT_FOUND:
        return ManifestValue({}, (), "")
    if not answer.is_success:
        raise CannotChange(answer.said)
    return ManifestValue(answer.body, (), "")


def _is_done(order: EffectOrder, change: ObjectRequest, there: ManifestValue) -> bool:
    return has_mark(there, order) or change.is_done(there)


def _sent(
    asking: Asking,
    path: str,
    order: EffectOrder,
    change: ObjectRequest,
    there: ManifestValue,
    until: float,
    *,
    dry: bool = False,
) -> Answered:
    query: Json = dict(_QUERY) if change.method == "PATCH" else {}
    if dry:
        query["dryRun"] = "All"
    where = f"{path}/{change.subresource}" if change.subresource else path
    body = change.body if change.method == "DELETE" else _as_read(order, change, there)
    return asking.write(change.method, where, until, query=query, body=body, kind=change.kind)


def _as_read(order: EffectOrder, change: ObjectRequest, there: ManifestValue) -> Json:
    """The patch of the very object and version that was read, with the mark of the effect."""
    read = {name: there.at("metadata", name).text for name in ("uid", "resourceVersion")}
    metadata: Json = {name: text for name, text in read.items() if text} | change.body.get("metadata", {})
    if change.marked:
        marks = {EFFECT: str(order.effect_id)} | ({} if change.before is None else {BEFORE: change.before})
        metadata["annotations"] = {**metadata.get("annotations", {}), **marks}
    return {**change.body, "metadata": metadata}


def _done(order: EffectOrder, change: ObjectRequest, there: ManifestValue) -> ActionOutcome:
    status, said = (EffectStatus.SUCCEEDED, change.said) if change.settled is None else change.settled(there)
    return outcome_of(order, status, said, undo=change.undo)


_: type[Effector] = ObjectEffector
