"""Ways back to what ran before: by Argo CD's rollback where that is open, by a commit everywhere else."""

import json
import re
from collections.abc import Sequence

from shared.remediation.actions import ArgoSync, GitPatch, GitRevert
from shared.remediation.case import CauseInView, Closed, Open
from shared.remediation.gitops import Application
from shared.remediation.manifests import ref_of
from shared.remediation.suspects import (
    SuspectRevision,
    TemplateChange,
    changed_source,
    suspect_revision,
    template_changes,
)
from shared.remediation.ways.after_commit import committed

#: What a patch may put back. Not ``env``, ``command`` and ``args``: they may hold secrets, which evidence has not.
_CAN_BE_PUT_BACK = re.compile(
    r"/spec/template/spec/(nodeSelector|affinity|tolerations|topologySpreadConstraints"
    r"|(initContainers|containers)/\d+/(image|livenessProbe|readinessProbe|startupProbe|resources/(limits|requests)/[\w.~-]{1,100}))"
)
_REQUEST = re.compile(r"/spec/template/spec/(initContainers|containers)/\d+/resources/requests/.*")
_PLACEMENT = re.compile(
    r"/spec/template/spec/(nodeSelector|affinity|tolerations|topologySpreadConstraints|(initContainers|containers)/\d+/ports)"
)
_MOST_PATCHES = 10
_LONGEST_VALUE = 1_000


def back(case: CauseInView) -> Open | Closed:
    """Takes back what was changed shortly before it broke, if anything was."""
    app = case.app
    if app is None:
        return _template_back(case, None)
    suspect = suspect_revision(app, case.began)
    if isinstance(suspect, SuspectRevision):
        return _revision_back(case, app, suspect)
    told = f"revert closed: {suspect}"
    found = _drift_back(case, app) or _template_back(case, app)
    if isinstance(found, Open):
        return Open(found.actions, found.why, (told, *found.told))
    return Closed(found.by, (told, *found.told))


def back_if_requests_changed(case: CauseInView) -> Open | Closed:
    """Takes the change back only if it changed what the containers ask for."""
    return _back_if_changed(case, _REQUEST, "what its containers ask for")


def back_if_placement_changed(case: CauseInView) -> Open | Closed:
    """Takes the change back only if it changed where the pod may run."""
    return _back_if_changed(case, _PLACEMENT, "where it may run")


def _back_if_changed(case: CauseInView, field: re.Pattern[str], called_so: str) -> Open | Closed:
    changes = template_changes(case.world.index, case.root, case.began) or ()
    if any(field.fullmatch(change.pointer) for change in changes):
        return back(case)
    return Closed(f"revert closed: nothing shows that {called_so} was changed shortly before")


def failed_revision_back(case: CauseInView) -> Open | Closed:
    """Reverts the revision that could not be applied to the one that last was."""
    app = case.app
    if app is None:
        return Closed("revert closed: the application was not read")
    told = tuple(filter(None, (case.world.gates_of(app).retried_by_itself(),)))
    failed = app.operation.revisions
    if not app.applied or not failed or failed == app.applied:
        return Closed(f"revert closed: {app.called} has no applied revision other than the one that failed", told)
    place = changed_source(app, failed, app.applied)
    commit = None if place is None else _commit(app, place, failed[place], app.applied[place])
    if commit is None:
        return Closed(f"revert closed: which source of {app.called} brought the fault is not clear", told)
    found = committed(case, app, (commit,), f"revision {failed[place or 0][:12]} cannot be applied")
    return Open(found.actions, found.why, (*told, *found.told))


def _revision_back(case: CauseInView, app: Application, suspect: SuspectRevision) -> Open | Closed:
    minutes = int((case.began - suspect.at).total_seconds() // 60)
    when = f"{minutes} min before it broke" if minutes > 0 else "as it broke"
    why = f"revision {suspect.revision[:12]} of {app.called} was deployed {when}"
    commit = _commit(app, suspect.place, suspect.revision, suspect.previous)
    if commit is None:
        return Closed(f"revert closed: {app.called} names no repository")
    closed = case.world.gates_of(app).rollback()
    if closed or isinstance(commit, GitPatch):
        found = committed(case, app, (commit,), why)
        return Open(found.actions, found.why, (*filter(None, (closed,)), *found.told))
    rollback = ArgoSync(application=app.name, revision=suspect.previous)
    return Open((rollback, commit), why, (f"rollback open: auto-sync of {app.called} is off; the commit keeps it so",))


def _commit(app: Application, place: int, revision: str, previous: str) -> GitRevert | GitPatch | None:
    """A commit is reverted; of a chart, the version that the application names is set back."""
    source = app.sources[place]
    if not source.repository:
        return None
    if not source.chart:
        return GitRevert(application=app.name, repository=source.repository, revision=revision, back_to=previous)
    return GitPatch(
        target=ref_of(app.key),
        pointer=f"/spec/sources/{place}/targetRevision" if app.several else "/spec/source/targetRevision",
        before=json.dumps(source.target_revision),
        after=json.dumps(previous),
        bound=f"the version of chart {source.chart} that ran before"[:300],
    )


def _drift_back(case: CauseInView, app: Application) -> Open | Closed | None:
    """An object that was changed beside git is put back by a sync; None: it was not, as far as is known."""
    entry = app.entry_of(case.root)
    if entry is None or entry.at("status").text != "OutOfSync" or not app.applied or app.applied != app.revisions:
        return None
    closed = case.world.gates_of(app).sync()
    if closed:
        return Closed(closed)
    target = ref_of(case.root)
    sync = ArgoSync(application=app.name, resources=(target,))
    return Open((sync,), "it differs from git although no revision is new: it was changed beside git")


def _template_back(case: CauseInView, app: Application | None) -> Open | Closed:
    changes = template_changes(case.world.index, case.root, case.began)
    if changes is None:
        return Closed("revert closed: no pod template that was replaced shortly before is known")
    patches = _patches(case, app, changes)
    if not patches:
        return Closed("revert closed: its pod template was replaced, in fields that cannot be put back from here")
    return committed(case, app, patches, "its pod template was replaced shortly before it broke")


def _patches(case: CauseInView, app: Application | None, changes: Sequence[TemplateChange]) -> tuple[GitPatch, ...]:
    """All of the changes or none: half of what was before has never run."""
    values = [(change, _json(change.present.value), _json(change.earlier.value)) for change in changes]
    if len(values) > _MOST_PATCHES or not all(_can_be_put_back(*value) for value in values):
        return ()
    return tuple(
        GitPatch(
            application=app.name if app else None,
            target=ref_of(case.root),
            pointer=change.pointer,
            before=present,
            after=earlier,
            bound="the value of the pod template before",
        )
        for change, present, earlier in values
    )


def _can_be_put_back(change: TemplateChange, *texts: str) -> bool:
    said = all(len(text) <= _LONGEST_VALUE and "redacted" not in text.lower() for text in texts)
    return said and _CAN_BE_PUT_BACK.fullmatch(change.pointer) is not None


def _json(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
