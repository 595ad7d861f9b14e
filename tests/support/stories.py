"""A triage of a crash loop that was mended by a revert, and how it could have ended otherwise."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from shared.diagnosis.hypothesis import Citation, Confidence, Diagnosis, FaultKind, Hypothesis
from shared.documentation.story import Chapter, IncidentInBrief, ToldEntry, TriageStory
from shared.domain.incident.values import EntryKind
from shared.kernel.ids import IncidentId
from shared.kernel.vocabulary import ResourceRef, Severity
from shared.processes.incident_triage.pattern import (
    FoundThrough,
    PatternCandidate,
    PatternCheck,
    PatternDecision,
    PatternLookup,
)
from shared.remediation.outcome import (
    ActionOutcome,
    EffectStatus,
    RemediationOutcome,
    VerificationCheck,
    VerificationReading,
)

BEGAN = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)
_IDS = UUID("5f0c1f0e-53a4-4d0e-9a52-0b1f5b6c7d8e")
DEPLOYMENT = ResourceRef(kind="Deployment", name="pricing", namespace="booking", cluster="north-1")


def id_of(name: str) -> UUID:
    return uuid5(_IDS, name)


def entry(name: str, minute: int, text: str, kind: EntryKind = EntryKind.EVIDENCE) -> ToldEntry:
    return ToldEntry(entry_id=id_of(name), kind=kind, occurred_at=BEGAN + timedelta(minutes=minute), text=text)


INCIDENT = IncidentInBrief(
    incident_id=IncidentId(id_of("incident")),
    number=7,
    title="pricing crash-loops",
    description="Container pricing of booking/pricing restarts again and again.",
    severity=Severity.CRITICAL,
    detected_at=BEGAN,
    resolved_at=BEGAN + timedelta(minutes=9),
    environments=("production",),
    services=("pricing",),
    service_ids=(id_of("pricing"),),
    resources=(DEPLOYMENT,),
    alerts=("KubePodCrashLooping",),
)
CAUSE = Hypothesis(
    hypothesis_id="crash_loop/pricing",
    fault=FaultKind.CRASH_LOOP,
    subject=DEPLOYMENT,
    variant="exit_error",
    title="Deployment booking/pricing crash-loops: exit 1",
    why=("Its log ends with: required setting SURCHARGE_TABLE is not set.",),
    confidence=Confidence.CERTAIN,
    citations=(Citation(evidence_id="e1", path="line 3", says="required setting SURCHARGE_TABLE is not set"),),
)
KNOWN = PatternLookup(
    query="pricing crash loop",
    index_position=41,
    threshold=0.5,
    candidates=(
        PatternCandidate(
            document_id=id_of("runbook"),
            kind="runbook",
            ref="pricing-crash-loop",
            title="pricing crash-loops",
            found_through=FoundThrough.INDEX,
            score=0.93,
        ),
    ),
    decision=PatternDecision.KNOWN,
    why="runbook pricing-crash-loop fits with 0.93, 0.50 is enough.",
)
REVERTED = ActionOutcome(
    index=0,
    action="git.revert",
    status=EffectStatus.SUCCEEDED,
    detail="Reverted bbbbbbb of fleet.",
    references=("https://git.example/fleet/pull/3",),
    application="pricing",
    revision="c" * 40,
    ended_at=BEGAN + timedelta(minutes=4),
)
MENDED = TriageStory(
    incident=INCIDENT,
    workflow_id=f"triage/{INCIDENT.incident_id}/1",
    lookup=KNOWN,
    pattern=PatternCheck(holds=True, why="Deployment booking/pricing is there and crash-loops."),
    diagnosis=Diagnosis(hypotheses=(CAUSE,)),
    outcome=RemediationOutcome(status=EffectStatus.SUCCEEDED, actions=(REVERTED,), reason="All of it was done."),
    reading=VerificationReading(
        checks=(VerificationCheck(what="pricing is Synced at ccccccc.", holds=True, seen="Synced, Healthy"),)
    ),
    verified=True,
    held_for_s=300,
    entries=(
        entry("opened", 0, "Opened by KubePodCrashLooping"),
        entry("diagnosis", 1, "Deployment booking/pricing crash-loops: exit 1 (certain)\n- line 3", EntryKind.DECISION),
        entry("remediation", 4, "Reverted bbbbbbb of fleet.", EntryKind.ACTION),
        entry("verification", 9, "pricing is Synced at ccccccc: yes"),
    ),
    chapters={
        Chapter.DIAGNOSIS: id_of("diagnosis"),
        Chapter.REMEDIATION: id_of("remediation"),
        Chapter.VERIFICATION: id_of("verification"),
    },
)
NOT_MENDED = replace(
    MENDED,
    verified=False,
    held_for_s=0,
    incident=replace(INCIDENT, resolved_at=None),
    reading=VerificationReading(
        checks=(VerificationCheck(what="The pods do not restart.", holds=False, seen="14 restarts, then 17"),)
    ),
)
CANNOT_TELL = replace(
    MENDED,
    lookup=None,
    pattern=None,
    diagnosis=Diagnosis(missing=("Prometheus main did not answer.",)),
    outcome=None,
    reading=None,
    verified=None,
    chapters={},
)


def told(**changes: Any) -> TriageStory:
    """The mended one with another incident."""
    return replace(MENDED, incident=replace(INCIDENT, **changes))
