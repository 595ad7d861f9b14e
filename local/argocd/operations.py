"""Operations of an application: asked for, carried out a moment later, and told with what came of each resource."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final

from local.argocd.applications import ApplicationState, Json
from local.argocd.cluster_client import ApplyingClient, after_apply
from local.argocd.comparing import FolderComparison
from local.cluster.moments import read_moment, written
from local.cluster.objects import Manifest, place_of
from shared.adapters.kubernetes.kinds import SERVED

#: Seconds that an operation takes.
TAKES_S: Final = 1.0
#: Entries of an application's history that are kept.
MOST_HISTORY: Final = 10


def begin(app: ApplicationState, operation: Json, now: datetime) -> None:
    """Starts an operation; nothing else may be under way."""
    app.operation = operation
    revision = operation["sync"]["revision"]
    app.operation_state = {
        "operation": operation,
        "phase": "Running",
        "message": "waiting for completion of hooks and resources",
        "startedAt": written(now),
        "syncResult": {"revision": revision, "source": app.spec.source, "resources": []},
    }
    app.version += 1


def is_due(app: ApplicationState, now: datetime) -> bool:
    state = app.operation_state
    started = read_moment(state["startedAt"]) if app.operation and state else now
    return app.operation is not None and now >= started + timedelta(seconds=TAKES_S)


def terminate(app: ApplicationState, now: datetime) -> None:
    _end(app, "Failed", "Operation terminated", [], now)


def fail(app: ApplicationState, message: str, now: datetime) -> None:
    """Ends an operation whose manifests cannot be read."""
    _end(app, "Error", f"ComparisonError: {message}", [], now)


def finish(app: ApplicationState, client: ApplyingClient, seen: FolderComparison, now: datetime) -> None:
    """Applies what the operation asks for and tells what came of it."""
    sync = (app.operation or {})["sync"]
    chosen, dry_run = sync.get("resources") or [], bool(sync.get("dryRun"))
    results = [
        _result(manifest, _applied(client, manifest, dry_run=dry_run), "configured")
        for _, manifest in sorted(seen.desired.items())
        if _is_chosen(manifest, chosen)
    ]
    if sync.get("prune"):
        results += [
            _result(each, client.delete(each, dry_run=dry_run).status, "pruned")
            for each in seen.surplus
            if _is_chosen(each, chosen)
        ]
    failed = [each for each in results if each["status"] == "SyncFailed"]
    if failed:
        message = f"one or more objects failed to apply, reason: {failed[0]['message']}"
        _end(app, "Failed", message, results, now)
        return
    _remember(app, sync, partly=bool(chosen), dry_run=dry_run, now=now)
    message = "successfully synced (no more tasks)" if not dry_run else "successfully synced (dry run)"
    _end(app, "Succeeded", message, results, now)


def _applied(client: ApplyingClient, manifest: Manifest, *, dry_run: bool) -> int:
    """What is in sync already is not written again."""
    live = client.live(place_of(manifest))
    if live is not None and after_apply(manifest, live) == live:
        return HTTPStatus.OK
    return client.apply(manifest, dry_run=dry_run).status


def _remember(app: ApplicationState, sync: Mapping[str, Any], *, partly: bool, dry_run: bool, now: datetime) -> None:
    """What was synchronised in part, or only tried, is no deployment."""
    if partly or dry_run:
        return
    last = app.history[-1]["id"] if app.history else -1
    entry = {
        "id": last + 1,
        "revision": sync["revision"],
        "deployStartedAt": (app.operation_state or {})["startedAt"],
        "deployedAt": written(now),
        "source": app.spec.source,
        "initiatedBy": (app.operation or {}).get("initiatedBy", {}),
    }
    app.history = [*app.history, entry][-MOST_HISTORY:]


def _end(app: ApplicationState, phase: str, message: str, results: list[Json], now: datetime) -> None:
    state = app.operation_state or {}
    result = {**state.get("syncResult", {}), "resources": results}
    ended = {"phase": phase, "message": message, "finishedAt": written(now), "syncResult": result}
    app.operation_state = {**state, **ended}
    app.operation = None
    app.version += 1


def _result(manifest: Manifest, code: int, done: str) -> Json:
    served, metadata, kind = SERVED[manifest["kind"]], manifest["metadata"], manifest["kind"]
    called = f"{kind.lower()}{f'.{served.group}' if served.group else ''}/{metadata['name']}"
    ok = code < HTTPStatus.BAD_REQUEST
    return {
        "group": served.group,
        "version": served.version,
        "kind": kind,
        "namespace": metadata.get("namespace", ""),
        "name": metadata["name"],
        "status": ("Pruned" if done == "pruned" else "Synced") if ok else "SyncFailed",
        "message": f"{called} {done}" if ok else f"{called}: the server answered {code}",
        "hookPhase": "Running" if ok else "Failed",
        "syncPhase": "Sync",
    }


def _is_chosen(manifest: Manifest, chosen: list[Mapping[str, Any]]) -> bool:
    served, metadata = SERVED[manifest["kind"]], manifest["metadata"]
    return not chosen or any(
        each.get("kind") == manifest["kind"]
        and each.get("name") == metadata["name"]
        and each.get("group", "") == served.group
        and each.get("namespace", "") in ("", metadata.get("namespace", ""))
        for each in chosen
    )
