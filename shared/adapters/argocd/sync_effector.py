"""Synchronising an application: asked for once, found again by its mark, and followed to its end."""

from dataclasses import dataclass

from shared.adapters.argocd.acting import (
    EFFECT,
    ActedApplication,
    ArgoCDApplications,
    NoApplication,
    is_busy,
    path_of,
)
from shared.adapters.effects.answers import Answered, Json, SentUnanswered, refused_by_target
from shared.adapters.effects.outcomes import outcome_of
from shared.adapters.kubernetes.kinds import SERVED
from shared.ports.effects import ActionDryRun, Effector, EffectOrder, EffectUnavailable
from shared.remediation.actions import Action, ArgoSync
from shared.remediation.manifests import called
from shared.remediation.outcome import ActionOutcome, EffectStatus

_MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class SyncEffector:
    applications: ArgoCDApplications

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset({"argocd.sync"})

    def target_of(self, action: Action) -> str:
        return f"application {_sync(action).application}"

    def dry_run(self, order: EffectOrder, until: float) -> ActionDryRun:
        """Says what differs. A dry run of Argo CD's own would be an operation: it replaces the last one, by which
        auto-sync knows what it has tried.
        """
        action = _sync(order.action)
        try:
            app = self.applications.application(action.application, until)
        except NoApplication as absent:
            return ActionDryRun(text=f"argocd.sync of {action.application} cannot be done", problems=(str(absent),))
        problems = []
        if _is_pinned_beside(action, app):
            problems.append(f"auto-sync of {app.name} is on and refuses any revision but {app.target_revision}")
        return ActionDryRun(text="\n".join(_shown(action, app)), problems=tuple(problems))

    def perform(self, order: EffectOrder, until: float) -> ActionOutcome:
        action = _sync(order.action)
        try:
            app = self._free(action, str(order.effect_id), until)
            if not _is_ours(app, str(order.effect_id)):
                answer = self.applications.post(f"{path_of(app.name)}/sync", _body(order, action, app), until)
                if is_busy(answer):
                    raise EffectUnavailable(f"another operation of {app.name} was faster")
                if not answer.is_success:
                    return _refused(order, answer)
        except NoApplication as absent:
            return outcome_of(order, EffectStatus.FAILED, str(absent))
        except SentUnanswered as silence:
            return self._followed(order, until) or outcome_of(order, EffectStatus.UNKNOWN, str(silence))
        return self._followed(order, until) or _unended(order)

    def look_up(self, order: EffectOrder, until: float) -> ActionOutcome | None:
        action, effect = _sync(order.action), str(order.effect_id)
        try:
            app = self.applications.application(action.application, until)
        except NoApplication as absent:
            return outcome_of(order, EffectStatus.UNKNOWN, f"it cannot be looked up: {absent}")
        if _is_ours(app, effect):
            return self._followed(order, until) or _unended(order)
        return _as_deployed(order, app)

    def _free(self, action: ArgoSync, effect: str, until: float) -> ActedApplication:
        """The application without another's operation under way, compared anew with what is in git now.

        Raises NoApplication and EffectUnavailable.
        """
        app = self.applications.followed(
            action.application, until, lambda app: _is_ours(app, effect) or not app.operating
        )
        if app is None:
            # Also what it says of an application that is not there.
            self.applications.application(action.application, until)
            raise EffectUnavailable(f"another operation of {action.application} does not end")
        return app if _is_ours(app, effect) else self.applications.application(app.name, until, refresh=True)

    def _followed(self, order: EffectOrder, until: float) -> ActionOutcome | None:
        effect, name = str(order.effect_id), _sync(order.action).application
        try:
            app = self.applications.followed(name, until, lambda app: app.last_was(effect) and not app.operating)
        except NoApplication:
            return None
        return None if app is None else _ended(order, app)


def _ended(order: EffectOrder, app: ActedApplication) -> ActionOutcome:
    done = app.phase == "Succeeded"
    said = f"{app.name}: {app.phase}: {app.message or 'without a message'}"
    return outcome_of(
        order,
        EffectStatus.SUCCEEDED if done else EffectStatus.FAILED,
        said,
        application=app.name,
        revision=app.synced_revision or None,
        undo=_undo(app) if done else None,
    )


def _as_deployed(order: EffectOrder, app: ActedApplication) -> ActionOutcome | None:
    """What the history says where another operation came after: a pinned revision that was deployed since it began."""
    wanted, begun = _sync(order.action).revision, order.begun_at
    for revision, at in reversed(app.history):
        if wanted is not None and revision == wanted and begun and at and at >= begun:
            said = f"{app.name} was deployed at {wanted[:12]}"
            return outcome_of(order, EffectStatus.SUCCEEDED, said, application=app.name, revision=revision)
    return None


def _undo(app: ActedApplication) -> ArgoSync | None:
    """Back to what was deployed before, where auto-sync leaves that open."""
    before = [revision for revision, _ in app.history if revision and revision != app.synced_revision]
    return ArgoSync(application=app.name, revision=before[-1]) if before and not app.automated else None


def _body(order: EffectOrder, action: ArgoSync, app: ActedApplication) -> Json:
    """Nothing is pruned: what git has not any more stays, and a person sees it."""
    body: Json = {
        "name": app.name,
        "project": app.project,
        "prune": False,
        "dryRun": False,
        "infos": [
            {"name": EFFECT, "value": str(order.effect_id)},
            {"name": "sre.ameide.io/approval", "value": str(order.approval_id)},
        ],
    }
    if action.revision is not None:
        body["revision"] = action.revision
    if action.resources:
        body["resources"] = [
            {
                "group": SERVED[each.kind].group if each.kind in SERVED else "",
                "kind": each.kind,
                "name": each.name,
                "namespace": each.namespace or "",
            }
            for each in action.resources
        ]
    return body


def _refused(order: EffectOrder, answer: Answered) -> ActionOutcome:
    return refused_by_target(order, answer).model_copy(update={"application": _sync(order.action).application})


def _unended(order: EffectOrder) -> ActionOutcome:
    name = _sync(order.action).application
    return outcome_of(order, EffectStatus.UNKNOWN, f"the sync of {name} had not ended in time", application=name)


def _shown(action: ArgoSync, app: ActedApplication) -> list[str]:
    now = app.manifest.at("status", "sync", "revision").text or "a revision that is not told"
    lines = [f"Synchronise {app.name} to {action.revision or app.target_revision}; it was last compared with {now}"]
    lines += [f"only {called(each)}" for each in action.resources]
    differing = sorted(
        f"{each.at('kind').text} {each.at('namespace').text}/{each.at('name').text}"
        for each in app.manifest.at("status", "resources").each()
        if each.at("status").text == "OutOfSync"
    )
    lines += [f"OutOfSync: {each}" for each in differing[:_MOST_SHOWN]]
    return lines


def _is_pinned_beside(action: ArgoSync, app: ActedApplication) -> bool:
    return app.automated and action.revision is not None and action.revision != app.target_revision


def _is_ours(app: ActedApplication, effect: str) -> bool:
    return app.waits_for(effect) or app.last_was(effect)


def _sync(action: Action) -> ArgoSync:
    if not isinstance(action, ArgoSync):
        raise TypeError(f"{action.action} is not done here")
    return action


_: type[Effector] = SyncEffector
