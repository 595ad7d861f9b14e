"""The resource tree of an application: what it states, and all that came of it. Pure over the cluster's objects."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from local.argocd.applications import Json
from local.argocd.health import health_of
from local.cluster.objects import ClusterObjects, Manifest
from shared.adapters.kubernetes.kinds import SERVED

_BELOW: Final = ("ReplicaSet", "Pod", "Job")


def resource_tree(objects: ClusterObjects, stated: Iterable[Manifest]) -> Json:
    """Gives the nodes, each with its parents; ``stated`` are the objects that the manifests name."""
    stated = list(stated)
    owned = [each for kind in _BELOW for each in objects.seen(SERVED[kind].group, SERVED[kind].plural)]
    nodes, known = [*map(_node, stated)], {each["metadata"]["uid"] for each in stated}
    for each in owned:
        parents = [owner for owner in each["metadata"].get("ownerReferences", ()) if owner["uid"] in known]
        if parents:
            known.add(each["metadata"]["uid"])
            nodes.append({**_node(each), "parentRefs": [*_parents(parents, each)]})
    nodes += [*_slices(objects, stated)]
    return {"nodes": nodes, "orphanedNodes": [], "hosts": []}


def _slices(objects: ClusterObjects, stated: Iterable[Manifest]) -> Iterator[Json]:
    for service in (each for each in stated if each["kind"] == "Service"):
        for each in objects.seen("discovery.k8s.io", "endpointslices", service["metadata"]["namespace"]):
            if each["metadata"]["labels"].get("kubernetes.io/service-name") == service["metadata"]["name"]:
                yield {**_node(each), "parentRefs": [_reference(service)]}


def _parents(owners: Iterable[Mapping[str, Any]], of: Manifest) -> Iterator[Json]:
    for owner in owners:
        served = SERVED[owner["kind"]]
        named = {"group": served.group, "kind": owner["kind"], "name": owner["name"], "uid": owner["uid"]}
        yield {**named, "namespace": of["metadata"]["namespace"]}


def _reference(manifest: Manifest) -> Json:
    served, metadata = SERVED[manifest["kind"]], manifest["metadata"]
    found = {"kind": manifest["kind"], "name": metadata["name"], "uid": metadata["uid"]}
    found |= {"group": served.group} if served.group else {}
    return found | ({"namespace": metadata["namespace"]} if "namespace" in metadata else {})


def _node(manifest: Manifest) -> Json:
    metadata = manifest["metadata"]
    health = health_of(manifest)
    return {
        **_reference(manifest),
        "version": SERVED[manifest["kind"]].version,
        "resourceVersion": metadata["resourceVersion"],
        "createdAt": metadata["creationTimestamp"],
        **({"health": health} if health else {}),
    }
