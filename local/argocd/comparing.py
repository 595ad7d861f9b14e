"""What an application's folder says against what runs: each resource is in sync, differs, is missing or too much."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from local.argocd.applications import ApplicationSpec, Json
from local.argocd.cluster_client import TRACKING, ApplyingClient, after_apply, with_annotation
from local.argocd.health import Health, health_of, worst
from local.cluster.objects import Manifest, ObjectPlace, place_of
from local.fleet.repository import FleetRepository
from shared.adapters.kubernetes.kinds import SERVED

#: The loader of libyaml where that is there, which is ten times as fast.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Desired = Mapping[ObjectPlace, Manifest]
_ENDINGS: Final = (".yaml", ".yml", ".json")


class NotGenerated(Exception):  # noqa: N818 - names the condition
    """The folder's files are no manifests; the message says why."""


@dataclass(frozen=True, slots=True)
class FolderComparison:
    status: str
    resources: list[Json]
    health: Health
    desired: Desired
    surplus: list[Manifest]
    """Objects that the folder has no longer."""


def desired_of(repository: FleetRepository, spec: ApplicationSpec, commit: str) -> dict[ObjectPlace, Manifest]:
    """Reads the manifests of an application at a commit. Raises NotGenerated."""
    found: dict[ObjectPlace, Manifest] = {}
    if repository.tree(commit, spec.folder) is None:
        raise NotGenerated(f"{spec.folder}: app path does not exist")
    for path, text in sorted(repository.files(commit, spec.folder).items()):
        if not path.endswith(_ENDINGS):
            continue
        try:
            for manifest in filter(None, yaml.load_all(text, _LOADER)):
                tracked = _tracked(manifest, spec)
                found[place_of(tracked)] = tracked
        except (yaml.YAMLError, KeyError, TypeError, AttributeError) as wrong:
            raise NotGenerated(f'Failed to unmarshal "{path}": {wrong}') from wrong
    return found


def compared(
    client: ApplyingClient, spec: ApplicationSpec, desired: Mapping[ObjectPlace, Manifest]
) -> FolderComparison:
    resources, healths, synced = [], [], True
    for place, manifest in sorted(desired.items()):
        live = client.live(place)
        in_sync = live is not None and after_apply(manifest, live) == live
        health = {"status": "Missing"} if live is None else health_of(live)
        resources.append(_listed(manifest, in_sync=in_sync))
        healths += [health] if health else []
        synced = synced and in_sync
    surplus = [each for each in client.tracked(spec.name) if place_of(each) not in desired]
    resources += [{**_listed(each, in_sync=False), "requiresPruning": True} for each in surplus]
    status = "Synced" if synced and not surplus else "OutOfSync"
    return FolderComparison(status, resources, worst(healths), desired, surplus)


def _tracked(manifest: Any, spec: ApplicationSpec) -> Manifest:
    """Gives the manifest as it is applied: in its namespace, and saying whose it is."""
    kind, metadata = manifest["kind"], dict(manifest["metadata"])
    served = SERVED[kind]
    if served.in_namespaces:
        metadata.setdefault("namespace", spec.namespace)
    group = f"{served.group}/{kind}"
    tracking = f"{spec.name}:{group}:{metadata.get('namespace', '')}/{metadata['name']}"
    return with_annotation({**manifest, "metadata": metadata}, TRACKING, tracking)


def _listed(manifest: Manifest, *, in_sync: bool) -> Json:
    served, metadata = SERVED[manifest["kind"]], manifest["metadata"]
    found = {"version": served.version, "kind": manifest["kind"], "name": metadata["name"]}
    found |= {"group": served.group} if served.group else {}
    found |= {"namespace": metadata["namespace"]} if "namespace" in metadata else {}
    return {**found, "status": "Synced" if in_sync else "OutOfSync"}
