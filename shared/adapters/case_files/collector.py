"""Gathers what the readers find; the same object read twice is kept as it was read best."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum
from typing import Any

from shared.adapters.case_files.bounds import LONGEST_EVIDENCE
from shared.adapters.case_files.case import UnreadPart, span
from shared.adapters.case_files.kinds import group_of, is_namespaced
from shared.diagnosis.evidence import Evidence, EvidenceProblem, EvidenceSource, evidence_of
from shared.diagnosis.redacted_manifest import redact_manifest
from shared.diagnosis.redaction import redact
from shared.diagnosis.snapshot import LogTail, Manifest, ObjectKey, Observed, ObservedAlert, ObservedEvent

CLUSTER = ""
"""Files do not say which cluster they are of."""


class Fidelity(IntEnum):
    """How much of an object a form shows."""

    ROW = 1
    DESCRIBED = 2
    WHOLE = 3


@dataclass(frozen=True, slots=True)
class FileLines:
    """Where something stands: a file and the numbers of its first and last line."""

    path: str
    first: int
    last: int

    @property
    def lines(self) -> str:
        return span(self.first, self.last)


@dataclass(frozen=True, slots=True)
class UnownedLog:
    """A log whose file or text does not say outright which container it is of."""

    place: FileLines
    hint: str
    """What may be a pod's name: the file's."""
    previous: bool
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class LooseEvents:
    """Lines of events without what they are about, each with its number."""

    place: FileLines
    lines: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class LooseState:
    """Lines of a container's state without whose it is."""

    place: FileLines
    lines: Sequence[str]


class Collector:
    """Everything that was read so far."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.evidence: dict[str, Evidence] = {}
        self.given: dict[str, int] = {}
        self.objects: dict[ObjectKey, tuple[Fidelity, Observed]] = {}
        self.events: list[ObservedEvent] = []
        self.logs: list[LogTail] = []
        self.unowned: list[UnownedLog] = []
        self.loose: list[LooseEvents] = []
        self.states: list[LooseState] = []
        self.alerts: list[ObservedAlert] = []
        self.absent: dict[ObjectKey, str] = {}
        self.complete: set[tuple[str, str]] = set()
        self.unread: list[UnreadPart] = []

    def file(self, path: str) -> None:
        """Says that a file was read, so that one which gives nothing is named as well."""
        self.given.setdefault(path, 0)

    def shows_pods(self, path: str) -> bool:
        """Says whether the file shows a pod."""
        pods = (seen for key, (_, seen) in self.objects.items() if key.kind == "Pod")
        return any(self.evidence[seen.evidence_id].target == path for seen in pods)

    def not_read(self, place: FileLines, why: str) -> None:
        self.unread.append(UnreadPart(place.path, place.lines if place.first else "", why))

    def read(
        self, place: FileLines, title: str, text: str, problem: EvidenceProblem | None = None, detail: str = ""
    ) -> str:
        """Keeps a read whose ``text`` is redacted already; its id."""
        kept = text[:LONGEST_EVIDENCE]
        cut = EvidenceProblem.TRUNCATED if len(kept) < len(text) else None
        piece = evidence_of(
            EvidenceSource.FILE,
            place.path,
            f"lines {place.lines}",
            title=title,
            read_at=self.at,
            text=kept,
            size_bytes=len(text.encode()),
            problem=problem or cut,
            detail=detail,
        )
        if piece.evidence_id not in self.evidence:
            self.evidence[piece.evidence_id] = piece
            self.given[place.path] = self.given.get(place.path, 0) + 1
        return piece.evidence_id

    def manifest(self, manifest: Manifest, place: FileLines, fidelity: Fidelity, text: str | None = None) -> None:
        """An object, and the text that it was read from where that is not its JSON."""
        safe = redact_manifest(manifest)
        key = key_of(safe)
        shown = json.dumps(safe, ensure_ascii=False, default=str) if text is None else redact(text)
        evidence_id = self.read(place, _title(key), shown)
        self.keep(Observed(key, safe, evidence_id), fidelity)

    def keep(self, seen: Observed, fidelity: Fidelity) -> None:
        """The better of two readings stays; of equal ones the newer version, else the later one."""
        known = self.objects.get(seen.key)
        if known is None:
            self.objects[seen.key] = (fidelity, seen)
            return
        better, worse = (fidelity, seen), known
        if (known[0], _version(known[1].manifest)) > (fidelity, _version(seen.manifest)):
            better, worse = worse, better
        self.objects[seen.key] = (better[0], _completed(better, worse[1]))

    def event(self, event: ObservedEvent) -> None:
        self.events.append(replace(event, message=redact(event.message)))

    def does_not_exist(self, key: ObjectKey, place: FileLines, says: str) -> None:
        self.absent[key] = self.read(place, f"{_title(key)} does not exist", redact(says), EvidenceProblem.NOT_FOUND)


def _completed(better: tuple[Fidelity, Observed], worse: Observed) -> Observed:
    """A description of which only a part was pasted takes from a row of a table what it does not show itself."""
    fidelity, seen = better
    if fidelity is not Fidelity.DESCRIBED or seen.manifest.get("status"):
        return seen
    return Observed(seen.key, {**worse.manifest, **seen.manifest}, worse.evidence_id)


def key_of(manifest: Mapping[str, Any]) -> ObjectKey:
    kind, metadata = str(manifest.get("kind", "")), manifest.get("metadata") or {}
    namespace = str(metadata.get("namespace") or "") if is_namespaced(kind) else ""
    group = group_of(kind, str(manifest.get("apiVersion") or ""))
    return ObjectKey(CLUSTER, kind, namespace, str(metadata.get("name") or ""), group)


def _title(key: ObjectKey) -> str:
    return f"{key.kind} {key.namespace}/{key.name}" if key.namespace else f"{key.kind} {key.name}"


def _version(manifest: Manifest) -> int:
    """Newer objects have higher ones, in practice; what has none is as old as can be."""
    version = str(manifest.get("metadata", {}).get("resourceVersion") or "")
    return int(version) if version.isdecimal() and len(version) < 20 else 0  # noqa: PLR2004 - digits of 64 bits
