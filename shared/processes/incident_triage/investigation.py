"""What an investigation found, and what of it the workflow says: ids, hashes and summaries, never the texts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from pydantic import Field

from shared.agents.annotation import Annotation
from shared.diagnosis.evidence import Evidence, EvidenceProblem, EvidenceSource
from shared.diagnosis.hypothesis import Diagnosis, Hypothesis
from shared.kernel.value import Value
from shared.processes.incident_triage.pattern import PatternCheck
from shared.processes.incident_triage.phase import TriagePhase
from shared.remediation.proposal import Proposal

MOST_EVIDENCE: Final = 200
_MOST_HYPOTHESES: Final = 10
_MOST_CITATIONS: Final = 10
_MOST_AFFECTED: Final = 20
_MOST_SENTENCES: Final = 20
_LONGEST_VALUE: Final = 200


class EvidenceRef(Value):
    """One read, without what it brought: that is kept for a while and asked for by its id."""

    evidence_id: str
    """The id under which its text can be asked for while it is kept."""
    source: EvidenceSource
    """Who answered."""
    target: Annotated[str, Field(max_length=300)]
    """Which one of them: the cluster, the Argo CD, the Prometheus."""
    title: Annotated[str, Field(max_length=300)]
    """What it is, for people."""
    query: Annotated[str, Field(max_length=500)]
    """What was asked, or its beginning."""
    read_at: datetime
    """When it was read."""
    content_hash: str
    """SHA-256 of its text in hexadecimal: the text that is shown is the one that was read."""
    size_bytes: int
    """How long the answer was."""
    problem: EvidenceProblem | None = None
    """Why it is empty or incomplete; null when it is whole."""
    detail: Annotated[str, Field(max_length=300)] = ""
    """The problem in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Investigation:
    """What was read, what it means, and what could be done."""

    evidence: tuple[EvidenceRef, ...]
    diagnosis: Diagnosis
    proposal: Proposal
    annotation: Annotation | None = None
    pattern: PatternCheck | None = None
    """Of the pattern that is known; None: none is."""
    in_hand_of: str | None = None
    """Who has the incident; None: nobody yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """A phase's read brought nothing, and will not be tried again."""

    phase: TriagePhase
    reason: str


def reference_to(evidence: Evidence) -> EvidenceRef:
    return EvidenceRef(
        evidence_id=evidence.evidence_id,
        source=evidence.source,
        target=evidence.target[:300],
        title=evidence.title,
        query=evidence.query[:500],
        read_at=evidence.read_at,
        content_hash=evidence.content_hash,
        size_bytes=evidence.size_bytes,
        problem=evidence.problem,
        detail=evidence.detail[:300],
    )


def bounded(diagnosis: Diagnosis) -> Diagnosis:
    """Keeps the strongest hypotheses and the beginnings of what they cite, so that a fact stays small."""
    kept = diagnosis.hypotheses[:_MOST_HYPOTHESES]
    names = {hypothesis.hypothesis_id for hypothesis in kept}
    return Diagnosis(
        hypotheses=tuple(_bounded_hypothesis(hypothesis, names) for hypothesis in kept),
        missing=diagnosis.missing[:_MOST_SENTENCES],
        unexplained=diagnosis.unexplained[:_MOST_SENTENCES],
    )


def _bounded_hypothesis(hypothesis: Hypothesis, names: set[str]) -> Hypothesis:
    """A cause that was left out cannot be pointed to."""
    return hypothesis.model_copy(
        update={
            "citations": tuple(
                citation.model_copy(update={"says": citation.says[:_LONGEST_VALUE]})
                for citation in hypothesis.citations[:_MOST_CITATIONS]
            ),
            "why": hypothesis.why[:_MOST_SENTENCES],
            "affected": hypothesis.affected[:_MOST_AFFECTED],
            "confirm": hypothesis.confirm[:_MOST_SENTENCES],
            "refute": hypothesis.refute[:_MOST_SENTENCES],
            "consequence_of": hypothesis.consequence_of if hypothesis.consequence_of in names else None,
        }
    )
