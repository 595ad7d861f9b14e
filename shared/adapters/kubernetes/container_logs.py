"""The ends of containers' logs, of the present run and of the one before."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from shared.adapters.evidence.notebook import Notebook
from shared.adapters.evidence.target import NotRead
from shared.adapters.kubernetes import parts
from shared.adapters.kubernetes.connection import ClusterConnection, Tail
from shared.adapters.kubernetes.kinds import SERVED
from shared.adapters.kubernetes.listing import repeatable
from shared.diagnosis.evidence import EvidenceProblem
from shared.diagnosis.redaction import redact
from shared.diagnosis.snapshot import LogTail, ObjectKey, Observed

MOST_LINES = 200
MOST_BYTES = 64 * 1024
#: Pods whose logs are read: of a deployment's they say much the same.
MOST_PODS_READ = 5
MOST_HEALTHY_READ = 2
MOST_CONTAINERS = 12


@dataclass(frozen=True, slots=True)
class ContainerLogs:
    connection: ClusterConnection
    notes: Notebook
    until: float
    _asked: set[tuple[ObjectKey, str, bool]] = field(default_factory=set)

    def read(self, pods: list[Observed]) -> None:
        """Reads the logs of the first pods in trouble; where none is, of two: one may answer errors in good health."""
        troubled = [pod for pod in pods if parts.is_troubled(pod.manifest)]
        for pod in troubled[:MOST_PODS_READ] or pods[:MOST_HEALTHY_READ]:
            for container, previous in _wanted(pod)[:MOST_CONTAINERS]:
                if (pod.key, container, previous) not in self._asked:
                    self._asked.add((pod.key, container, previous))
                    self._tail(pod, container, previous=previous)

    def _tail(self, pod: Observed, container: str, *, previous: bool) -> None:
        path = SERVED["Pod"].path(pod.key.namespace, pod.key.name) + "/log"
        asked: dict[str, str | int] = {"container": container, "tailLines": MOST_LINES}
        if previous:
            asked["previous"] = "true"
        query = repeatable(path, asked)
        title = f"{'previous log' if previous else 'log'} of pod {pod.key.namespace}/{pod.key.name}, {container}"
        try:
            tail = self.connection.tail(path, asked, self.until, keep=MOST_BYTES)
        except NotRead as failure:
            self.notes.failed(query, title, failure)
            return
        self._keep(pod, container, tail, query, title, previous=previous)

    def _keep(self, pod: Observed, container: str, tail: Tail, query: str, title: str, *, previous: bool) -> None:
        text = redact(tail.body.decode("utf-8", "replace"))
        cut = tail.size > len(tail.body)
        if cut:
            text = text.partition("\n")[2]  # its first line may have lost its beginning
        read = self.notes.note(
            query,
            title,
            text,
            size_bytes=tail.size,
            problem=EvidenceProblem.TRUNCATED if cut else None,
            detail=_cut(tail) if cut else "",
        )
        self.notes.logs.append(
            LogTail(
                pod=pod.key,
                container=container,
                previous=previous,
                lines=tuple(text.splitlines()[-MOST_LINES:]),
                evidence_id=read.evidence_id,
            )
        )


def _cut(tail: Tail) -> str:
    reached = "the last" if tail.reached else "not up to its end:"
    return f"{reached} {len(tail.body)} of {'' if tail.reached else 'more than '}{tail.size} bytes"


def _wanted(pod: Observed) -> list[tuple[str, bool]]:
    return list(_logs(pod))


def _logs(pod: Observed) -> Iterator[tuple[str, bool]]:
    """Names the logs that there are, as far as the status says: a container that never ran has none."""
    found = parts.statuses(pod.manifest)
    for name in parts.containers(pod.manifest):
        status = found.get(name, {})
        state = parts.mapping(status, "state")
        if "running" in state or "terminated" in state or status.get("restartCount"):
            yield name, False
        if status.get("restartCount") or "terminated" in parts.mapping(status, "lastState"):
            yield name, True
