"""A triage as its process facts tell it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from shared.app.operations.triage.remedy_view import OF_A_PLAN, PlanApprovalView, PlanVerificationView, told_of_plan
from shared.app.operations.view import View
from shared.diagnosis.evidence import Evidence, EvidenceProblem, EvidenceSource
from shared.diagnosis.hypothesis import Diagnosis
from shared.domain.triage_policy.values import TriagePolicyDefinition
from shared.kernel.envelope import Envelope
from shared.ports.current_state import Stored
from shared.processes.incident_triage.facts import (
    IncidentTriageStarted,
    PatternLookupCompleted,
    RemediationProposed,
    TriageCancelled,
    TriageEscalated,
    TriagePhaseCompleted,
)
from shared.processes.incident_triage.investigation import EvidenceRef
from shared.processes.incident_triage.pattern import PatternCheck, PatternDecision, PatternLookup
from shared.processes.incident_triage.phase import TriagePhase
from shared.remediation.outcome import RemediationOutcome
from shared.remediation.proposal import RemediationPlan


class TriageStanding(StrEnum):
    UNDER_WAY = "under_way"
    """It reads, carries out or watches, or is about to."""
    WAITING = "waiting"
    """A plan is proposed and waits for a person."""
    ESCALATED = "escalated"
    """It is over, and a person goes on."""
    CANCELLED = "cancelled"
    """It is over without a result."""
    COMPLETED = "completed"
    """It is over, and a plan has worked."""


class TriageSummary(View):
    """One run of a triage is shown in a line."""

    workflow_id: str
    """The run: `triage/<incident id>/<run>`."""
    incident_id: UUID
    """The incident that is looked into."""
    run: int
    """Which run for this incident, counted from 1."""
    standing: TriageStanding
    """Whether it is under way, waits, or is over."""
    phase: TriagePhase
    """What it is at, or was at when it ended."""
    reason: str
    """Why it began."""
    started_by: str
    """Whose doing it was: `human:…`, `agent:…`, `integration:…` or `process:…`."""
    requested_at: datetime
    """When the incident was opened, or somebody asked for it, in UTC."""
    updated_at: datetime
    """When it last said something, in UTC."""
    version: int
    """How many process facts it has said."""
    decision: PatternDecision | None = None
    """Whether this was seen before. Null: it is not decided yet."""
    summary: str | None = None
    """What is broken, in a line. Null: it is not said yet."""
    ended_because: str | None = None
    """Why it is over. Null: it is not."""


class TriageView(TriageSummary):
    """One run of a triage is shown with all that it found."""

    lookup: PatternLookup | None = None
    """What was asked about the past, and the decision on it. Null: not yet."""
    pattern: PatternCheck | None = None
    """Whether the pattern that was known is believed. Null: none was, or not yet."""
    diagnosis: Diagnosis | None = None
    """What is broken and why. Null: not yet."""
    evidence: tuple[EvidenceRef, ...] = ()
    """What was read, failures included."""
    plan: RemediationPlan | None = None
    """What could be done; ``outcome`` says what of it was. Null: there is no plan, or not yet."""
    plan_reason: str | None = None
    """Why this plan. Null: there is none."""
    gates: tuple[str, ...] = ()
    """Which ways were closed, and by what."""
    is_rollback: bool = False
    """Whether the plan takes back one that did not work."""
    approval: PlanApprovalView | None = None
    """Who is asked whether the plan may be carried out. Null: nobody."""
    execution_id: UUID | None = None
    """The execution of the runbook that the plan is. Null: it is none."""
    outcome: RemediationOutcome | None = None
    """What became of the plan that was carried out last. Null: none was."""
    verification: PlanVerificationView | None = None
    """Whether a plan has worked. Null: none was carried out."""


class Triages(View):
    """The triages of an incident."""

    items: tuple[TriageSummary, ...]
    """The newest runs, the newest first."""


class EvidenceSummary(View):
    """One read is shown without what it brought."""

    evidence_id: UUID
    """The id under which its text can be asked for."""
    source: EvidenceSource
    """Who answered."""
    target: str
    """Which one of them: the cluster, the Argo CD, the Prometheus."""
    query: str
    """What was asked, as one would repeat it."""
    title: str
    """What it is, for people."""
    since: datetime | None
    """Start of the time range asked for. Null: the question has none."""
    until: datetime | None
    """End of the time range asked for. Null: the question has none."""
    read_at: datetime
    """When it was read, in UTC."""
    content_hash: str
    """SHA-256 of its text in hexadecimal."""
    size_bytes: int
    """How long the answer was before it was cut."""
    problem: EvidenceProblem | None
    """Why it is empty or incomplete. Null: it is whole."""
    detail: str
    """The problem in words; empty when there is none."""


class EvidenceView(EvidenceSummary):
    """One read is shown with what it brought."""

    text: str
    """The answer with secrets taken out: JSON for objects, plain text for logs."""


class EvidenceList(View):
    """What a run of a triage read, as far as it is still kept."""

    workflow_id: str
    """The run."""
    items: tuple[EvidenceSummary, ...]
    """In the order of reading."""


class TriagePolicyView(View):
    """The tenant's policy for triage is shown as it stands."""

    version: int
    """How many facts the policy has; 0 when nobody has ever put one."""
    policy_version: int
    """Counts definitions from 1; 0 is the built-in one."""
    definition: TriagePolicyDefinition
    """Which incidents are looked into by themselves, and what is carried out and believed."""
    paused: bool = False
    """Whether automation is paused: nothing is carried out."""
    paused_by: str | None = None
    """Who paused it. Null: it is not paused."""
    paused_because: str | None = None
    """Why it is paused. Null: it is not."""
    updated_at: datetime | None
    """When it was last put, paused or resumed, in UTC. Null: never."""


