"""What one reader has read for one inquiry, written down as evidence and as part of a snapshot at the same time."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.adapters.evidence.target import NotRead
from shared.diagnosis.evidence import Evidence, EvidenceProblem, EvidenceSource, evidence_of
from shared.diagnosis.redacted_manifest import keys_only, redact_manifest
from shared.diagnosis.redaction import redact
from shared.diagnosis.snapshot import EvidenceGap, LogTail, ObjectKey, Observed, ObservedEvent, Snapshot
from shared.ports.evidence import Collected

#: Characters of one piece of evidence; what is longer keeps its beginning.
LONGEST_TEXT = 64 * 1024
#: Objects of which only the names of what they hold are kept.
_KEYS_ONLY = frozenset({"Secret", "ConfigMap"})


@dataclass(slots=True, kw_only=True)
class Notebook:
    source: EvidenceSource
    target: str
    at: datetime
    """When it was read."""
    evidence: list[Evidence] = field(default_factory=list)
    objects: dict[ObjectKey, Observed] = field(default_factory=dict)
    absent: dict[ObjectKey, str] = field(default_factory=dict)
    complete: set[tuple[str, str]] = field(default_factory=set)
    events: list[ObservedEvent] = field(default_factory=list)
    logs: list[LogTail] = field(default_factory=list)
    gaps: list[EvidenceGap] = field(default_factory=list)

    def found(self, key: ObjectKey, query: str, manifest: dict[str, Any], *, whole: bool = False) -> Observed:
        """Writes an object down, redacted; ``whole`` also keeps what a config map holds."""
        hide = keys_only if key.kind in _KEYS_ONLY and not whole else redact_manifest
        shown = hide(manifest)
        text = json.dumps(shown, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        read = self.note(query, _title(key), text)
        observed = Observed(key, shown, read.evidence_id)
        self.objects[key] = observed
        return observed

    def missing(self, key: ObjectKey, query: str, detail: str) -> None:
        """Writes down that an object was asked for by name and does not exist."""
        read = self.note(query, _title(key), problem=EvidenceProblem.NOT_FOUND, detail=detail)
        self.absent[key] = read.evidence_id

    def failed(self, query: str, wanted: str, failure: NotRead) -> None:
        """Writes down that something could not be read, or not to its end."""
        read = self.note(query, wanted, problem=failure.problem, detail=failure.detail)
        self.gaps.append(EvidenceGap(wanted=wanted, problem=failure.problem, evidence_id=read.evidence_id))

    def note(
        self,
        query: str,
        title: str,
        text: str = "",
        *,
        size_bytes: int | None = None,
        from_at: datetime | None = None,
        to_at: datetime | None = None,
        problem: EvidenceProblem | None = None,
        detail: str = "",
    ) -> Evidence:
        """Writes one read down; ``text`` is redacted already, query and detail are redacted here."""
        cut = len(text) > LONGEST_TEXT
        read = evidence_of(
            self.source,
            self.target,
            _storable(redact(query)),
            title=_storable(title),
            read_at=self.at,
            text=_storable(text[:LONGEST_TEXT]),
            size_bytes=len(text.encode()) if size_bytes is None else size_bytes,
            from_at=from_at,
            to_at=to_at,
            problem=problem or (EvidenceProblem.TRUNCATED if cut else None),
            detail=_storable(redact(detail)),
        )
        self.evidence.append(read)
        return read

    def collected(self) -> Collected:
        return Collected(
            tuple(self.evidence),
            Snapshot(
                at=self.at,
                objects=tuple(self.objects.values()),
                absent=dict(self.absent),
                complete=frozenset(self.complete),
                events=tuple(self.events),
                logs=tuple(self.logs),
                gaps=tuple(self.gaps),
            ),
        )


def _storable(text: str) -> str:
    """No database keeps a NUL in a text."""
    return text.replace("\0", "\ufffd")


def _title(key: ObjectKey) -> str:
    return f"{key.kind} {key.namespace}/{key.name}" if key.namespace else f"{key.kind} {key.name}"
