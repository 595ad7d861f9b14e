"""Investigators for tests: one that finds the same each time, and one that never comes back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event

from shared.diagnosis.evidence import EvidenceProblem, EvidenceSource, evidence_of
from shared.diagnosis.hypothesis import Citation, Confidence, Diagnosis, FaultKind, Hypothesis
from shared.kernel.vocabulary import ResourceRef, RiskTier
from shared.ports.investigator import IncidentUnderTriage, Investigated
from shared.processes.incident_triage.pattern import PatternLookup
from shared.remediation.actions import GitRevert
from shared.remediation.proposal import Proposal, RemediationPlan

READ_AT = datetime(2026, 3, 1, 12, 5, tzinfo=UTC)
WEB = ResourceRef(kind="Deployment", name="web", namespace="shop", cluster="eu-1")
POD = evidence_of(
    EvidenceSource.KUBERNETES,
    "eu-1",
    "GET /api/v1/namespaces/shop/pods/web-0",
    title="Pod shop/web-0",
    read_at=READ_AT,
    text='{"status":{"containerStatuses":[{"lastState":{"terminated":{"exitCode":1}}}]}}',
)
NO_METRICS = evidence_of(
    EvidenceSource.PROMETHEUS,
    "main",
    "GET /api/v1/query_range",
    title="Errors of web",
    read_at=READ_AT,
    problem=EvidenceProblem.TIMEOUT,
    detail="Prometheus did not answer within 5 s",
)
CRASH_LOOP = Hypothesis(
    hypothesis_id="crash_loop/eu-1/Deployment/shop/web",
    fault=FaultKind.CRASH_LOOP,
    subject=WEB,
    title="Deployment shop/web crash-loops: exit 1",
    why=("The container ends with 1 and is started again.",),
    confidence=Confidence.CERTAIN,
    citations=(
        Citation(
            evidence_id=POD.evidence_id, path="$.status.containerStatuses[0].lastState.terminated.exitCode", says="1"
        ),
    ),
)
DIAGNOSIS = Diagnosis(hypotheses=(CRASH_LOOP,), missing=("Errors of web",))
PLAN = RemediationPlan(
    hypothesis_ids=(CRASH_LOOP.hypothesis_id,),
    actions=(GitRevert(application="web", repository="https://git.example/shop.git", revision="4f2a"),),
    summary="Revert 4f2a of web",
    risk=RiskTier.LOW,
    blast_radius=("checkout depends on it",),
    rollback=("Revert the revert",),
    verify=("web has all its replicas",),
    expires_at=datetime(2100, 1, 1, tzinfo=UTC),
    plan_hash="0" * 64,
)
PROPOSED = Proposal(plan=PLAN, reason="The fault came with 4f2a.")
FOUND = Investigated(evidence=(POD, NO_METRICS), diagnosis=DIAGNOSIS, proposal=PROPOSED)


@dataclass
class Finds:
    """Tells how often each incident was looked into."""

    found: Investigated = FOUND
    asked: list[IncidentUnderTriage] = field(default_factory=list)

    def investigate(
        self, incident: IncidentUnderTriage, lookup: PatternLookup, *, at: datetime, within_s: float
    ) -> Investigated:
        del lookup, at, within_s
        self.asked.append(incident)
        return self.found


@dataclass
class NeverAnswers(Finds):
    """For the incidents that it is told of; ``let_go`` ends the waiting."""

    about: Callable[[IncidentUnderTriage], bool] = lambda _: True
    gate: Event = field(default_factory=Event)

    def investigate(
        self, incident: IncidentUnderTriage, lookup: PatternLookup, *, at: datetime, within_s: float
    ) -> Investigated:
        if self.about(incident):
            self.gate.wait()
        return super().investigate(incident, lookup, at=at, within_s=within_s)

    def let_go(self) -> None:
        self.gate.set()