def triage_views(facts: Iterable[Envelope[Any]]) -> tuple[TriageView, ...]:
    """Folds process facts, given newest first, into runs, the newest first; one without its beginning is left out."""
    by_run: dict[str, list[Envelope[Any]]] = {}
    for fact in facts:
        by_run.setdefault(fact.aggregate_id, []).append(fact)
    whole = [sorted(said, key=lambda fact: fact.aggregate_version or 0) for said in by_run.values()]
    views = [_view(said) for said in whole if isinstance(said[0].data, IncidentTriageStarted)]
    return tuple(sorted(views, key=lambda view: -view.run))


def evidence_summary(evidence: Evidence) -> EvidenceSummary:
    return EvidenceSummary.model_validate(_shown(evidence))


def evidence_view(evidence: Evidence) -> EvidenceView:
    return EvidenceView.model_validate(_shown(evidence))


def triage_policy_view(stored: Stored | None) -> TriagePolicyView:
    if stored is None:
        return TriagePolicyView(version=0, policy_version=0, definition=TriagePolicyDefinition(), updated_at=None)
    return TriagePolicyView.model_validate({**stored.state, "version": stored.version, "updated_at": stored.updated_at})


def _shown(evidence: Evidence) -> dict[str, Any]:
    return evidence.model_dump() | {"since": evidence.from_at, "until": evidence.to_at}


def _view(said: Sequence[Envelope[Any]]) -> TriageView:
    first, last = said[0], said[-1]
    shown: dict[str, Any] = {
        "workflow_id": first.aggregate_id,
        "incident_id": first.data.incident_id,
        "run": first.data.run,
        "reason": first.data.reason,
        "started_by": first.data.started_by,
        "requested_at": first.occurred_at,
        "updated_at": last.occurred_at,
        "version": last.aggregate_version,
        "standing": TriageStanding.UNDER_WAY,
        "phase": TriagePhase.PATTERN_LOOKUP,
    }
    for fact in said:
        if shown["phase"] is TriagePhase.DOCUMENTATION and isinstance(fact.data, OF_A_PLAN):
            continue  # of the note: what is shown is the plan that has worked
        shown |= _told(fact.data) | told_of_plan(shown, fact.data)
    return TriageView.model_validate(shown)


def _told(fact: Any) -> dict[str, Any]:
    match fact:
        case PatternLookupCompleted(lookup=lookup):
            return {"phase": TriagePhase.TRIAGE, "lookup": lookup, "decision": lookup.decision}
        case TriagePhaseCompleted():
            found = {"summary": fact.summary, "diagnosis": fact.diagnosis, "evidence": fact.evidence}
            return {"phase": TriagePhase.REMEDIATION, "pattern": fact.pattern, **found}
        case RemediationProposed():
            proposed = {name: getattr(fact, name) for name in ("plan", "gates", "is_rollback")}
            known = {"standing": TriageStanding.WAITING, "phase": TriagePhase.REMEDIATION, "approval": None}
            return {**known, **proposed, "plan_reason": fact.reason}
        case TriageEscalated():
            return {"standing": TriageStanding.ESCALATED, "phase": fact.phase, "ended_because": fact.reason}
        case TriageCancelled():
            return {"standing": TriageStanding.CANCELLED, "phase": fact.phase, "ended_because": fact.reason}
        case _:
            return {}
