"""What may be asked of an application, refused by the rules and in the words of Argo CD."""

import json
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from local.argocd import operations
from local.argocd.actions import actions_of, patch_of, read_parameters
from local.argocd.applications import ApplicationState, Json
from local.argocd.controller import ArgoController
from local.argocd.refusals import ArgoRefused, GrpcCode, invalid_argument, precondition_failed
from local.cluster.objects import Manifest, ObjectPlace
from local.world.access import WorldUser
from local.world.requests import WorldRequest
from shared.adapters.kubernetes.kinds import SERVED


@dataclass(frozen=True, slots=True)
class ArgoRequests:
    """Of one user to one application; reading needs no user."""

    controller: ArgoController
    app: ApplicationState
    user: WorldUser | None
    now: datetime

    def sync(self, request: WorldRequest) -> Json:
        """Raises ArgoRefused."""
        asked = _body(request)
        branch, wanted = self.app.spec.branch, str(asked.get("revision") or "")
        dry_run = bool(asked.get("dryRun"))
        if self.app.spec.automated and wanted not in ("", branch) and not dry_run:
            raise precondition_failed(f"Cannot sync to {wanted}: auto-sync currently set to {branch}")
        self._refuse_in_window()
        return self._begin(
            {
                "revision": self._commit(wanted or branch),
                "prune": bool(asked.get("prune")),
                **({"dryRun": True} if dry_run else {}),
                **({"resources": asked["resources"]} if asked.get("resources") else {}),
                **({"syncStrategy": asked["strategy"]} if asked.get("strategy") else {}),
            },
            asked.get("infos"),
        )

    def rollback(self, request: WorldRequest) -> Json:
        """Raises ArgoRefused."""
        asked = _body(request)
        if self.app.spec.automated:
            raise precondition_failed("rollback cannot be initiated when auto-sync is enabled")
        number = int(asked.get("id") or 0)
        entry = next((each for each in self.app.history if each["id"] == number), None)
        if entry is None:
            raise invalid_argument(f"application {self.app.name} does not have deployment with id {number}")
        self._refuse_in_window()
        dry_run = {"dryRun": True} if asked.get("dryRun") else {}
        return self._begin({"revision": entry["revision"], "prune": bool(asked.get("prune")), **dry_run})

    def terminate(self, _request: WorldRequest) -> Json:
        """Raises ArgoRefused."""
        if self.app.operation is None:
            raise invalid_argument("Unable to terminate operation. No operation is in progress")
        operations.terminate(self.app, self.now)
        return {}

    def actions(self, request: WorldRequest) -> list[Json]:
        """Raises ArgoRefused."""
        return actions_of(self._object(request, {}))

    def live(self, request: WorldRequest) -> Json:
        """An object as it is in the cluster, as a text of JSON. Raises ArgoRefused."""
        return {"manifest": json.dumps(self._object(request, {}))}

    def act(self, request: WorldRequest) -> Json:
        """Runs an action; the older form names it by a bare text. Raises ArgoRefused."""
        asked = _json(request)
        said = asked if isinstance(asked, dict) else {"action": asked}
        manifest = self._object(request, said)
        parameters = read_parameters(said.get("resourceActionParameters"))
        patch = patch_of(str(said.get("action", "")), manifest, parameters, self.now)
        answer = self.controller.client.patch(manifest, patch)
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise precondition_failed(answer.body.decode("utf-8", "replace"))
        return {}

    def _begin(self, sync: Json, infos: Any = None) -> Json:
        """``infos`` are what whoever asked says of it."""
        if self.app.operation is not None:
            raise precondition_failed("another operation is already in progress")
        name = self.user.name if self.user else ""
        told = {"info": infos} if infos else {}
        operations.begin(self.app, {"sync": sync, "initiatedBy": {"username": name}, **told}, self.now)
        return self.app.manifest()

    def _refuse_in_window(self) -> None:
        if self.controller.denied:
            raise ArgoRefused(GrpcCode.PERMISSION_DENIED, "Cannot sync: Blocked by sync window")

    def _commit(self, revision: str) -> str:
        found = self.controller.repository.find(revision)
        if found is None:
            raise precondition_failed(f"Unable to resolve '{revision}' to a commit SHA")
        return found

    def _object(self, request: WorldRequest, said: Json) -> Manifest:
        """The object that a request names, in its query or its body; it must be one of the application's."""
        told = {**request.query, **{name: str(value) for name, value in said.items() if isinstance(value, str)}}
        kind, name, namespace = told.get("kind", ""), told.get("resourceName", ""), told.get("namespace", "")
        served = SERVED.get(kind)
        place = ObjectPlace(served.group, served.plural, namespace, name) if served else None
        found = self.controller.client.live(place) if place else None
        tracked = [each["metadata"]["uid"] for each in self.controller.client.tracked(self.app.name)]
        if found is None or found["metadata"]["uid"] not in tracked:
            what = f"{kind} {told.get('group', '')} {name}"
            raise invalid_argument(f"{what} not found as part of application {self.app.name}")
        return found


def _body(request: WorldRequest) -> Json:
    found = _json(request)
    if not isinstance(found, dict):
        raise invalid_argument("json: cannot unmarshal the body into a request")
    return found


def _json(request: WorldRequest) -> Any:
    try:
        return request.json()
    except ValueError as wrong:
        raise invalid_argument(f"invalid character: {wrong}") from wrong
