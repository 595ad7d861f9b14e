"""A snapshot as the rules ask for it: everything is looked up, nothing is searched."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cached_property

from shared.diagnosis.manifest_value import ManifestValue
from shared.diagnosis.owners import MOST_LEVELS, ROOTS, owner_of, root_place, unread_deployment
from shared.diagnosis.snapshot import LogTail, ObjectKey, Observed, ObservedEvent, Snapshot

STALE = timedelta(days=1)
"""What knows of nothing within this time was made before it was handed in."""
RUNS_SINCE = ("state", "running", "startedAt")
ENDED_AT = ("lastState", "terminated", "finishedAt")
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Presence(StrEnum):
    """Whether an object that others name exists."""

    THERE = "there"
    ABSENT = "absent"
    UNKNOWN = "unknown"


def plain(key: ObjectKey) -> ObjectKey:
    """The key without its group, which texts and owner references do not say."""
    return key._replace(group="")


class SnapshotIndex:
    """Built once in time linear in the snapshot; its order does not depend on the order in which things were read."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._objects = _richest(snapshot.objects)
        self._kinds: dict[str, list[Observed]] = defaultdict(list)
        self._children: dict[ObjectKey, list[Observed]] = defaultdict(list)
        self._roots: dict[ObjectKey, ObjectKey] = {}
        self._owners = {key: owner_of(self._objects[key]) for key in sorted(self._objects)}
        for key, owner in self._owners.items():
            self._kinds[key.kind].append(self._objects[key])
            if owner:
                self._children[owner].append(self._objects[key])
        self._events = _grouped(snapshot.events)
        self._logs: dict[tuple[ObjectKey, str], list[LogTail]] = defaultdict(list)
        for tail in sorted(snapshot.logs, key=lambda tail: (not tail.previous, tail.evidence_id)):
            self._logs[plain(tail.pod), tail.container].append(tail)
        self._logged: dict[ObjectKey, list[str]] = defaultdict(list)
        for pod, container in sorted(self._logs):
            self._logged[pod].append(container)
        self._absent = {plain(key): evidence_id for key, evidence_id in snapshot.absent.items()}
        for key, evidence_id in self._only_spoken_of().items():
            self._kinds[key.kind].append(Observed(key, {}, evidence_id))

    def _only_spoken_of(self) -> dict[ObjectKey, str]:
        """Gives what nobody read but events or logs are about, in the order of their names."""
        spoken = {about: events[0].evidence_id for about, events in self._events.items()}
        spoken |= {pod: tails[0].evidence_id for (pod, _), tails in self._logs.items()}
        return {key: spoken[key] for key in sorted(spoken) if self.presence(key) is Presence.UNKNOWN}

    def of_kind(self, *kinds: str) -> list[tuple[Observed, ManifestValue]]:
        """Gives the objects of these kinds, in the order of their names, each with the place where reading starts."""
        return [(observed, root_place(observed)) for kind in kinds for observed in self._kinds.get(kind, ())]

    def find(self, key: ObjectKey) -> ManifestValue | None:
        observed = self._objects.get(plain(key))
        return root_place(observed) if observed else None

    def presence(self, key: ObjectKey) -> Presence:
        """Tells an object that does not exist from one that nobody read."""
        if plain(key) in self._objects:
            return Presence.THERE
        complete = self.snapshot.complete
        listed = (key.kind, key.namespace) in complete or (key.kind, "") in complete
        return Presence.ABSENT if listed or plain(key) in self._absent else Presence.UNKNOWN

    def evidence_of_absence(self, key: ObjectKey) -> str | None:
        return self._absent.get(plain(key))

    def children(self, key: ObjectKey) -> Sequence[Observed]:
        return self._children.get(plain(key), ())

    def root_of(self, observed: Observed) -> ObjectKey:
        """Follows the owners up to what a person would change."""
        key = plain(observed.key)
        if key not in self._roots:
            self._roots[key] = self._climb(observed)
        return self._roots[key]

    def _climb(self, observed: Observed) -> ObjectKey:
        key = plain(observed.key)
        for _ in range(MOST_LEVELS):
            owner = self._owners.get(key)
            if key.kind in ROOTS or owner is None:
                return key
            if owner not in self._objects:
                return unread_deployment(observed, owner) or owner
            key = owner
        return key

    def events(self, key: ObjectKey) -> Sequence[ObservedEvent]:
        """Gives what happened to the object, the earliest first; the same words are one event with its count."""
        return self._events.get(plain(key), ())

    def logged_containers(self, pod: ObjectKey) -> Sequence[str]:
        """Names the containers of the pod whose logs were read."""
        return self._logged.get(plain(pod), ())

    def logs(self, pod: ObjectKey, container: str) -> Sequence[LogTail]:
        """Gives the container's logs, that of the run before first: it ended, and says why."""
        return self._logs.get((plain(pod), container), ())

    @cached_property
    def clusters(self) -> frozenset[str]:
        """The clusters of which anything was read."""
        return frozenset(key.cluster for key in self._objects)

    @cached_property
    def now(self) -> datetime:
        """When things were as the snapshot says: a dump that is read days later speaks of its own last moment."""
        last = max((moment for moment in self._moments() if moment <= self.snapshot.at), default=self.snapshot.at)
        return self.snapshot.at if self.snapshot.at - last < STALE else last

    def _moments(self) -> Iterator[datetime]:
        """Gives times that move on while a cluster lives: events, the kubelets' reports, starts and ends."""
        yield from (event.last_at for events in self._events.values() for event in events if event.last_at)
        fields: list[tuple[str, str, tuple[str, ...]]] = [("Node", "conditions", ("lastHeartbeatTime",))]
        fields += [("Pod", "containerStatuses", steps) for steps in (RUNS_SINCE, ENDED_AT)]
        for kind, items, steps in fields:
            for _, place in self.of_kind(kind):
                yield from (moment for each in place.at("status", items).each() if (moment := each.at(*steps).moment))


def _richest(objects: Iterable[Observed]) -> dict[ObjectKey, Observed]:
    """Of several reads of one object, keeps the one that says the most."""
    best: dict[ObjectKey, Observed] = {}
    for observed in objects:
        key = plain(observed.key)
        other = best.get(key)
        if other is None or _richness(observed) > _richness(other):
            best[key] = observed
    return best


def _richness(observed: Observed) -> tuple[int, str, str]:
    return (len(str(observed.manifest)), str(observed.manifest), observed.evidence_id)


def _grouped(events: Iterable[ObservedEvent]) -> dict[ObjectKey, list[ObservedEvent]]:
    same: dict[tuple[ObjectKey, str, str], list[ObservedEvent]] = defaultdict(list)
    for event in events:
        same[plain(event.about), event.reason, event.message].append(event)
    grouped: dict[ObjectKey, list[ObservedEvent]] = defaultdict(list)
    for (about, _, _), group in same.items():
        grouped[about].append(_one(group))
    for events_of_one in grouped.values():
        events_of_one.sort(key=lambda each: (each.last_at or LONG_AGO, each.reason, each.message))
    return grouped


def _one(group: list[ObservedEvent]) -> ObservedEvent:
    firsts = [event.first_at for event in group if event.first_at]
    lasts = [event.last_at for event in group if event.last_at]
    return replace(
        min(group, key=lambda event: event.evidence_id),
        count=sum(max(event.count, 1) for event in group),
        first_at=min(firsts, default=None),
        last_at=max(lasts, default=None),
    )
