"""Whether an incident was seen before: what the knowledge index and the runbooks answer, and the decision on it."""

from enum import StrEnum
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field

from shared.diagnosis.hypothesis import Sentence
from shared.kernel.value import Value

#: From this share of the threshold on, the best hit is too near to be called nothing.
_NEARLY: Final = 0.5
MOST_CANDIDATES: Final = 10


class PatternDecision(StrEnum):
    """Is this known?"""

    KNOWN = "known"
    """Something written down fits. It is not believed until the live state says the same."""
    UNSURE = "unsure"
    """Something nearly fits, or only the alert's text suggests it."""
    UNKNOWN = "unknown"
    """Nothing written down fits."""


class FoundThrough(StrEnum):
    """What led to a candidate."""

    INDEX = "index"
    """The knowledge index, by words, names and meaning."""
    ALERT_URL = "alert_url"
    """The address in the alert's annotation `runbook_url`."""
    ALERT_NAME = "alert_name"
    """The alert's name: a runbook's triggers name it."""
    ALERT_TEXT = "alert_text"
    """What the alert says: a runbook is about the same condition of the same kind of resource."""


_POINTERS: Final = {FoundThrough.ALERT_URL: "address of a runbook", FoundThrough.ALERT_NAME: "name"}


class PatternCandidate(Value):
    """Something written down that may be about this."""

    document_id: UUID
    """The id of the incident, runbook, postmortem or knowledge document."""
    kind: Annotated[str, Field(max_length=40)]
    """Which sort of document it is."""
    ref: Annotated[str, Field(max_length=300)]
    """What people call it: `INC-42`, a slug, or `postmortem` with its title."""
    title: Annotated[str, Field(max_length=300)]
    """Its title."""
    heading: Annotated[str, Field(max_length=300)] = ""
    """The heading of the stretch that fits; empty when there is none."""
    found_through: FoundThrough
    """What led to it."""
    score: float | None
    """The probability, from 0 to 1, that it is what was asked for; null when an alert's own pointer led to it."""
    words: float | None = None
    """The share of words that fit, from 0 to 1; null when it was not scored."""
    names: float | None = None
    """The share of exact names that fit, from 0 to 1; null when it was not scored."""
    meaning: float | None = None
    """How near it is in meaning, from 0 to 1; null when meaning was not compared."""
    recency: float | None = None
    """How new it is, from 0 to 1; null when it was not scored."""
    verified: float | None = None
    """The share of the times that it worked, from 0 to 1; null when it was not scored."""


class PatternLookup(Value):
    """The question, what it was asked of, and what came back. The same facts and the same index give the same bytes."""

    query: Annotated[str, Field(max_length=4_000)]
    """The words that were looked for."""
    index_position: int
    """The position in the log up to which the index had read: its version."""
    models: Annotated[tuple[str, ...], Field(max_length=10)] = ()
    """The models whose vectors were compared; empty when words and names alone were."""
    degraded: Annotated[str, Field(max_length=500)] | None = None
    """What the index could not use, in words; null when it was whole."""
    threshold: float
    """The score from which on a candidate fits."""
    candidates: Annotated[tuple[PatternCandidate, ...], Field(max_length=MOST_CANDIDATES)] = ()
    """The best first; those that an alert points to come before those that were scored."""
    decision: PatternDecision
    """Is this known?"""
    why: Sentence
    """The reason for the decision."""


class PatternCheck(Value):
    """Whether what is known was believed, after the live state was read."""

    holds: bool
    """True when what has it is there, and the same condition is true now."""
    why: Sentence
    """What says so, or what is missing."""


def decided(candidates: tuple[PatternCandidate, ...], threshold: float) -> tuple[PatternDecision, str]:
    """Decides whether what was found is enough to call it known, and says why."""
    if not candidates:
        return PatternDecision.UNKNOWN, "Nothing that is written down has any of its words."
    best = candidates[0]
    what = f"{best.kind} {best.ref}"
    if best.found_through in _POINTERS:
        return PatternDecision.KNOWN, f"The alert's {_POINTERS[best.found_through]} leads to {what}."
    if best.score is None:
        return PatternDecision.UNSURE, f"What the alert says suggests {what}."
    said = f"{what} fits with {best.score:.2f}, {threshold:.2f} is enough"
    if best.score >= threshold:
        return PatternDecision.KNOWN, f"{said}."
    if best.score >= threshold * _NEARLY:
        return PatternDecision.UNSURE, f"{said}: it may be the same."
    return PatternDecision.UNKNOWN, f"{said}."
