"""An Argo CD with one application, in the words in which it answers (server/application/application.go)."""

from typing import Any

from shared.adapters.argocd.acting import EFFECT, ArgoCDApplications
from tests.support.orders import EFFECT as EFFECT_ID
from tests.support.scripted_api import ScriptedApi, argocd_no, says

APP = "/api/v1/applications/checkout"
OLD, NEW = "a" * 40, "b" * 40
OURS = {"info": [{"name": EFFECT, "value": str(EFFECT_ID)}], "sync": {"revision": NEW}}
THEIRS = {"initiatedBy": {"username": "admin"}, "sync": {"revision": NEW}}
BUSY = argocd_no(400, 9, "another operation is already in progress")
WINDOW = argocd_no(403, 7, "cannot sync: blocked by sync window")
PINNED = argocd_no(400, 9, f"Cannot sync to {OLD}: auto-sync currently set to main")
DENIED = argocd_no(403, 7, "permission denied")
NO_SESSION = argocd_no(401, 16, "invalid session: token is expired")
DELETING = argocd_no(400, 9, "application is deleting")
NOTHING_RUNS = argocd_no(400, 3, "Unable to terminate operation. No operation is in progress")


def app(
    operation: dict[str, Any] | None = None,
    *,
    phase: str = "Succeeded",
    automated: bool = False,
    pending: dict[str, Any] | None = None,
    began: str = "2026-03-01T12:00:01Z",
    history: tuple[tuple[str, str], ...] = (),
) -> dict[str, Any]:
    state = {
        "operation": operation or THEIRS,
        "phase": phase,
        "message": "successfully synced (all tasks run)" if phase == "Succeeded" else "one or more objects failed",
        "startedAt": began,
        "syncResult": {"revision": NEW},
    }
    source = {"repoURL": "https://git.example.com/acme/gitops", "path": "apps/checkout", "targetRevision": "main"}
    return {
        "metadata": {"name": "checkout", "namespace": "argocd"},
        "spec": {
            "project": "shop",
            "source": source,
            "syncPolicy": {"automated": {}} if automated else {},
        },
        **({"operation": pending} if pending else {}),
        "status": {
            "sync": {"status": "OutOfSync", "revision": OLD},
            "operationState": state,
            "history": [{"revision": revision, "deployedAt": at} for revision, at in history],
            "resources": [
                {"kind": "Service", "namespace": "shop", "name": "web", "status": "Synced"},
                {"kind": "Deployment", "namespace": "shop", "name": "web", "status": "OutOfSync"},
            ],
        },
    }


BEFORE = ((OLD, "2026-02-27T09:00:00Z"),)
DEPLOYED = (*BEFORE, (NEW, "2026-03-01T12:00:04Z"))


def an_api(*reads: Any, writes: tuple[Any, ...] = ()) -> ScriptedApi:
    api = ScriptedApi(writes=list(writes))
    api.reads[APP] += [says(each) if isinstance(each, dict) else each for each in reads]
    return api


def applications(api: ScriptedApi) -> ArgoCDApplications:
    return ArgoCDApplications(api, pause_s=0.001)
