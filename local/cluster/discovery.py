"""What clients ask first, to learn what is served."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from shared.adapters.kubernetes.kinds import SERVED, Served

_VERSION: Final = {
    "major": "1",
    "minor": "36",
    "gitVersion": "v1.36.0",
    "platform": "linux/amd64",
    "goVersion": "go1.26.6",
}
_VERBS: Final = ("create", "delete", "get", "list", "patch", "update", "watch")
_SCALE: Final = {"group": "autoscaling", "version": "v1", "kind": "Scale", "verbs": ["get", "patch", "update"]}
_EVICTION: Final = {"group": "policy", "version": "v1", "kind": "Eviction", "verbs": ["create"]}
_SHORT: Final = {
    "Pod": ("po",),
    "Deployment": ("deploy",),
    "ReplicaSet": ("rs",),
    "Service": ("svc",),
    "ConfigMap": ("cm",),
    "Node": ("no",),
    "Namespace": ("ns",),
    "Event": ("ev",),
}
#: Subresources by the kind that has them.
_BELOW: Final = {
    "Deployment": (("scale", _SCALE),),
    "Pod": (
        ("log", {"kind": "Pod", "verbs": ["get"]}),
        ("eviction", _EVICTION),
        ("resize", {"kind": "Pod", "verbs": ["get", "patch", "update"]}),
    ),
}


def discovered(path: Sequence[str]) -> Any:
    """Gives what is told of a path; None for every path that leads to objects."""
    match path:
        case ["version"]:
            return _VERSION
        case ["api"]:
            return {"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": []}
        case ["apis"]:
            return {"kind": "APIGroupList", "apiVersion": "v1", "groups": [_group(name) for name in _groups()]}
        case ["api", version]:
            return _resources("", version)
        case ["apis", group, version] if group in _groups():
            return _resources(group, version)
        case _:
            return None


def _groups() -> list[str]:
    return sorted({served.group for served in SERVED.values()} - {""})


def _group(name: str) -> Any:
    version = next(served.version for served in SERVED.values() if served.group == name)
    served = {"groupVersion": f"{name}/{version}", "version": version}
    return {"name": name, "versions": [served], "preferredVersion": served}


def _resources(group: str, version: str) -> Any:
    resources = [
        resource
        for kind, served in SERVED.items()
        if (served.group, served.version) == (group, version)
        for resource in _of_kind(kind, served)
    ]
    group_version = f"{group}/{version}" if group else version
    return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": group_version, "resources": resources}


def _of_kind(kind: str, served: Served) -> Iterator[dict[str, Any]]:
    said = {"singularName": kind.lower(), "namespaced": served.in_namespaces, "kind": kind, "verbs": [*_VERBS]}
    yield {"name": served.plural, **said, "shortNames": [*_SHORT.get(kind, ())]}
    for name, below in _BELOW.get(kind, ()):
        yield {"name": f"{served.plural}/{name}", "singularName": "", "namespaced": served.in_namespaces, **below}
