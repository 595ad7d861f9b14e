"""One look at the world after a plan was carried out, as the checks ask for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from shared.diagnosis.index import Presence, SnapshotIndex
from shared.diagnosis.manifest_value import ManifestValue
from shared.diagnosis.pods import Pod
from shared.diagnosis.seen import Seen
from shared.diagnosis.snapshot import ObjectKey, Snapshot
from shared.kernel.vocabulary import ResourceRef
from shared.remediation.gitops import Owners
from shared.remediation.preconditions import AnsweredFault
from shared.remediation.recovery.check_result import CheckResult, unmet, unread
from shared.remediation.recovery.since import since

_EVERYTHING = "everything of "


@dataclass(frozen=True)
class Look:
    """``concerned``: what the incident and the plan are about. ``before``: restarts that the look before counted."""

    snapshot: Snapshot
    concerned: Sequence[ResourceRef]
    done_at: datetime | None
    before: Mapping[str, int] | None

    @cached_property
    def seen(self) -> Seen:
        """What is shown since the plan was carried out."""
        return Seen(since(self.snapshot, self.done_at))

    @cached_property
    def owners(self) -> Owners:
        return Owners(SnapshotIndex(self.snapshot))

    def places(self, kind: str, namespace: str, name: str) -> list[tuple[ObjectKey, ManifestValue]]:
        """The objects of that name that were read; several where clusters have it in common."""
        return [
            (observed.key, place)
            for observed, place in self.seen.of_kind(kind)
            if (observed.key.namespace, observed.key.name) == (namespace, name) and observed.manifest
        ]

    def pods_of(self, broken: AnsweredFault) -> list[Pod]:
        """The pods beneath it that are there to stay."""
        wanted = broken.thing
        return [pod for pod in self.seen.living_pods if wanted in {pod.root[1:4], pod.key[1:4]}]

    @cached_property
    def pods_concerned(self) -> list[Pod]:
        """The pods of what is concerned; where none of those is known, all that were read of its namespaces."""
        pods = [pod for pod in self.seen.living_pods if not pod.is_of_job]
        names = {(ref.namespace or "", ref.name) for ref in self.concerned}
        beneath = [pod for pod in pods if names & {pod.root[2:4], pod.key[2:4]}]
        return beneath or [pod for pod in pods if not self.namespaces or pod.key.namespace in self.namespaces]

    @cached_property
    def namespaces(self) -> frozenset[str]:
        return frozenset(ref.namespace for ref in self.concerned if ref.namespace and ref.kind != "Application")

    def not_there(self, kind: str, namespace: str, name: str) -> CheckResult:
        """Why nothing can be said of an object that was not read: it is gone, or nobody could look."""
        keys = [ObjectKey(cluster, kind, namespace, name) for cluster in self._clusters]
        if any(self.seen.presence(key) is Presence.ABSENT for key in keys):
            return unmet(f"{kind} {name} is not there")
        return self.not_read(kind, name)

    def not_read(self, *words: str) -> CheckResult:
        """Names what kept it from being read, where somebody said so."""
        gaps = self.snapshot.gaps
        fitting = [gap for gap in gaps if any(word.lower() in gap.wanted.lower() for word in words if word)]
        whole = [gap for gap in gaps if gap.wanted.startswith(_EVERYTHING)]
        gap = next(iter([*fitting, *whole]), None)
        why = f": {gap.wanted}: {gap.problem}" if gap else ""
        return unread(f"{' '.join(filter(None, words))} was not read{why}")

    @property
    def _clusters(self) -> Iterable[str]:
        return {key.cluster for key in self.snapshot.absent} | self.seen.clusters or {""}
