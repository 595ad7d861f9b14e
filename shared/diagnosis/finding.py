"""What one rule finds on one object, before findings of the same thing become one hypothesis."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.diagnosis.hypothesis import Citation, Confidence, FaultKind
from shared.diagnosis.snapshot import ObjectKey, ObservedEvent
from shared.kernel.vocabulary import ResourceRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One object shows a fault."""

    fault: FaultKind
    variant: StrEnum
    subject: ObjectKey
    """What has the fault: the root of the owners, or the one thing that blocks others."""
    shown_by: tuple[ObjectKey, ...]
    """Where it is seen: the pod; also the workload, where the subject is another object."""
    part: str = ""
    """The container, where a subject may have the same fault in several."""
    summary: str
    """The title without the subject's name."""
    why: Sequence[str]
    confidence: Confidence
    citations: Sequence[Citation]
    """The deciding one first."""
    since: datetime | None = None
    leans_on: Sequence[ObjectKey] = ()
    """Objects that, if they have a fault themselves, are why this one has its own."""
    stands_for: Sequence[ObjectKey] = ()
    """Objects that others lean on and that fail with this one: a certificate's secret, a service of its pods."""
    confirm: Sequence[str] = ()
    refute: Sequence[str] = ()


def name_of(key: ObjectKey) -> str:
    """``Pod shop/web-0``, ``Node n1``."""
    return f"{key.kind} {key.namespace}/{key.name}" if key.namespace else f"{key.kind} {key.name}"


def ref_of(key: ObjectKey) -> ResourceRef:
    return ResourceRef(kind=key.kind, name=key.name, namespace=key.namespace or None, cluster=key.cluster or None)


def cite_event(event: ObservedEvent) -> Citation:
    times = f" ({event.count} times)" if event.count > 1 else ""
    says = f"{event.reason}: {event.message}"[: 1_000 - len(times)]
    return Citation(evidence_id=event.evidence_id, path="event", says=says + times)


def after(text: str, length: int = 160) -> str:
    """Gives ``: text``, cut, for the end of a title; nothing for an empty text."""
    return f": {short(text, length)}" if text.strip() else ""


def sentence(text: str) -> str:
    """Begins the text with a capital letter."""
    return text[:1].upper() + text[1:]


def short(text: str, length: int = 200) -> str:
    """One line of at most ``length`` characters, without those that steer a terminal."""
    line = "".join(filter(str.isprintable, " ".join(text[: 4 * length].split())))
    return line if len(line) <= length else f"{line[: length - 1]}…"
