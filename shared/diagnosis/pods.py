"""What the rules ask of a pod: its containers with their last end, its phase, and everything that it names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from functools import cached_property

from shared.diagnosis.index import SnapshotIndex
from shared.diagnosis.manifest_value import ManifestValue, condition
from shared.diagnosis.snapshot import ObjectKey, Observed, ObservedEvent

#: Where a pod keeps the statuses and the specifications of its three kinds of containers.
LISTS = (
    ("initContainerStatuses", "initContainers"),
    ("containerStatuses", "containers"),
    ("ephemeralContainerStatuses", "ephemeralContainers"),
)


class Signal(IntEnum):
    """Exit codes by which the runtime tells what ended a process: 128 and the number of the signal."""

    ILL = 132
    ABRT = 134
    BUS = 135
    KILL = 137
    SEGV = 139
    TERM = 143


@dataclass(frozen=True, slots=True)
class Container:
    """One container of a pod: what is said of it, and what was asked for; either may be absent."""

    name: str
    status: ManifestValue
    spec: ManifestValue

    @property
    def called(self) -> str:
        """How a sentence calls it; tables do not say the names of containers."""
        return f"container {self.name}" if self.name else "a container"

    @property
    def waiting(self) -> ManifestValue:
        return self.status.at("state", "waiting", "reason")

    @property
    def ended(self) -> ManifestValue:
        """How it ended last: the present state when it has ended, otherwise the state before."""
        return self.status.at("state", "terminated") or self.status.at("lastState", "terminated")

    @property
    def exit_code(self) -> int | None:
        return self.ended.at("exitCode").number

    @property
    def runs(self) -> bool:
        return bool(self.status.at("state", "running"))

    @property
    def ready(self) -> bool | None:
        return self.status.at("ready").truth

    @property
    def restarts(self) -> int:
        return self.status.at("restartCount").number or 0

    @property
    def ran_for(self) -> timedelta | None:
        """How long the run lasted that ended last."""
        start, end = self.ended.at("startedAt").moment, self.ended.at("finishedAt").moment
        return end - start if start and end else None


@dataclass(frozen=True)
class Pod:
    """A pod with all that was seen of it."""

    observed: Observed
    place: ManifestValue
    seen: SnapshotIndex

    @property
    def key(self) -> ObjectKey:
        return self.observed.key

    @cached_property
    def root(self) -> ObjectKey:
        return self.seen.root_of(self.observed)

    @cached_property
    def phase(self) -> str:
        return self.place.at("status", "phase").text

    @property
    def events(self) -> Sequence[ObservedEvent]:
        return self.seen.events(self.key)

    @property
    def is_of_job(self) -> bool:
        return self.root.kind in {"Job", "CronJob"}

    @property
    def is_leaving(self) -> bool:
        """Deleted or done: what it shows is no fault any more."""
        return bool(self.place.at("metadata", "deletionTimestamp")) or self.phase == "Succeeded"

    @cached_property
    def is_unread(self) -> bool:
        """Nothing of its containers was read, nor that it is well: what is known comes from events and logs."""
        return not self._containers and self.is_ready is not True

    @property
    def is_ready(self) -> bool | None:
        """What the condition says; None: it was not read."""
        return condition(self.place, "Ready").at("status").truth

    @cached_property
    def node(self) -> ObjectKey | None:
        name = self.place.at("spec", "nodeName").text
        return ObjectKey(self.key.cluster, "Node", "", name) if name else None

    def containers(self) -> tuple[Container, ...]:
        return self._containers

    @cached_property
    def _containers(self) -> tuple[Container, ...]:
        return tuple(self._read_containers())

    def _read_containers(self) -> Iterator[Container]:
        for statuses, specs in LISTS:
            by_name = {spec.at("name").text: spec for spec in self.place.at("spec", specs).each()}
            for status in self.place.at("status", statuses).each():
                name = status.at("name").text
                yield Container(name, status, by_name.get(name, ManifestValue(None, (), self.place.evidence_id)))

    def beside(self, kind: str, name: str) -> ObjectKey:
        """Names an object of the pod's namespace."""
        return ObjectKey(self.key.cluster, kind, self.key.namespace, name)

    def claims(self) -> Iterator[tuple[str, ObjectKey]]:
        """Gives the persistent claims that it mounts, by the volume's name in the pod."""
        for volume in self.place.at("spec", "volumes").each():
            name = volume.at("name").text
            if claim := volume.at("persistentVolumeClaim", "claimName").text:
                yield name, self.beside("PersistentVolumeClaim", claim)
            elif volume.at("ephemeral"):
                yield name, self.beside("PersistentVolumeClaim", f"{self.key.name}-{name}")

    def event(self, *reasons: str, saying: str = "") -> ObservedEvent | None:
        """Gives the latest event of these reasons whose message has these words."""
        words = saying.lower()
        found = [each for each in self.events if each.reason in reasons and words in each.message.lower()]
        return found[-1] if found else None
