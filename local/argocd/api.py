"""The REST API of Argo CD (3.x), as far as whoever looks at applications and synchronises them needs it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from local.argocd.applications import CONTROL_PLANE, ApplicationState, Json
from local.argocd.controller import ArgoController
from local.argocd.refusals import ArgoRefused, GrpcCode
from local.argocd.requests import ArgoRequests
from local.argocd.tree import resource_tree
from local.cluster.moments import written
from local.world.access import OPEN, WorldAccess, WorldUser
from local.world.audit import AuditEntry, AuditLog
from local.world.requests import WorldAnswer, WorldRequest, as_json
from shared.ports.clock import Clock, SystemClock

_VERSION: Final = {"Version": "v3.2.0", "Platform": "linux/amd64", "GoVersion": "go1.25.0", "KubectlVersion": "v0.34.0"}
#: Words of the audit log, by method and path below an application.
_VERBS: Final[Mapping[tuple[str, ...], str]] = {
    ("POST", "sync"): "sync",
    ("POST", "rollback"): "rollback",
    ("DELETE", "operation"): "terminate",
    ("POST", "resource", "actions"): "action",
    ("POST", "resource", "actions", "v2"): "action",
}


@dataclass(slots=True)
class ArgoApi:
    controller: ArgoController
    access: WorldAccess = OPEN
    clock: Clock = field(default_factory=SystemClock)
    audit: AuditLog = field(default_factory=AuditLog.nowhere)

    def answer(self, request: WorldRequest) -> WorldAnswer:
        if request.path == ("api", "version"):
            return as_json(_VERSION)
        user = self.access.user(request.bearer)
        if user is None:
            return ArgoRefused(GrpcCode.UNAUTHENTICATED, "no session information").answer
        with self.controller.lock:
            try:
                answer = as_json(self._answered(request, user))
            except ArgoRefused as refused:
                answer = refused.answer
        if request.method != "GET":
            self.audit.write(_entry(request, user, answer.status))
        return answer

    def _answered(self, request: WorldRequest, user: WorldUser) -> Any:
        match request.path:
            case ("api", "v1", "session", "userinfo"):
                return {"loggedIn": True, "username": user.name, "iss": "argocd"}
            case ("api", "v1", "applications"):
                every = sorted(self.controller.applications.values(), key=lambda app: app.name)
                return {"metadata": {"resourceVersion": "1"}, "items": [app.manifest() for app in every] or None}
            case ("api", "v1", "applications", name, *below):
                app = self._application(name, request.query)
                return self._of_application(app, tuple(below), request, user)
            case _:
                raise ArgoRefused(GrpcCode.NOT_FOUND, "Not Found")

    def _application(self, name: str, query: Mapping[str, str]) -> ApplicationState:
        """Without a project nobody is told whether there is one of that name."""
        found = self.controller.applications.get(name)
        if found is not None and query.get("appNamespace", CONTROL_PLANE) == CONTROL_PLANE:
            return found
        if query.get("project"):
            raise ArgoRefused(GrpcCode.NOT_FOUND, f'applications.argoproj.io "{name}" not found')
        raise ArgoRefused(GrpcCode.PERMISSION_DENIED, "permission denied")

    def _of_application(
        self, app: ApplicationState, below: tuple[str, ...], request: WorldRequest, user: WorldUser
    ) -> Any:
        if request.method == "GET":
            return self._read(app, below, request)
        if (request.method, *below) not in _VERBS:
            raise ArgoRefused(GrpcCode.UNIMPLEMENTED, "Method Not Allowed")
        if not user.may_write:
            verb = _VERBS[request.method, *below]
            what = f"applications, {verb}, {app.spec.manifest['project']}/{app.name}"
            raise ArgoRefused(GrpcCode.PERMISSION_DENIED, f"permission denied: {what}, sub: {user.name}")
        asked = ArgoRequests(self.controller, app, user, self.clock.now())
        handlers: Mapping[str, Callable[[WorldRequest], Any]] = {
            "sync": asked.sync,
            "rollback": asked.rollback,
            "terminate": asked.terminate,
            "action": asked.act,
        }
        return handlers[_VERBS[request.method, *below]](request)

    def _read(self, app: ApplicationState, below: tuple[str, ...], request: WorldRequest) -> Any:
        now = self.clock.now()
        match below:
            case ():
                if request.query.get("refresh") in ("normal", "hard"):
                    self.controller.compare(app, now)
                return app.manifest()
            case ("resource-tree",):
                stated = self.controller.client.tracked(app.name)
                return resource_tree(self.controller.client.api.objects, stated)
            case ("syncwindows",):
                return self._windows()
            case ("revisions", revision, "metadata"):
                return self._revision(revision)
            case ("resource",):
                return ArgoRequests(self.controller, app, None, now).live(request)
            case ("resource", "actions"):
                return {"actions": ArgoRequests(self.controller, app, None, now).actions(request)}
            case _:
                raise ArgoRefused(GrpcCode.NOT_FOUND, "Not Found")

    def _windows(self) -> Json:
        if not self.controller.denied:
            return {"activeWindows": None, "assignedWindows": None, "canSync": True}
        window = {"kind": "deny", "schedule": "* * * * *", "duration": "1h", "manualSync": False}
        return {"activeWindows": [window], "assignedWindows": [window], "canSync": False}

    def _revision(self, revision: str) -> Json:
        commit = self.controller.repository.find(revision)
        if commit is None:
            raise ArgoRefused(GrpcCode.INVALID_ARGUMENT, f"revision {revision} could not be resolved")
        said = self.controller.repository.said(commit)
        return {"author": said.author, "date": written(said.at), "message": said.message, "signatureInfo": ""}


def _entry(request: WorldRequest, user: WorldUser, code: int) -> AuditEntry:
    name, *below = (*request.path[3:], "")
    verb = _VERBS.get((request.method, *filter(None, below)), request.method.lower())
    body = request.body.replace(b" ", b"")
    return AuditEntry(
        api="argocd",
        user=user.name,
        verb=verb,
        resource=f"applications/{name}",
        dry_run=b'"dryRun":true' in body,
        code=code,
    )
