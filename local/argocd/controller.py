"""The application controller: compares, synchronises by itself where it may, and takes live changes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import RLock
from typing import Any, Final

from local.argocd import operations
from local.argocd.applications import ApplicationSpec, ApplicationState
from local.argocd.cluster_client import ApplyingClient
from local.argocd.comparing import FolderComparison, NotGenerated, compared, desired_of
from local.cluster.moments import written
from local.cluster.objects import Manifest, ObjectPlace
from local.fleet.repository import FleetRepository

#: Seconds between two looks at the repository, and until a live change is taken back.
LOOK_S: Final = 2.0
SELF_HEAL_S: Final = 5.0
#: Folders of commits whose manifests are kept.
_MOST_REMEMBERED: Final = 500


@dataclass(slots=True)
class ArgoController:
    """Its applications by their names. ``lock`` is held by whoever reads or changes one."""

    repository: FleetRepository
    client: ApplyingClient
    applications: Mapping[str, ApplicationState]
    self_heal_s: float = SELF_HEAL_S
    denied: bool = False
    """Whether a sync window denies every sync now, also one by hand."""
    lock: RLock = field(default_factory=RLock)
    _desired: dict[tuple[str, str], Mapping[ObjectPlace, Manifest]] = field(default_factory=dict)
    _trees: dict[tuple[str, str], str | None] = field(default_factory=dict)
    _looked: datetime | None = None
    _head: str = ""

    def step(self, now: datetime) -> None:
        """Does what is due by now."""
        with self.lock:
            if self._looked is None or now - self._looked >= timedelta(seconds=LOOK_S):
                self._head, self._looked = self.repository.head(), now
            for app in self.applications.values():
                self._reconcile(app, now)

    def compare(self, app: ApplicationState, now: datetime) -> None:
        """Looks at the repository and at the cluster again, at once."""
        self._head, self._looked = self.repository.head(), now
        self._compare(app, self._head, now)

    def deploy(self, app: ApplicationState, revision: str, by: Mapping[str, Any], now: datetime) -> None:
        """Applies a revision as a whole, at once; what the world's past is made of."""
        operations.begin(app, {"sync": {"revision": revision, "prune": True}, "initiatedBy": dict(by)}, now)
        self._carry_out(app, now)

    def seen(self, app: ApplicationState, revision: str) -> FolderComparison:
        """Compares the cluster with any revision. Raises NotGenerated."""
        return compared(self.client, app.spec, self._desired_at(app.spec, revision))

    def _reconcile(self, app: ApplicationState, now: datetime) -> None:
        if operations.is_due(app, now):
            self._carry_out(app, now)
        self._compare(app, self._head, now)
        if app.sync == "Synced":
            app.drifted_at = None
        if app.spec.automated and app.operation is None and app.sync == "OutOfSync" and not self.denied:
            self._synchronise(app, now)

    def _compare(self, app: ApplicationState, head: str, now: datetime) -> None:
        try:
            seen = self.seen(app, head)
        except NotGenerated as why:
            unknown = {"type": "ComparisonError", "message": f"Failed to load target state: {why}"}
            unknown["lastTransitionTime"] = written(now)
            app.sync, app.conditions = "Unknown", [*(app.conditions or [unknown])]
        else:
            app.sync, app.resources, app.conditions = seen.status, seen.resources, []
            if seen.health["status"] != app.health["status"]:
                app.health = {"status": seen.health["status"], "lastTransitionTime": written(now)}
        app.revision, app.reconciled_at = head, now

    def _synchronise(self, app: ApplicationState, now: datetime) -> None:
        """Manifests are tried once; the same again only to take back what was changed beside git."""
        if self._is_new(app):
            app.drifted_at = None
        elif not self._heals(app, now):
            return
        sync = {"revision": app.revision, "prune": True}
        operations.begin(app, {"sync": sync, "initiatedBy": {"automated": True}, "retry": {"limit": 5}}, now)

    def _is_new(self, app: ApplicationState) -> bool:
        """Whether nobody has tried yet to apply what the folder says now."""
        tried = ((app.operation_state or {}).get("syncResult") or {}).get("revision")
        tried = tried or (app.history[-1]["revision"] if app.history else None)
        return tried is None or self._tree(tried, app.spec.folder) != self._tree(app.revision, app.spec.folder)

    def _heals(self, app: ApplicationState, now: datetime) -> bool:
        app.drifted_at = app.drifted_at or now
        succeeded = (app.operation_state or {}).get("phase") == "Succeeded"
        waited = now - app.drifted_at >= timedelta(seconds=self.self_heal_s)
        return app.spec.self_heal and succeeded and waited

    def _carry_out(self, app: ApplicationState, now: datetime) -> None:
        try:
            seen = self.seen(app, (app.operation or {})["sync"]["revision"])
        except NotGenerated as why:
            operations.fail(app, str(why), now)
            return
        operations.finish(app, self.client, seen, now)
        app.drifted_at = None

    def _desired_at(self, spec: ApplicationSpec, revision: str) -> Mapping[ObjectPlace, Manifest]:
        key = spec.name, self._tree(revision, spec.folder) or revision
        if key not in self._desired:
            if len(self._desired) >= _MOST_REMEMBERED:
                self._desired.clear()
            self._desired[key] = desired_of(self.repository, spec, revision)
        return self._desired[key]

    def _tree(self, revision: str, folder: str) -> str | None:
        if (revision, folder) not in self._trees:
            if len(self._trees) >= _MOST_REMEMBERED:
                self._trees.clear()
            self._trees[revision, folder] = self.repository.tree(revision, folder)
        return self._trees[revision, folder]
