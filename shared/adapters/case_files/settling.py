"""Settles what single files leave open: namespaces that a text does not name, and whose log a log is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from shared.adapters.case_files.case import Case
from shared.adapters.case_files.collector import CLUSTER, Collector, Fidelity, UnownedLog
from shared.adapters.case_files.kinds import is_namespaced
from shared.adapters.case_files.logs import take_log
from shared.diagnosis.snapshot import ObjectKey, Observed, Snapshot


def settled(into: Collector) -> Case:
    """The case once everything was read."""
    namespaces = _Namespaces(into)
    objects = _merged(into, namespaces)
    pods = {key.name: objects[key] for key in objects if key.kind == "Pod"}
    for log in into.unowned:
        _own(into, log, pods)
    snapshot = Snapshot(
        at=into.at,
        objects=tuple(objects.values()),
        absent={namespaces.of(key, evidence): evidence for key, evidence in into.absent.items()},
        complete=frozenset(into.complete),
        events=tuple(replace(each, about=namespaces.of(each.about, each.evidence_id)) for each in into.events),
        logs=tuple(
            replace(
                each,
                pod=namespaces.of(each.pod, each.evidence_id),
                container=each.container or _only(pods, each.pod.name),
            )
            for each in into.logs
        ),
        alerts=tuple(into.alerts),
    )
    return Case(snapshot, tuple(into.evidence.values()), tuple(into.unread), into.given)


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


def _merged(into: Collector, namespaces: _Namespaces) -> dict[ObjectKey, Observed]:
    """By its settled name each object as it was read best."""
    best: dict[ObjectKey, tuple[Fidelity, Observed]] = {}
    for key, (fidelity, seen) in into.objects.items():
        name = namespaces.of(key, seen.evidence_id)
        if name not in best or best[name][0] < fidelity:
            manifest = seen.manifest
            if name != key:
                manifest = {**manifest, "metadata": {**manifest["metadata"], "namespace": name.namespace}}
            best[name] = (fidelity, Observed(name, manifest, seen.evidence_id))
    return {key: seen for key, (_, seen) in best.items()}


def _own(into: Collector, log: UnownedLog, pods: Mapping[str, Observed]) -> None:
    """Of the pod whose name the hint begins with, else of the only pod there is."""
    fitting = [name for name in pods if log.hint and (log.hint.startswith(name) or name.startswith(f"{log.hint}-"))]
    name = max(fitting, key=lambda each: (log.hint.startswith(each), len(each)), default="")
    if not name and len(pods) == 1 and not log.hint:
        name = next(iter(pods))
    if not name:
        into.not_read(log.place, "it may be a log, but of which pod it does not say")
        return
    rest = log.hint.removeprefix(name).strip("-_.")
    container = next((each for each in _containers(pods[name]) if each in rest.split(".") or rest.startswith(each)), "")
    key = pods[name].key
    take_log(
        into, log.place, ObjectKey(CLUSTER, "Pod", key.namespace, name), container or _only(pods, name), log.lines,
        previous=log.previous,
    )  # fmt: skip


def _containers(pod: Observed) -> list[str]:
    spec = pod.manifest.get("spec") or {}
    found: Iterable[Mapping[str, object]] = [*(spec.get("containers") or ()), *(spec.get("initContainers") or ())]
    return [str(each.get("name") or "") for each in found]


def _only(pods: Mapping[str, Observed], name: str) -> str:
    """The container that kubectl takes when none is named: the first."""
    return next(iter(_containers(pods[name])), "") if name in pods else ""
