"""Ending an operation of an application that does not end by itself."""

from dataclasses import dataclass

from shared.adapters.argocd.acting import ActedApplication, ArgoCDApplications, NoApplication, path_of
from shared.adapters.effects.answers import SentUnanswered, refused_by_target, unanswered
from shared.adapters.effects.outcomes import outcome_of
from shared.ports.effects import ActionDryRun, Effector, EffectOrder
from shared.remediation.actions import Action, ArgoSync, ArgoTerminate
from shared.remediation.outcome import ActionOutcome, EffectStatus


@dataclass(frozen=True, slots=True)
class TerminateEffector:
    applications: ArgoCDApplications

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset({"argocd.terminate_operation"})

    def target_of(self, action: Action) -> str:
        return f"application {_name(action)}"

    def dry_run(self, order: EffectOrder, until: float) -> ActionDryRun:
        try:
            app = self.applications.application(_name(order.action), until)
        except NoApplication as absent:
            return ActionDryRun(text="argocd.terminate_operation cannot be done", problems=(str(absent),))
        if not app.operating:
            return ActionDryRun(text=f"{app.name} has no operation under way: nothing would be ended")
        return ActionDryRun(text=f"End the operation of {app.name} that began at {app.operation_began}")

    def perform(self, order: EffectOrder, until: float) -> ActionOutcome:
        try:
            app = self.applications.application(_name(order.action), until)
            if not app.operating:
                return _ended(order, app)
            if _is_later(order, app):
                return outcome_of(order, EffectStatus.FAILED, f"{app.name} has another operation, which began since")
            return self._terminated(order, app, until)
        except NoApplication as absent:
            return outcome_of(order, EffectStatus.FAILED, str(absent))
        except SentUnanswered as silence:
            return unanswered(order, silence)

    def _terminated(self, order: EffectOrder, app: ActedApplication, until: float) -> ActionOutcome:
        answer = self.applications.delete(f"{path_of(app.name)}/operation", {"project": app.project}, until)
        if not answer.is_success and "No operation is in progress" not in answer.said:
            return refused_by_target(order, answer)
        over = self.applications.followed(app.name, until, lambda app: not app.operating or _is_later(order, app))
        if over is None:
            return outcome_of(order, EffectStatus.UNKNOWN, f"the operation of {app.name} had not ended in time")
        return _ended(order, over)

    def look_up(self, order: EffectOrder, until: float) -> ActionOutcome | None:
        try:
            app = self.applications.application(_name(order.action), until)
        except NoApplication as absent:
            return outcome_of(order, EffectStatus.UNKNOWN, f"it cannot be looked up: {absent}")
        return None if app.operating and not _is_later(order, app) else _ended(order, app)


def _ended(order: EffectOrder, app: ActedApplication) -> ActionOutcome:
    said = f"{app.name} has no operation of before under way any more: {app.message or 'without a message'}"
    undo = ArgoSync(application=app.name)
    return outcome_of(order, EffectStatus.SUCCEEDED, said, application=app.name, undo=undo)


def _is_later(order: EffectOrder, app: ActedApplication) -> bool:
    """Whether what is under way began after the order: nobody has approved its end."""
    began = app.operation_began
    return order.begun_at is not None and began is not None and began > order.begun_at


def _name(action: Action) -> str:
    if not isinstance(action, ArgoTerminate):
        raise TypeError(f"{action.action} is not done here")
    return action.application


_: type[Effector] = TerminateEffector
