"""The recovery verifier: the world is read again for what a plan was about, and every check is asked of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from shared.app.collect_evidence import CollectEvidence
from shared.kernel.vocabulary import ResourceRef
from shared.ports.evidence import Inquiry
from shared.ports.investigator import IncidentUnderTriage
from shared.ports.recovery_verifier import RecoveryVerifier, VerificationLook
from shared.remediation.outcome import RemediationOutcome, VerificationReading
from shared.remediation.proposal import RemediationPlan
from shared.remediation.recovery.recovered import concerned_by, recovered

#: How far back events are read; what is older than the plan's end is left out again.
_BEFORE: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyRecovery:
    collect: CollectEvidence

    def verify(
        self,
        incident: IncidentUnderTriage,
        plan: RemediationPlan,
        outcome: RemediationOutcome,
        *,
        at: datetime,
        within_s: float,
        before: VerificationReading | None = None,
    ) -> VerificationLook:
        evidence, snapshot = self.collect.collect(_inquiry(incident, plan, outcome, at), within_s=within_s)
        reading = recovered(plan, outcome, snapshot, resources=incident.resources, before=before)
        return VerificationLook(reading=reading, evidence=evidence)


def _inquiry(
    incident: IncidentUnderTriage, plan: RemediationPlan, outcome: RemediationOutcome, at: datetime
) -> Inquiry:
    """The applications come first, then what the plan is about: readers take the first of many."""
    applications = dict.fromkeys(each.application for each in outcome.actions if each.application)
    named = [ResourceRef(kind="Application", name=name) for name in applications if name]
    return Inquiry(
        resources=tuple(_once((*named, *concerned_by(plan, incident.resources)))),
        alerts=tuple(incident.alerts),
        tenant_id=incident.tenant_id,
        from_at=at - _BEFORE,
        to_at=at,
    )


def _once(resources: Sequence[ResourceRef]) -> Sequence[ResourceRef]:
    return list(dict.fromkeys(resources))


_: type[RecoveryVerifier] = VerifyRecovery
