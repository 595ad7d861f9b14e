"""What each step of a plan on its way asks of others: what it would do, that it be done, and whether it has worked."""

from dataclasses import dataclass, field

from shared.app.triage.alerts_cleared import alerts_cleared
from shared.app.triage.incident_under_triage import incident_under_triage
from shared.app.triage.kept_evidence import MOST_BYTES_OF_LOOK, kept_evidence
from shared.app.triage.step import Brought
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId
from shared.ports.clock import Clock, SystemClock
from shared.ports.coder import Coder, CoderUnavailable
from shared.ports.current_state import CurrentState
from shared.ports.investigator import IncidentUnderTriage
from shared.ports.recovery_verifier import RecoveryVerifier
from shared.processes.incident_triage.facts import IncidentTriageFact
from shared.processes.incident_triage.investigation import reference_to
from shared.processes.incident_triage.remedy import Remedy, RemedyStage
from shared.processes.incident_triage.remedy_results import (
    DryRunRead,
    NobodyActs,
    NotYet,
    PlanCarriedOut,
    RecoveryRead,
    RunbookAnswered,
)
from shared.processes.incident_triage.state import TriageRun
from shared.remediation.actions import RunRunbook
from shared.remediation.outcome import VerificationReading
from shared.remediation.plan_text import plan_text_of
from shared.remediation.proposal import RemediationPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class TryDry:
    """``coder``: None where nothing is set up that carries plans out."""

    state: CurrentState
    coder: Coder | None
    within_s: float

    def __call__(self, fact: Envelope[IncidentTriageFact], run: TriageRun) -> Brought:
        if self.coder is None or run.remedy is None:
            return Brought(NobodyActs())
        plan = run.remedy.plan
        environments = _environments(incident_under_triage(self.state, fact.tenant_id, run.incident_id))
        if _is_runbook(plan):
            return Brought(DryRunRead(dry_run=None, environments=environments))
        try:
            dry_run = self.coder.dry_run(fact.tenant_id, plan_text_of(plan), within_s=self.within_s)
        except CoderUnavailable:
            return Brought(NotYet(stage=RemedyStage.DRY_RUN))
        return Brought(DryRunRead(dry_run=dry_run, environments=environments))


@dataclass(frozen=True, slots=True, kw_only=True)
class AskToCarryOut:
    state: CurrentState
    coder: Coder | None
    within_s: float

    def __call__(self, fact: Envelope[IncidentTriageFact], run: TriageRun) -> Brought:
        if run.remedy is not None and run.remedy.stage is RemedyStage.RUNBOOK:
            return self._runbook(fact.tenant_id, run.remedy)
        later = Brought(NotYet(stage=RemedyStage.EFFECT))
        if self.coder is None or run.remedy is None or run.remedy.approval_id is None:
            return later
        try:
            outcome = self.coder.apply(fact.tenant_id, run.remedy.approval_id, within_s=self.within_s)
        except CoderUnavailable:
            return later
        return later if outcome is None else Brought(PlanCarriedOut(outcome=outcome))

    def _runbook(self, tenant_id: TenantId, remedy: Remedy) -> Brought:
        """What the writer has said to the request for its execution, if anything yet."""
        answer = None if remedy.asked_id is None else self.state.outcome(tenant_id, remedy.asked_id)
        if answer is None:
            return Brought(NotYet(stage=RemedyStage.EFFECT))
        if answer.status in ("accepted", "ignored"):
            return Brought(RunbookAnswered(refused_because=None))
        return Brought(
            RunbookAnswered(refused_because=answer.status if answer.problem is None else answer.problem.title)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchRecovery:
    state: CurrentState
    verifier: RecoveryVerifier
    within_s: float
    clock: Clock = field(default_factory=SystemClock)

    def __call__(self, fact: Envelope[IncidentTriageFact], run: TriageRun) -> Brought:
        remedy = run.remedy
        if remedy is None or remedy.outcome is None:
            return Brought(NotYet(stage=RemedyStage.RECOVERY))
        incident = incident_under_triage(self.state, fact.tenant_id, run.incident_id)
        look = self.verifier.verify(
            incident,
            remedy.plan,
            remedy.outcome,
            at=self.clock.now(),
            within_s=self.within_s,
            before=remedy.reading,
        )
        kept = tuple(kept_evidence(look.evidence, MOST_BYTES_OF_LOOK))
        alerts = alerts_cleared(self.state, fact.tenant_id, run.incident_id)
        checks = (*look.reading.checks[:99], alerts)
        reading = VerificationReading(checks=checks, baseline=look.reading.baseline)
        return Brought(RecoveryRead(reading=reading, evidence=tuple(map(reference_to, kept))), kept)


def _is_runbook(plan: RemediationPlan) -> bool:
    return len(plan.actions) == 1 and isinstance(plan.actions[0], RunRunbook)


def _environments(incident: IncidentUnderTriage) -> tuple[str, ...]:
    """An empty name is one that is not known."""
    of_resources = {resource.environment or "" for resource in incident.resources}
    of_alerts = {alert.environment or "" for alert in incident.alerts}
    return tuple(sorted(of_alerts or of_resources))
