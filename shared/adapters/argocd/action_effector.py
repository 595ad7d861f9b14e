"""Argo CD's own actions on the objects of an application: no write access to a cluster is needed for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from shared.adapters.argocd.acting import ArgoCDApplications, NoApplication, path_of
from shared.adapters.effects.answers import SentUnanswered, refused_by_target, unanswered
from shared.adapters.effects.outcomes import outcome_of
from shared.adapters.kubernetes.kinds import SERVED
from shared.adapters.kubernetes.object_changes import CannotChange, ObjectRequest, change_of
from shared.diagnosis.manifest_value import ManifestValue
from shared.ports.effects import ActionDryRun, Effector, EffectOrder
from shared.remediation.actions import Action, ResourceAction
from shared.remediation.manifests import called
from shared.remediation.outcome import ActionOutcome, EffectStatus

_NOTHING = ManifestValue({}, (), "")
_RESTARTED = "kubectl.kubernetes.io/restartedAt"


@dataclass(frozen=True, slots=True)
class ApplicationActionEffector:
    applications: ArgoCDApplications

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset({"argocd.resource_action"})

    def target_of(self, action: Action) -> str:
        return f"application {_is(action).application}"

    def dry_run(self, order: EffectOrder, until: float) -> ActionDryRun:
        """Says what it would do: Argo CD tries no action dry."""
        action = _is(order.action)
        try:
            app = self.applications.application(action.application or "", until)
            change = _change(order, self._live(action, until) or _NOTHING)
        except (NoApplication, CannotChange) as wrong:
            return ActionDryRun(text=f"{action.name} of {called(action.target)} cannot be done", problems=(str(wrong),))
        return ActionDryRun(text=f"By Argo CD's action {action.name}, in application {app.name}: {change.said}")

    def perform(self, order: EffectOrder, until: float) -> ActionOutcome:
        action = _is(order.action)
        try:
            app = self.applications.application(action.application or "", until)
            there = self._live(action, until) or _NOTHING
            change = _change(order, there)
            if _is_done(order, change, there):
                return _done(order, change)
            body = {
                "name": app.name,
                "project": app.project,
                **_resource(action),
                "action": action.name,
                "resourceActionParameters": [
                    {"name": name, "value": value} for name, value in sorted(action.parameters.items())
                ],
            }
            answer = self.applications.post(f"{path_of(app.name)}/resource/actions/v2", body, until)
        except (NoApplication, CannotChange) as wrong:
            return outcome_of(order, EffectStatus.FAILED, str(wrong))
        except SentUnanswered as silence:
            return unanswered(order, silence)
        return _done(order, change) if answer.is_success else refused_by_target(order, answer)

    def look_up(self, order: EffectOrder, until: float) -> ActionOutcome | None:
        action = _is(order.action)
        there = self._live(action, until)
        if there is None:
            return outcome_of(order, EffectStatus.UNKNOWN, f"{called(action.target)} is not told: a person must look")
        try:
            change = _change(order, there)
        except CannotChange:
            return None
        if action.name == "create-job":
            return outcome_of(order, EffectStatus.UNKNOWN, "whether a job was made, a person must see")
        return _done(order, change) if _is_done(order, change, there) else None

    def _live(self, action: ResourceAction, until: float) -> ManifestValue | None:
        return self.applications.live(action.application or "", _resource(action), until)


def _change(order: EffectOrder, there: ManifestValue) -> ObjectRequest:
    action = _is(order.action)
    if action.name == "create-job":
        return ObjectRequest(said=f"Make one more job of {called(action.target)}", body={}, is_done=lambda _: False)
    return change_of(order, there)


def _is_done(order: EffectOrder, change: ObjectRequest, there: ManifestValue) -> bool:
    """A restart and a refresh leave the time at which Argo CD did them."""
    begun = order.begun_at
    match _is(order.action).name:
        case "restart":
            at = there.at("spec", "template", "metadata", "annotations", _RESTARTED).moment
        case "refresh":
            at = _epoch(there.at("metadata", "annotations", "force-sync").number)
        case _:
            return change.is_done(there)
    return begun is not None and at is not None and at >= begun.replace(microsecond=0)


def _epoch(seconds: int | None) -> datetime | None:
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _resource(action: ResourceAction) -> Mapping[str, str]:
    served = SERVED.get(action.target.kind)
    return {
        "namespace": action.target.namespace or "",
        "resourceName": action.target.name,
        "kind": action.target.kind,
        "group": served.group if served else "",
        "version": served.version if served else "",
    }


def _done(order: EffectOrder, change: ObjectRequest) -> ActionOutcome:
    application = _is(order.action).application
    return outcome_of(order, EffectStatus.SUCCEEDED, change.said, application=application, undo=change.undo)


def _is(action: Action) -> ResourceAction:
    if not isinstance(action, ResourceAction):
        raise TypeError(f"{action.action} is not done here")
    return action


_: type[Effector] = ApplicationActionEffector
