"""Writes to the cluster as its server makes them: checked against what is there, with generations and versions."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from local.cluster import answers
from local.cluster.asking import Asked
from local.cluster.managers import with_manager
from local.cluster.moments import written
from local.cluster.objects import KINDS, ClusterObjects, Manifest
from local.cluster.patching import PATCHES, read_patch
from local.cluster.validation import refuse_invalid
from local.world.requests import WorldAnswer, WorldRequest, as_json
from shared.adapters.kubernetes.kinds import SERVED
from shared.ports.clock import Clock

#: What a server keeps of an object whatever a writer says.
_KEPT: Final = ("uid", "creationTimestamp")
#: Kinds whose status has a writer of its own, and whose spec is counted.
_COUNTED: Final = frozenset({"Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job"})


@dataclass(frozen=True, slots=True)
class ClusterWrites:
    objects: ClusterObjects
    clock: Clock

    def answer(self, asked: Asked, request: WorldRequest) -> WorldAnswer:
        """Does what is asked; a dry run changes nothing. Raises Refused."""
        match asked.verb, asked.subresource:
            case "create", "":
                return as_json(self._create(asked, _body(request)), HTTPStatus.CREATED)
            case "create", "eviction":
                return self._evict(asked)
            case "delete", "":
                return self._delete(asked)
            case "update" | "patch", "scale":
                return as_json(self._scale(asked, request))
            case "patch", "" if self._is_new(asked):
                return as_json(self._create(asked._replace(name=""), _body(request)), HTTPStatus.CREATED)
            case "update" | "patch", "" | "resize" | "status":
                return as_json(self._change(asked, request))
            case _:
                raise answers.not_allowed()

    def _is_new(self, asked: Asked) -> bool:
        """An apply makes what is not there."""
        return asked.applies and self.objects.peek(asked.place) is None

    def _create(self, asked: Asked, body: Manifest) -> Manifest:
        kind = KINDS[asked.group, asked.plural]
        metadata = {**(body.get("metadata") or {})}
        metadata.pop("resourceVersion", None)
        if "generateName" in metadata and not metadata.get("name"):
            metadata["name"] = f"{metadata['generateName']}{self.objects.version:05x}"
        metadata |= {"namespace": asked.namespace} if asked.namespace else {}
        manifest = {**body, "kind": kind, "metadata": metadata}
        manifest["metadata"] |= {"creationTimestamp": written(self.clock.now())}
        manifest["metadata"] |= {"generation": 1} if kind in _COUNTED else {}
        refuse_invalid(manifest, None)
        place = asked.place._replace(name=metadata["name"])
        if self.objects.one(place) is not None:
            raise answers.already_exists(asked.group, asked.plural, metadata["name"])
        return self._stored(manifest, asked)

    def _change(self, asked: Asked, request: WorldRequest) -> Manifest:
        before = self.objects.one(asked.place)
        if before is None:
            raise answers.not_found(asked.group, asked.plural, asked.name)
        after = _body(request) if asked.verb == "update" else _patched(before, request)
        return self._stored(self._next(asked, before, after), asked)

    def _next(self, asked: Asked, before: Manifest, after: Manifest) -> Manifest:
        """Gives what stands there after a write of this subresource: each has fields of its own."""
        told = after.get("metadata") or {}
        if (version := told.get("resourceVersion")) and version != before["metadata"]["resourceVersion"]:
            raise answers.conflict(asked.group, asked.plural, asked.name)
        kind = before["kind"]
        if asked.subresource == "status":
            return {**before, "status": after.get("status", {})}
        if asked.subresource == "resize":
            return _resized(before, after)
        metadata = {**told, **{name: before["metadata"][name] for name in _KEPT}}
        metadata |= {"name": asked.name} | ({"namespace": asked.namespace} if asked.namespace else {})
        manifest = {**after, "kind": kind, "apiVersion": before["apiVersion"], "metadata": metadata}
        if "status" in before:
            manifest["status"] = before["status"]
        refuse_invalid(manifest, before)
        if kind in _COUNTED:
            changed = manifest.get("spec") != before.get("spec")
            metadata["generation"] = before["metadata"].get("generation", 1) + changed
        return manifest

    def _scale(self, asked: Asked, request: WorldRequest) -> Manifest:
        before = self.objects.one(asked.place)
        if before is None:
            raise answers.not_found(asked.group, asked.plural, asked.name)
        scale = scale_of(before)
        after = _body(request) if asked.verb == "update" else _patched(scale, request)
        replicas = (after.get("spec") or {}).get("replicas", 0)
        changed = {**before, "spec": {**before["spec"], "replicas": replicas}}
        changed["metadata"] = {**before["metadata"], **_version_of(after)}
        return scale_of(self._stored(self._next(asked._replace(subresource=""), before, changed), asked))

    def _evict(self, asked: Asked) -> WorldAnswer:
        self._delete(asked._replace(subresource=""))
        return as_json(answers.success(), HTTPStatus.CREATED)

    def _delete(self, asked: Asked) -> WorldAnswer:
        before = self.objects.one(asked.place)
        if before is None:
            raise answers.not_found(asked.group, asked.plural, asked.name)
        if not asked.dry_run:
            self.objects.drop(asked.place)
        if before["kind"] == "Pod":
            gone = {
                **before["metadata"],
                "deletionTimestamp": written(self.clock.now()),
                "deletionGracePeriodSeconds": 30,
            }
            return as_json({**before, "metadata": gone})
        details = {"name": asked.name, "group": asked.group, "kind": asked.plural, "uid": before["metadata"]["uid"]}
        return as_json(answers.success(details))

    def _stored(self, manifest: Manifest, asked: Asked) -> Manifest:
        before = self.objects.peek(asked.place._replace(name=manifest["metadata"]["name"]))
        manifest = with_manager(manifest, before, asked, self.clock.now())
        if asked.dry_run:
            return {"apiVersion": _api_version(manifest["kind"]), **manifest}
        self.objects.add(manifest)
        found = self.objects.one(asked.place._replace(name=manifest["metadata"]["name"]))
        return found if found is not None else manifest


def scale_of(manifest: Mapping[str, Any]) -> Manifest:
    """Gives the subresource ``scale`` of a workload."""
    names = ("name", "namespace", "uid", "resourceVersion", "creationTimestamp")
    labels = ((manifest["spec"].get("selector") or {}).get("matchLabels") or {}).items()
    return {
        "kind": "Scale",
        "apiVersion": "autoscaling/v1",
        "metadata": {name: manifest["metadata"][name] for name in names if name in manifest["metadata"]},
        "spec": {"replicas": manifest["spec"].get("replicas", 1)},
        "status": {
            "replicas": (manifest.get("status") or {}).get("replicas", 0),
            "selector": ",".join(f"{name}={value}" for name, value in labels),
        },
    }


def _resized(before: Manifest, after: Manifest) -> Manifest:
    """Only the resources of containers change; what runs gets them without a restart."""
    changed = deepcopy(before)
    asked = {each["name"]: each.get("resources", {}) for each in (after.get("spec") or {}).get("containers", ())}
    for container in changed["spec"]["containers"]:
        container["resources"] = asked.get(container["name"], container.get("resources", {}))
    for status in changed["status"].get("containerStatuses", ()):
        status["resources"] = asked.get(status["name"], {})
    refuse_invalid(changed, None)
    return changed


def _patched(before: Manifest, request: WorldRequest) -> Manifest:
    apply = PATCHES.get(request.content_type.partition(";")[0].strip())
    if apply is None:
        raise answers.unsupported_media_type(request.content_type)
    try:
        found = apply(before, read_patch(request.body))
    except ValueError as wrong:
        raise answers.bad_request(str(wrong)) from wrong
    if not isinstance(found, dict):
        raise answers.bad_request("what the patch leaves is no object")
    return found


def _body(request: WorldRequest) -> Manifest:
    try:
        found = read_patch(request.body)
    except ValueError as wrong:
        raise answers.bad_request(str(wrong)) from wrong
    if not isinstance(found, dict):
        raise answers.bad_request("the body is no object")
    return found


def _version_of(manifest: Mapping[str, Any]) -> dict[str, str]:
    version = (manifest.get("metadata") or {}).get("resourceVersion")
    return {"resourceVersion": version} if version else {}


def _api_version(kind: str) -> str:
    served = SERVED[kind]
    return f"{served.group}/{served.version}" if served.group else served.version
