"""An incident is over and no plan of ours did it: the world is read for what has changed since it began."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.app.triage.alerts_cleared import alerts_cleared
from shared.app.triage.incident_under_triage import incident_under_triage
from shared.app.triage.kept_evidence import MOST_BYTES_OF_LOOK, kept_evidence
from shared.diagnosis.evidence import Evidence
from shared.documentation.by_hand import manual_recovery
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId
from shared.ports.clock import Clock, SystemClock
from shared.ports.current_state import CurrentState
from shared.ports.recovery_verifier import RecoveryVerifier
from shared.processes.incident_triage.by_hand import ManualRecovery
from shared.processes.incident_triage.facts import RemediationProposed
from shared.processes.incident_triage.investigation import reference_to
from shared.processes.incident_triage.remedy_facts import RemediationApplied
from shared.processes.incident_triage.state import Resolution, TriageRun
from shared.remediation.outcome import VerificationReading
from shared.remediation.proposal import RemediationPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class LookBack:
    state: CurrentState
    verifier: RecoveryVerifier
    within_s: float
    clock: Clock = field(default_factory=SystemClock)

    def __call__(
        self, tenant_id: TenantId, run: TriageRun, resolution: Resolution, facts: Sequence[Envelope[Any]]
    ) -> tuple[ManualRecovery | None, Sequence[Evidence]]:
        """``facts``: what the run has said, oldest first. None: nobody is seen to have done anything."""
        look = self.verifier.look_back(
            incident_under_triage(self.state, tenant_id, run.incident_id),
            _last_plan(facts),
            ours=tuple(_our_commits(facts)),
            at=self.clock.now(),
            within_s=self.within_s,
        )
        kept = tuple(kept_evidence(look.evidence, MOST_BYTES_OF_LOOK))
        alerts = alerts_cleared(self.state, tenant_id, run.incident_id)
        reading = VerificationReading(checks=(*look.checks[:99], alerts))
        return manual_recovery(resolution, reading, look.changed, tuple(map(reference_to, kept))), kept


def _last_plan(facts: Sequence[Envelope[Any]]) -> RemediationPlan | None:
    """Of what it proposed for the fault itself, and not to take it back or to write it down."""
    plans = (fact.data for fact in reversed(facts) if isinstance(fact.data, RemediationProposed))
    return next((each.plan for each in plans if not each.is_note and not each.is_rollback), None)


def _our_commits(facts: Sequence[Envelope[Any]]) -> Iterator[str]:
    for fact in facts:
        if isinstance(fact.data, RemediationApplied):
            yield from (each.revision for each in fact.data.outcome.actions if each.revision)
