"""Settles what single files leave open: namespaces that a text does not name, and whose log a log is."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from shared.adapters.case_files.bounds import MOST_UNREAD
from shared.adapters.case_files.case import CaseOfFiles, UnreadPart
from shared.adapters.case_files.collector import Collector
from shared.adapters.case_files.container_states import own_states
from shared.adapters.case_files.kinds import is_namespaced
from shared.adapters.case_files.owning import add_bare_objects, first_container, own_events, own_logs
from shared.diagnosis.snapshot import EvidenceGap, ObjectKey, Observed, Snapshot


def settled(into: Collector) -> CaseOfFiles:
    """The case once everything was read."""
    namespaces = _Namespaces(into)
    _merge(into, namespaces)
    own_states(into)
    own_events(into)
    namespaces = _Namespaces(into)
    events = [replace(each, about=namespaces.of(each.about, each.evidence_id)) for each in into.events]
    add_bare_objects(into, events)
    own_logs(into)
    first = {key.name: first_container(seen) for key, (_, seen) in into.objects.items() if key.kind == "Pod"}
    snapshot = Snapshot(
        at=into.at,
        objects=tuple(seen for _, seen in into.objects.values()),
        absent={namespaces.of(key, evidence): evidence for key, evidence in into.absent.items()},
        complete=frozenset(into.complete),
        events=tuple(events),
        logs=tuple(
            replace(
                each,
                pod=namespaces.of(each.pod, each.evidence_id),
                container=each.container or first.get(each.pod.name, ""),
            )
            for each in into.logs
        ),
        alerts=tuple(into.alerts),
        gaps=tuple(_gaps(seen for _, seen in into.objects.values())),
    )
    return CaseOfFiles(snapshot, tuple(into.evidence.values()), _bounded(into.unread), into.given)


def _bounded(unread: list[UnreadPart]) -> tuple[UnreadPart, ...]:
    """So many are named, the rest is counted."""
    more = len(unread) - MOST_UNREAD
    return (*unread[:MOST_UNREAD], *([UnreadPart("", "", f"and {more:,} more")] if more > 0 else ()))


def _gaps(objects: Iterable[Observed]) -> Iterator[EvidenceGap]:
    """What would tell whether a pod is well, where nothing of its containers was read."""
    for seen in objects:
        status = seen.manifest.get("status") or {}
        if seen.key.kind == "Pod" and not status.get("containerStatuses") and status.get("phase") in {None, "Running"}:
            where = f"{seen.key.namespace}/{seen.key.name}" if seen.key.namespace else seen.key.name
            yield EvidenceGap(wanted=f"The state of the containers of pod {where}", problem="not_read")


class _Namespaces:
    """Knows the namespace of what a text names without one: that of its namesake, else the only one of its file."""

    def __init__(self, into: Collector) -> None:
        self._paths = {evidence_id: piece.target for evidence_id, piece in into.evidence.items()}
        self._of_names: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._of_files: dict[str, set[str]] = defaultdict(set)
        keys = [(key, seen.evidence_id) for key, (_, seen) in into.objects.items()]
        keys += [(event.about, event.evidence_id) for event in into.events]
        for key, evidence_id in keys:
            if key.namespace:
                self._of_names[key.kind, key.name].add(key.namespace)
                self._of_files[self._paths[evidence_id]].add(key.namespace)

    def of(self, key: ObjectKey, evidence_id: str) -> ObjectKey:
        if key.namespace or not is_namespaced(key.kind):
            return key
        named, beside = (
            self._of_names.get((key.kind, key.name), set()),
            self._of_files.get(self._paths[evidence_id], set()),
        )
        candidates = named or beside
        return key._replace(namespace=next(iter(candidates))) if len(candidates) == 1 else key


def _merge(into: Collector, namespaces: _Namespaces) -> None:
    """Gives objects their settled names; what are then two readings of one becomes one."""
    read, into.objects = into.objects, {}
    for key, (fidelity, seen) in read.items():
        name, manifest = namespaces.of(key, seen.evidence_id), seen.manifest
        if name != key:
            manifest = {**manifest, "metadata": {**manifest["metadata"], "namespace": name.namespace}}
        into.keep(Observed(name, manifest, seen.evidence_id), fidelity)
