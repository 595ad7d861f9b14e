"""What the cluster holds: objects by their place, each write with a new version, and logs."""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from shared.adapters.kubernetes.kinds import SERVED, Served

Manifest = dict[str, Any]
_NAMESPACE = UUID("5f1c1c4e-6a55-4f5b-9b0c-5d3d6d5a2f11")
_CREATED = "2026-11-30T08:00:00Z"
#: Kind of each list, by group and plural.
KINDS = {(served.group, served.plural): kind for kind, served in SERVED.items()}


class Place(NamedTuple):
    group: str
    plural: str
    namespace: str
    name: str


class LogOf(NamedTuple):
    namespace: str
    pod: str
    container: str
    previous: bool = False


@dataclass(slots=True)
class ClusterObjects:
    """Objects in the order of their names, as etcd lists them. Safe for several threads."""

    logs: dict[LogOf, Iterable[bytes]] = field(default_factory=dict)
    """Of each container's run the log, in pieces."""
    _objects: dict[Place, Manifest] = field(default_factory=dict)
    _version: int = 100
    _lock: Lock = field(default_factory=Lock)

    def add(self, *manifests: Mapping[str, Any]) -> None:
        """Writes objects, with the identity and version that a server gives them."""
        with self._lock:
            for manifest in manifests:
                self._put(deepcopy(dict(manifest)))

    def remove(self, kind: str, namespace: str, name: str) -> None:
        served = SERVED[kind]
        with self._lock:
            self._version += 1
            del self._objects[Place(served.group, served.plural, namespace, name)]

    @property
    def version(self) -> int:
        return self._version

    def one(self, place: Place) -> Manifest | None:
        with self._lock:
            return deepcopy(self._objects.get(place))

    def every(self, group: str, plural: str, namespace: str) -> list[Manifest]:
        """Gives a list in the order of its names; an empty namespace means all."""
        with self._lock:
            return [
                deepcopy(self._objects[place])
                for place in sorted(self._objects)
                if place[:2] == (group, plural) and namespace in ("", place.namespace)
            ]

    def log(self, of: LogOf) -> Iterator[bytes] | None:
        pieces = self.logs.get(of)
        return None if pieces is None else iter(pieces)

    def _put(self, manifest: Manifest) -> None:
        served = SERVED[manifest["kind"]]
        metadata = manifest.setdefault("metadata", {})
        place = Place(served.group, served.plural, metadata.get("namespace", ""), metadata["name"])
        self._version += 1
        metadata.setdefault("uid", str(uuid5(_NAMESPACE, "/".join(place))))
        metadata.setdefault("creationTimestamp", _CREATED)
        metadata["resourceVersion"] = str(self._version)
        manifest.setdefault("apiVersion", _api_version(served))
        self._objects[place] = manifest


def _api_version(served: Served) -> str:
    return f"{served.group}/{served.version}" if served.group else served.version
