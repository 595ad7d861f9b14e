"""What a triage writes into the incident's timeline: for a reader who has never heard of it."""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from shared.agents.annotation import Annotation
from shared.diagnosis.hypothesis import Diagnosis, Hypothesis
from shared.domain.incident.intents import AddIncidentTimelineEntry
from shared.domain.incident.values import EntryKind, TimelineEntry
from shared.kernel.ids import derive_from
from shared.processes.incident_triage.investigation import EvidenceRef
from shared.processes.incident_triage.pattern import PatternCandidate, PatternCheck, PatternDecision, PatternLookup
from shared.processes.incident_triage.state import TriageRun
from shared.processes.process import Ask, Event
from shared.processes.process_batch import at_of
from shared.processes.wording import one_line
from shared.remediation.proposal import RemediationPlan

_LONGEST_TEXT: Final = 8_000
_SHOWN: Final = 3
_DECISIONS: Final = {
    PatternDecision.KNOWN: "Seen before, as it looks; what is live now has still to say the same.",
    PatternDecision.UNSURE: "Perhaps seen before.",
    PatternDecision.UNKNOWN: "Not seen before.",
}


def entry_id_of(event_id: UUID, workflow_id: str, name: str) -> UUID:
    """The entry that a run asks for under this name when it hears of the event."""
    return derive_from(event_id, f"{workflow_id}/{name}")


def entry(event: Event, run: TriageRun, name: str, kind: EntryKind, lines: Iterable[str]) -> Ask:
    """Asks for an entry; one that comes again has the same id."""
    text = "\n".join(lines)
    written = TimelineEntry(
        entry_id=entry_id_of(event.message_id, run.workflow_id, name),
        kind=kind,
        text=text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…",
        occurred_at=at_of(event),
    )
    return Ask(run.workflow_id, AddIncidentTimelineEntry(incident_id=run.incident_id, entry=written))


def lookup_lines(lookup: PatternLookup) -> Iterable[str]:
    yield f"{_DECISIONS[lookup.decision]} {one_line(lookup.why)}"
    yield from (f"- {_candidate(each)}" for each in lookup.candidates[:_SHOWN])
    if lookup.degraded is not None and not lookup.models:
        yield f"The index was not whole: {one_line(lookup.degraded)}"


def pattern_lines(pattern: PatternCheck | None) -> Iterable[str]:
    if pattern is not None:
        said = "What is known holds now" if pattern.holds else "What is known is not believed"
        yield f"{said}: {one_line(pattern.why)}"


def evidence_lines(evidence: tuple[EvidenceRef, ...]) -> Iterable[str]:
    """What was looked at, with what could not be read by name."""
    failed = [each for each in evidence if each.problem is not None]
    problems = f", {len(failed)} of them with a problem." if failed else "; all of it could be read."
    yield f"Looked at {_count(len(evidence), 'place')}{problems}"
    for each in failed[:10]:
        said = f": {one_line(each.detail)}" if each.detail else ""
        yield f"- {each.source} {one_line(each.target)}: {one_line(each.title)} ({each.problem}){said}"


def diagnosis_lines(diagnosis: Diagnosis) -> Iterable[str]:
    if not diagnosis.hypotheses:
        yield "What is broken cannot be told from what was read."
    for hypothesis in diagnosis.causes[:_SHOWN]:
        yield from _hypothesis(hypothesis, diagnosis)
    if diagnosis.missing:
        yield "Not read, and might have told more:"
        yield from (f"- {one_line(each)}" for each in diagnosis.missing[:5])
    if diagnosis.unexplained:
        yield "Not explained by this:"
        yield from (f"- {one_line(each)}" for each in diagnosis.unexplained[:5])


def plan_lines(plan: RemediationPlan, reason: str, gates: Sequence[str]) -> Iterable[str]:
    yield f"Proposed, nothing has been changed: {one_line(plan.summary)} (risk {plan.risk})"
    yield f"Why: {one_line(reason)}"
    for title, sentences in (
        ("What depends on it", plan.blast_radius),
        ("Mended when", plan.verify),
        ("Undone by", plan.rollback),
        ("Ways that were closed", gates),
    ):
        if sentences:
            yield f"{title}:"
            yield from (f"- {one_line(each)}" for each in sentences[:5])
    yield f"Good until {plan.expires_at:%Y-%m-%d %H:%M} UTC, plan {plan.plan_hash[:12]}"


def annotation_lines(annotation: Annotation) -> Iterable[str]:
    yield f"The model {one_line(annotation.model)} says, and decides nothing:"
    yield annotation.explanation


def _candidate(candidate: PatternCandidate) -> str:
    score = "the alert points to it" if candidate.score is None else f"{candidate.score:.2f}"
    return f"{candidate.kind} {one_line(candidate.ref)}: {one_line(candidate.title)} ({score})"


def _hypothesis(hypothesis: Hypothesis, diagnosis: Diagnosis) -> Iterable[str]:
    yield f"{one_line(hypothesis.title)} ({hypothesis.confidence})"
    yield from (f"- {one_line(each)}" for each in hypothesis.why[:5])
    for citation in hypothesis.citations[:_SHOWN]:
        yield f"- {one_line(citation.path)}: {one_line(citation.says)} [evidence {citation.evidence_id}]"
    follows = [each for each in diagnosis.hypotheses if each.consequence_of == hypothesis.hypothesis_id]
    yield from (f"- It brings about: {one_line(each.title)}" for each in follows[:_SHOWN])


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
