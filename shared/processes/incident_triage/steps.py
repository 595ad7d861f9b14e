"""The moves of a run: each says its process fact, asks for its entry in the timeline, and knows what comes next."""

from dataclasses import replace

from shared.domain.incident.values import EntryKind
from shared.kernel.ids import IncidentId
from shared.processes.incident_triage import facts
from shared.processes.incident_triage.endings import by_itself, cancel, escalate, subject
from shared.processes.incident_triage.investigation import Investigation, bounded
from shared.processes.incident_triage.pattern import PatternLookup
from shared.processes.incident_triage.phase import TriagePhase
from shared.processes.incident_triage.propose import propose
from shared.processes.incident_triage.retriage import Retriage
from shared.processes.incident_triage.state import (
    PHASE_LIMIT,
    Standing,
    TriageRun,
    Triaging,
    newest_run,
    policy_heard,
    triage_workflow_id,
)
from shared.processes.incident_triage.timeline import (
    annotation_lines,
    diagnosis_lines,
    entry,
    evidence_lines,
    lookup_lines,
    pattern_lines,
)
from shared.processes.process import Event, Known, Reaction
from shared.processes.process_batch import at_of, cause_of
from shared.processes.wording import one_line


def start(
    event: Event,
    known: Known[Triaging],
    incident_id: IncidentId,
    *,
    reason: str,
    started_by: str,
    policy_version: int,
    again: bool = False,
) -> Reaction[TriageRun]:
    """One run at a time: what waits at a plan gives way, what is under way goes on.

    ``again``: it begins by itself, for what has joined the incident.
    """
    before = newest_run(known, incident_id)
    if before is not None and before.standing is Standing.UNDER_WAY:
        return Reaction()
    number = 1 if before is None else before.run + 1
    run = TriageRun(
        workflow_id=triage_workflow_id(incident_id, number),
        incident_id=incident_id,
        run=number,
        phase=TriagePhase.PATTERN_LOOKUP,
        standing=Standing.UNDER_WAY,
        facts=1,
        ends_at=max(known.now, at_of(event)) + PHASE_LIMIT,
        cause=cause_of(event),
        retriage=(Retriage() if before is None else before.retriage).begun(by_itself=again),
    )
    said = facts.IncidentTriageStarted(
        **subject(run), reason=reason, started_by=started_by, policy_version=policy_version
    )
    lines = (f"Triage {number} began: {one_line(reason)}", "First it asks what is known, then what is live now.")
    began: Reaction[TriageRun] = Reaction((run,), (entry(event, run, "started", EntryKind.ACTION, lines),), (said,))
    if before is None:
        return began
    if before.is_over:
        return Reaction((replace(before, is_newest=False), run), began.asks, began.facts)
    ended = cancel(event, before, f"Run {number} began.", started_by)
    former = [replace(state, is_newest=False) for state in ended.states]
    return Reaction((*former, run), (*ended.asks, *began.asks), (*ended.facts, *began.facts))


def looked_up(event: Event, known: Known[Triaging], run: TriageRun, lookup: PatternLookup) -> Reaction[TriageRun]:
    after = _next(event, known, run, TriagePhase.TRIAGE)
    told = entry(event, run, "lookup", EntryKind.EVIDENCE, lookup_lines(lookup))
    return Reaction((after,), (told,), (facts.PatternLookupCompleted(**subject(run), lookup=lookup),))


def investigated(event: Event, known: Known[Triaging], run: TriageRun, found: Investigation) -> Reaction[TriageRun]:
    """Without a plan a person goes on at once."""
    diagnosis = bounded(found.diagnosis)
    causes = diagnosis.causes
    said = facts.TriagePhaseCompleted(
        **subject(run),
        phase=TriagePhase.TRIAGE,
        summary=causes[0].title if causes else "What is broken cannot be told from what was read.",
        diagnosis=diagnosis,
        pattern=found.pattern,
        evidence=found.evidence,
        annotation=found.annotation,
    )
    told = [
        entry(event, run, "evidence", EntryKind.EVIDENCE, evidence_lines(found.evidence)),
        entry(
            event, run, "diagnosis", EntryKind.DECISION, (*pattern_lines(found.pattern), *diagnosis_lines(diagnosis))
        ),
    ]
    if found.annotation is not None:
        told.append(entry(event, run, "annotation", EntryKind.NOTE, annotation_lines(found.annotation)))
    after = _next(event, known, run, TriagePhase.REMEDIATION)
    rest = _proposed(event, known, after, found)
    return Reaction(rest.states, (*told, *rest.asks), (said, *rest.facts))


def _proposed(event: Event, known: Known[Triaging], run: TriageRun, found: Investigation) -> Reaction[TriageRun]:
    """Whoever has the incident is told that there is a plan, and asks for it, where nobody asked for the look."""
    plan, reason = found.proposal.plan, found.proposal.reason
    if plan is None:
        return escalate(event, run, facts.EscalationCause.NO_PLAN, reason, by_itself(run))
    may_be_beside = policy_heard(known).definition.plans_beside_people
    kept_back = run.retriage.keeps_back(None if may_be_beside else found.in_hand_of)
    if kept_back is not None:
        told = f"{kept_back} There is a plan, which is proposed to whoever asks for a triage: {plan.summary}"
        return escalate(event, run, facts.EscalationCause.IN_HAND, told, by_itself(run))
    return propose(event, known, run, plan, reason=reason, gates=found.proposal.gates)


def _next(event: Event, known: Known[Triaging], run: TriageRun, phase: TriagePhase) -> TriageRun:
    ends_at = max(known.now, at_of(event)) + PHASE_LIMIT
    return replace(run, phase=phase, ends_at=ends_at, cause=cause_of(event)).said()
