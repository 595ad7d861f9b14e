"""What is known of the world at one moment, in the shapes of the systems it comes from, each part with its evidence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

Manifest = Mapping[str, Any]
"""A Kubernetes object (or an Argo CD application) as its JSON, possibly partial: what a pasted text says of it."""


class ObjectKey(NamedTuple):
    """Names one object. ``group`` is the API group, empty for core and where a text does not say."""

    cluster: str
    kind: str
    namespace: str
    name: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Observed:
    """An object and the read that it comes from."""

    key: ObjectKey
    manifest: Manifest
    evidence_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedEvent:
    """A Kubernetes event; the same one many times is one with its count."""

    about: ObjectKey
    reason: str
    message: str
    type: str = "Normal"
    """``Normal`` or ``Warning``, as Kubernetes says."""
    count: int = 1
    first_at: datetime | None = None
    last_at: datetime | None = None
    evidence_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogTail:
    """The last lines of one container, oldest first."""

    pod: ObjectKey
    container: str
    previous: bool
    """From the run before the present one."""
    lines: Sequence[str]
    evidence_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedAlert:
    """An alert as its sender labelled it."""

    name: str
    labels: Mapping[str, str]
    annotations: Mapping[str, str] = field(default_factory=dict)
    starts_at: datetime | None = None
    evidence_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedChange:
    """Something was changed: a sync, a deploy, a configuration, a run of a runbook."""

    at: datetime
    kind: str
    subject: str
    """What was changed, as people call it."""
    summary: str
    evidence_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceGap:
    """Something that would have been read and could not be."""

    wanted: str
    """As one would ask for it: ``previous log of pod shop/web-0``."""
    problem: str
    """A word of ``EvidenceProblem``, or ``not_read``: nobody asked (files, texts)."""
    evidence_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything that a diagnosis may rest on. Finding nothing in it is not the same as nothing being there: see gaps.

    ``complete`` names (kind, namespace) pairs whose lists were read whole, so that an object missing from it is absent
    from the cluster; the namespace is empty for kinds without one and for lists over all namespaces.
    """

    at: datetime
    objects: Sequence[Observed] = ()
    absent: Mapping[ObjectKey, str] = field(default_factory=dict)
    """Objects that were asked for by name and do not exist, with the evidence of that."""
    complete: frozenset[tuple[str, str]] = frozenset()
    events: Sequence[ObservedEvent] = ()
    logs: Sequence[LogTail] = ()
    alerts: Sequence[ObservedAlert] = ()
    changes: Sequence[ObservedChange] = ()
    gaps: Sequence[EvidenceGap] = ()

    def of_kind(self, kind: str) -> Iterator[Observed]:
        return (observed for observed in self.objects if observed.key.kind == kind)

    def events_about(self, key: ObjectKey) -> Iterator[ObservedEvent]:
        return (event for event in self.events if event.about[:4] == key[:4])
