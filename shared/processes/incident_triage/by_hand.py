"""An incident is resolved and no plan of ours did it: it is looked at what was done, and written down as that."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from shared.domain.incident.facts import IncidentResolved
from shared.domain.incident.values import EntryKind
from shared.kernel.vocabulary import RiskTier
from shared.processes.incident_triage.endings import subject
from shared.processes.incident_triage.investigation import EvidenceRef
from shared.processes.incident_triage.phase import TriagePhase
from shared.processes.incident_triage.remedy import Remedy, RemedyStage
from shared.processes.incident_triage.remedy_facts import DocumentationRequested, RecoveredByHand
from shared.processes.incident_triage.state import Resolution, Standing, TriageRun, Triaging
from shared.processes.incident_triage.timeline import entry
from shared.processes.process import Event, Reaction
from shared.processes.process_batch import at_of, cause_of
from shared.processes.wording import one_line
from shared.remediation.actions import Escalate
from shared.remediation.outcome import VerificationReading
from shared.remediation.proposal import RemediationPlan

_LIMIT: Final = timedelta(minutes=10)
_SUMMARY: Final = "it was mended by hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualRecovery:
    """What was seen once the incident was resolved.

    ``changes``: what has changed since it began and was not our doing. ``questions``: what that leaves open.
    """

    resolved_by: str
    said: str
    reading: VerificationReading
    changes: tuple[str, ...]
    questions: tuple[str, ...]
    evidence: tuple[EvidenceRef, ...] = ()


def resolution_of(resolved: IncidentResolved) -> Resolution:
    return Resolution(resolved_by=resolved.resolved_by, said=resolved.summary)


def look_back(event: Event, run: TriageRun, resolution: Resolution) -> Reaction[TriageRun]:
    """``run`` is over. What a person did stands where a plan would."""
    at = at_of(event)
    plan = RemediationPlan(
        hypothesis_ids=(),
        actions=(Escalate(reason="A person took over."),),
        summary=_SUMMARY,
        risk=RiskTier.READ,
        expires_at=at,
        plan_hash="",
    )
    said = DocumentationRequested(
        **subject(run), approval_id=None, plan_hash=None, resolved_by=resolution.resolved_by[:300]
    )
    after = replace(
        run,
        standing=Standing.UNDER_WAY,
        ended_as=run.standing,
        resolution=resolution,
        remedy=Remedy(plan=plan, stage=RemedyStage.RECORD, began_at=at),
        ends_at=at + _LIMIT,
        cause=cause_of(event),
    )
    return Reaction((after.said(),), (), (said,))


def look_back_if_resolved(event: Event, ended: Reaction[Triaging]) -> Reaction[Triaging]:
    """Where the incident was resolved while a plan was acting, and then the plan is not what did it."""
    for after in ended.states:
        if isinstance(after, TriageRun) and after.resolution is not None and after.standing is Standing.ESCALATED:
            then = look_back(event, after, after.resolution)
            return Reaction(then.states, (*ended.asks, *then.asks), (*ended.facts, *then.facts))
    return ended


def recovered(event: Event, run: TriageRun, seen: ManualRecovery) -> Reaction[TriageRun]:
    said = RecoveredByHand(
        **subject(run),
        resolved_by=seen.resolved_by[:300],
        well=seen.reading.holds,
        reading=seen.reading,
        changes=seen.changes,
        questions=seen.questions,
        evidence=seen.evidence,
    )
    told = entry(event, run, "by-hand", EntryKind.DECISION, _lines(seen))
    return Reaction((replace(run, phase=TriagePhase.DOCUMENTATION).said(),), (told,), (said,))


def nothing_by_hand(run: TriageRun) -> Reaction[TriageRun]:
    """It went as it came: there is nothing to write down, and it stays ended as it was.

    The resolution has been looked back upon: kept, it would be a reason to do so again, and again.
    """
    return Reaction((replace(run, resolution=None).over(run.ended_as or Standing.CANCELLED),))


def _lines(seen: ManualRecovery) -> tuple[str, ...]:
    well = "all is well" if seen.reading.holds else "it is not seen to be well"
    return (
        f"Mended by hand, as it looks; resolved by {one_line(seen.resolved_by)}, and {well}.",
        *(f"- Seen since it began: {one_line(each)}" for each in seen.changes),
        *(f"- To be said: {one_line(each)}" for each in seen.questions),
    )
