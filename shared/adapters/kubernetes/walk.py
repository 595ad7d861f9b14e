"""From what an incident is about to what decides its fault: owners, pods, events, logs, and what those depend on.

It reads breadth first and remembers what it has read, so that ten pods of one deployment cost one deployment.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from shared.adapters.evidence.notebook import Notebook
from shared.adapters.evidence.target import NotRead
from shared.adapters.kubernetes import parts
from shared.adapters.kubernetes.events import shown, told
from shared.adapters.kubernetes.kinds import SERVED, WORKLOADS
from shared.adapters.kubernetes.listing import Item, Listed, Objects, Selection, repeatable
from shared.diagnosis.evidence import EvidenceProblem
from shared.diagnosis.snapshot import ObjectKey, Observed

#: Bounds on one inquiry.
MOST_PODS = 200
MOST_LISTED = 200
MOST_OWNERS = 6
MOST_EVENTS = 500
MOST_EVENTS_READ = 2_000


@dataclass(slots=True)
class Walk:
    """Reads for one inquiry and writes into the notebook; nothing is asked twice."""

    objects: Objects
    notes: Notebook
    cluster: str
    _asked: set[tuple[str, str, str]] = field(default_factory=set)
    _refused: set[tuple[str, str]] = field(default_factory=set)

    def object(self, kind: str, namespace: str, name: str) -> Observed | None:
        """Reads one object; None where it is not there, or cannot be read, or is of a kind that is not served."""
        if kind not in SERVED or not name or (SERVED[kind].in_namespaces and not namespace):
            return None
        key = self._key(kind, namespace, name)
        if (kind, key.namespace, name) in self._asked or (kind, key.namespace) in self._refused:
            return self.notes.objects.get(key)
        self._asked.add((kind, key.namespace, name))
        query = repeatable(SERVED[kind].path(namespace, name))
        try:
            return self._keep(self.objects.one(kind, namespace, name), query)
        except NotRead as failure:
            self._not_read(key, query, failure)
            return None

    def owners(self, observed: Observed) -> list[Observed]:
        """Reads the owners up to the root, the nearest first."""
        found: list[Observed] = []
        while len(found) < MOST_OWNERS and (owner := next(parts.owners(observed.manifest), None)):
            above = self.object(owner.kind, observed.key.namespace, owner.name)
            if above is None or above in found:
                break
            found.append(above)
            observed = above
        return found

    def every(
        self, kind: str, namespace: str, *, selection: Selection | None = None, most: int = MOST_LISTED
    ) -> list[Observed]:
        """Reads a list; one that is read to its end without a selection says what is absent, too."""
        asked = (kind, namespace, f"?{sorted((selection or {}).items())}")
        if asked in self._asked or (kind, namespace) in self._refused:
            return []
        self._asked.add(asked)
        listed = self.objects.every(kind, namespace, most=most, selection=selection)
        found = [self._keep(item, f"{listed.query}#{parts.text(item, 'metadata', 'name')}") for item in listed.items]
        if listed.failure is None and not selection:
            self.notes.complete.add((kind, namespace))
        self._list_not_read(kind, namespace, listed)
        return found

    def pods_of(self, workload: Observed) -> list[Observed]:
        """Reads the pods that a workload or a service selects; those in trouble first."""
        selector = parts.selector_of(workload.manifest)
        if not selector:
            return []
        return self.pods(workload.key.namespace, {"labelSelector": selector})

    def pods(self, namespace: str, selection: Selection | None = None) -> list[Observed]:
        """Reads pods; those in trouble first."""
        found = self.every("Pod", namespace, selection=selection, most=MOST_PODS)
        return sorted(found, key=lambda pod: (not parts.is_troubled(pod.manifest), pod.key))

    def events(self, namespace: str, selection: Selection | None = None) -> None:
        """Reads the events of a namespace: the same ones once, the newest of all."""
        asked = ("Event", namespace, f"?{selection}")
        if asked in self._asked:
            return
        self._asked.add(asked)
        listed = self.objects.every("Event", namespace, most=MOST_EVENTS_READ, selection=selection)
        events = told(listed.items, self.cluster, MOST_EVENTS)
        if listed.items:
            read = self.notes.note(listed.query, f"Events in {namespace}", shown(events))
            self.notes.events += [replace(event, evidence_id=read.evidence_id) for event in events]
        self._list_not_read("Event", namespace, listed)

    def _keep(self, item: Item, query: str) -> Observed:
        metadata = parts.mapping(item, "metadata")
        key = self._key(str(item["kind"]), parts.text(metadata, "namespace"), parts.text(metadata, "name"))
        self._asked.add((key.kind, key.namespace, key.name))
        if key in self.notes.objects:
            return self.notes.objects[key]
        return self.notes.found(key, query, item, whole=key.kind == "ConfigMap" and _is_corefile(item))

    def _key(self, kind: str, namespace: str, name: str) -> ObjectKey:
        served = SERVED[kind]
        return ObjectKey(self.cluster, kind, namespace if served.in_namespaces else "", name, served.group)

    def _not_read(self, key: ObjectKey, query: str, failure: NotRead) -> None:
        if failure.problem is EvidenceProblem.NOT_FOUND:
            self.notes.missing(key, query, failure.detail)
            return
        if failure.problem in (EvidenceProblem.FORBIDDEN, EvidenceProblem.UNAUTHORIZED):
            self._refused.add((key.kind, key.namespace))
        self.notes.failed(query, _wanted(key), failure)

    def _list_not_read(self, kind: str, namespace: str, listed: Listed) -> None:
        """A list that does not exist is of a kind that this cluster does not have."""
        failure = listed.failure
        if failure is not None and failure.problem is not EvidenceProblem.NOT_FOUND:
            where = f" in {namespace}" if namespace else ""
            self.notes.failed(listed.query, f"{SERVED[kind].plural}{where}", failure)


def _wanted(key: ObjectKey) -> str:
    where = f"{key.namespace}/" if key.namespace else ""
    return f"{key.kind} {where}{key.name}"


def _is_corefile(item: dict[str, Any]) -> bool:
    """The resolver's configuration is read whole: a fault of it is what it says."""
    return "Corefile" in parts.mapping(item, "data")


def is_workload(observed: Observed) -> bool:
    """Says whether it is of a kind that has pods."""
    return observed.key.kind in WORKLOADS
