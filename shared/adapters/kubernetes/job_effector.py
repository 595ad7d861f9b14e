"""Making one more job of a cron job, under a name that is the effect's own: made twice it is one."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from shared.adapters.effects.answers import Asking, Json, SentUnanswered, refused_by_target, unanswered
from shared.adapters.effects.outcomes import outcome_of
from shared.adapters.kubernetes.kinds import SERVED
from shared.adapters.kubernetes.object_changes import EFFECT
from shared.adapters.kubernetes.object_effector import target_of
from shared.diagnosis.manifest_value import ManifestValue
from shared.kernel.vocabulary import ResourceRef
from shared.ports.effects import ActionDryRun, Effector, EffectOrder
from shared.remediation.actions import Action, DeleteObject
from shared.remediation.manifests import called
from shared.remediation.outcome import ActionOutcome, EffectStatus

_LONGEST_NAME = 50


@dataclass(frozen=True, slots=True)
class JobEffector:
    cluster_of: Callable[[ResourceRef], tuple[str, Asking] | None]

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset({"argocd.resource_action"})

    def target_of(self, action: Action) -> str:
        target = target_of(action)
        cluster = self.cluster_of(target)
        return f"cluster {cluster[0] if cluster else target.cluster}: {called(target)}"

    def dry_run(self, order: EffectOrder, until: float) -> ActionDryRun:
        target = target_of(order.action)
        said = f"Make one more job of {called(target)}"
        try:
            tried = self._created(order, until, {"dryRun": "All"})
        except SentUnanswered as silence:
            return ActionDryRun(text=said, problems=(str(silence),))
        return ActionDryRun(text=said, problems=() if tried.status is EffectStatus.SUCCEEDED else (tried.detail,))

    def perform(self, order: EffectOrder, until: float) -> ActionOutcome:
        try:
            return self._created(order, until, {})
        except SentUnanswered as silence:
            return unanswered(order, silence)

    def look_up(self, order: EffectOrder, until: float) -> ActionOutcome | None:
        target = target_of(order.action)
        cluster = self.cluster_of(target)
        if cluster is None:
            return None
        answer = cluster[1].read(_path(target, _name(order)), {}, until)
        return _made(order, answer.body) if answer.is_success else None

    def _created(self, order: EffectOrder, until: float, query: Json) -> ActionOutcome:
        """Raises EffectUnavailable and SentUnanswered."""
        target = target_of(order.action)
        cluster = self.cluster_of(target)
        if cluster is None or target.kind != "CronJob":
            return outcome_of(order, EffectStatus.FAILED, f"no job is made of {called(target)} here")
        asking = cluster[1]
        read = asking.read(SERVED["CronJob"].path(target.namespace or "", target.name), {}, until)
        if not read.is_success:
            return outcome_of(order, EffectStatus.FAILED, read.said)
        job = _job(order, ManifestValue(read.body, (), ""))
        made = asking.write("POST", _path(target), until, query=query, body=job, kind="application/json")
        if made.status == HTTPStatus.CONFLICT:
            return self.look_up(order, until) or refused_by_target(order, made)
        return _made(order, made.body) if made.is_success else refused_by_target(order, made)


def _job(order: EffectOrder, cron: ManifestValue) -> Json:
    """As the controller makes them, and as made by hand."""
    template: Any = cron.at("spec", "jobTemplate").value or {}
    metadata = template.get("metadata") or {}
    marks = {"cronjob.kubernetes.io/instantiate": "manual", EFFECT: str(order.effect_id)}
    owner = {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "name": cron.at("metadata", "name").text,
        "uid": cron.at("metadata", "uid").text,
        "controller": True,
    }
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {
            "name": _name(order),
            "namespace": cron.at("metadata", "namespace").text,
            "labels": metadata.get("labels") or {},
            "annotations": {**(metadata.get("annotations") or {}), **marks},
            "ownerReferences": [owner],
        },
        "spec": template.get("spec") or {},
    }


def _made(order: EffectOrder, job: Json) -> ActionOutcome:
    target = target_of(order.action).model_copy(update={"kind": "Job", "name": _name(order)})
    uid = ManifestValue(job, (), "").at("metadata", "uid").text
    undo = DeleteObject(target=target, uid=uid) if uid else None
    return outcome_of(order, EffectStatus.SUCCEEDED, f"{called(target)} was made", undo=undo)


def _name(order: EffectOrder) -> str:
    return f"{target_of(order.action).name[:_LONGEST_NAME].rstrip('.-')}-{order.effect_id.hex[:12]}"


def _path(target: ResourceRef, name: str = "") -> str:
    return SERVED["Job"].path(target.namespace or "", name)


_: type[Effector] = JobEffector
