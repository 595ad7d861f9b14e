"""What the cluster holds: objects by their place, each write with a new version, what changed last, and logs."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from threading import Condition
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid5

from shared.adapters.kubernetes.kinds import SERVED, Served

Manifest = dict[str, Any]
_NAMESPACE: Final = UUID("5f1c1c4e-6a55-4f5b-9b0c-5d3d6d5a2f11")
_CREATED: Final = "2026-11-30T08:00:00Z"
#: Kind of each list, by group and plural.
KINDS: Final = {(served.group, served.plural): kind for kind, served in SERVED.items()}
#: Changes that whoever watches can still be told of.
MOST_CHANGES: Final = 2_000


class ObjectPlace(NamedTuple):
    group: str
    plural: str
    namespace: str
    name: str


ListPlace = tuple[str, str]


class LogOf(NamedTuple):
    namespace: str
    pod: str
    container: str
    previous: bool = False


class WatchedChange(NamedTuple):
    """``kind`` is ADDED, MODIFIED or DELETED, as whoever watches is told."""

    version: int
    kind: str
    place: ObjectPlace
    manifest: Manifest


@dataclass(slots=True)
class ClusterObjects:
    """Objects in the order of their names, as etcd lists them. Safe for several threads."""

    logs: dict[LogOf, Iterable[bytes]] = field(default_factory=dict)
    """Of each container's run the log, in pieces."""
    changes: deque[WatchedChange] = field(default_factory=lambda: deque(maxlen=MOST_CHANGES))
    """The last of them, the newest last; told by ``changed``."""
    changed: Condition = field(default_factory=Condition)
    _objects: dict[ListPlace, dict[ObjectPlace, Manifest]] = field(default_factory=dict)
    _version: int = 100

    def add(self, *manifests: Mapping[str, Any]) -> None:
        """Writes objects, with the identity and version that a server gives them."""
        with self.changed:
            for manifest in manifests:
                self._put(deepcopy(dict(manifest)))

    def keep(self, *manifests: Mapping[str, Any]) -> None:
        """Writes those of the objects that are not there in this very form."""
        with self.changed:
            for manifest in manifests:
                before = self._at(place_of(manifest))
                if before is None or not _same(before, manifest):
                    self._put(deepcopy(dict(manifest)))

    def remove(self, kind: str, namespace: str, name: str) -> None:
        served = SERVED[kind]
        self.drop(ObjectPlace(served.group, served.plural, namespace, name))

    def drop(self, place: ObjectPlace) -> None:
        """Takes an object away. Raises KeyError where there is none."""
        with self.changed:
            gone = self._objects.get(place[:2], {}).pop(place)
            self._version += 1
            self._tell("DELETED", place, gone)

    @property
    def version(self) -> int:
        return self._version

    def one(self, place: ObjectPlace) -> Manifest | None:
        with self.changed:
            return deepcopy(self._at(place))

    def peek(self, place: ObjectPlace) -> Manifest | None:
        """Gives the same object as ``one``, for whoever changes nothing in it."""
        with self.changed:
            return self._at(place)

    def every(self, group: str, plural: str, namespace: str) -> list[Manifest]:
        """Gives a list in the order of its names; an empty namespace means all."""
        with self.changed:
            return deepcopy(self.seen(group, plural, namespace))

    def seen(self, group: str, plural: str, namespace: str = "") -> list[Manifest]:
        """Gives the same objects as ``every``, for whoever changes nothing in them."""
        with self.changed:
            listed = self._objects.get((group, plural), {})
            return [listed[place] for place in sorted(listed) if namespace in ("", place.namespace)]

    def log(self, of: LogOf) -> Iterator[bytes] | None:
        pieces = self.logs.get(of)
        return None if pieces is None else iter(pieces)

    def _at(self, place: ObjectPlace) -> Manifest | None:
        return self._objects.get(place[:2], {}).get(place)

    def _put(self, manifest: Manifest) -> None:
        place = place_of(manifest)
        metadata = manifest.setdefault("metadata", {})
        before = self._at(place)
        known = before["metadata"] if before else {}
        self._version += 1
        # Whoever comes under an old name is somebody else.
        metadata.setdefault("uid", known.get("uid") or str(uuid5(_NAMESPACE, f"{'/'.join(place)}@{self._version}")))
        metadata.setdefault("creationTimestamp", known.get("creationTimestamp", _CREATED))
        metadata["resourceVersion"] = str(self._version)
        manifest.setdefault("apiVersion", _api_version(SERVED[manifest["kind"]]))
        self._objects.setdefault(place[:2], {})[place] = manifest
        self._tell("MODIFIED" if before else "ADDED", place, manifest)

    def _tell(self, kind: str, place: ObjectPlace, manifest: Manifest) -> None:
        self.changes.append(WatchedChange(self._version, kind, place, manifest))
        self.changed.notify_all()


def place_of(manifest: Mapping[str, Any]) -> ObjectPlace:
    served, metadata = SERVED[manifest["kind"]], manifest.get("metadata", {})
    return ObjectPlace(served.group, served.plural, metadata.get("namespace", ""), metadata["name"])


def _same(before: Mapping[str, Any], manifest: Mapping[str, Any]) -> bool:
    """Whether all that the manifest says stands there already; what the server adds is not compared."""
    told = {**manifest, "metadata": {**_identity(before), **manifest.get("metadata", {})}}
    told["metadata"]["resourceVersion"] = before["metadata"]["resourceVersion"]
    return {"apiVersion": before["apiVersion"], **told} == before


def _identity(before: Mapping[str, Any]) -> dict[str, Any]:
    return {name: before["metadata"][name] for name in ("uid", "creationTimestamp")}


def _api_version(served: Served) -> str:
    return f"{served.group}/{served.version}" if served.group else served.version
