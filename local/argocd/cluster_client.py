"""The cluster as Argo CD's controller uses it: reads, and writes under a name of its own that the audit log tells."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from local.argocd.merging import applied
from local.cluster.api import ClusterApi
from local.cluster.objects import Manifest, ObjectPlace, place_of
from local.world.requests import WorldAnswer, WorldRequest
from shared.adapters.kubernetes.kinds import SERVED

TRACKING: Final = "argocd.argoproj.io/tracking-id"
LAST: Final = "kubectl.kubernetes.io/last-applied-configuration"
#: Its name in the managed fields of what it writes.
MANAGER: Final = "argocd-controller"
#: Kinds of which an application may have objects.
KINDS: Final = ("ConfigMap", "Service", "Deployment", "Job")


@dataclass(frozen=True, slots=True)
class ApplyingClient:
    api: ClusterApi
    token: str

    def live(self, place: ObjectPlace) -> Manifest | None:
        return self.api.objects.one(place)

    def tracked(self, application: str) -> list[Manifest]:
        """Gives the objects that say that they are this application's."""
        every = (self.api.objects.seen(SERVED[kind].group, SERVED[kind].plural) for kind in KINDS)
        return [each for some in every for each in some if _tracked_by(each) == application]

    def apply(self, desired: Manifest, *, dry_run: bool = False) -> WorldAnswer:
        """Makes the object what the manifest says; gives the server's answer."""
        live = self.live(place_of(desired))
        if live is None:
            return self._ask("POST", desired, with_annotation(desired, LAST, json.dumps(desired)), dry_run=dry_run)
        after = with_annotation(after_apply(desired, live), LAST, json.dumps(desired))
        return self._ask("PUT", desired, after, dry_run=dry_run)

    def patch(self, place: Manifest, patch: Mapping[str, Any]) -> WorldAnswer:
        return self._ask("PATCH", place, patch)

    def delete(self, manifest: Manifest, *, dry_run: bool = False) -> WorldAnswer:
        return self._ask("DELETE", manifest, {}, dry_run=dry_run)

    def _ask(self, method: str, of: Manifest, body: Mapping[str, Any], *, dry_run: bool = False) -> WorldAnswer:
        metadata = of["metadata"]
        name = "" if method == "POST" else metadata["name"]
        path = f"{SERVED[of['kind']].path(metadata.get('namespace', ''), name)}?fieldManager={MANAGER}"
        return self.api.answer(
            WorldRequest(
                method=method,
                target=f"{path}&dryRun=All" if dry_run else path,
                bearer=self.token,
                body=json.dumps(body).encode(),
                content_type="application/strategic-merge-patch+json" if method == "PATCH" else "application/json",
            )
        )


def after_apply(desired: Manifest, live: Manifest) -> Manifest:
    """Says what the live object would be: the same as now where it is in sync."""
    try:
        last = json.loads(live["metadata"].get("annotations", {}).get(LAST, "{}"))
    except ValueError:
        last = {}
    merged: Manifest = applied(last, desired, live)
    return merged


def with_annotation(manifest: Manifest, name: str, value: str) -> Manifest:
    metadata = manifest["metadata"]
    return {**manifest, "metadata": {**metadata, "annotations": {**metadata.get("annotations", {}), name: value}}}


def _tracked_by(manifest: Mapping[str, Any]) -> str:
    return str((manifest["metadata"].get("annotations") or {}).get(TRACKING, "")).partition(":")[0]
