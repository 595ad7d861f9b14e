"""The recovery verifier: the world is read again for what a plan was about, and every check is asked of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from shared.app.collect_evidence import CollectEvidence
from shared.kernel.vocabulary import ResourceRef, RiskTier
from shared.ports.evidence import Inquiry
from shared.ports.investigator import IncidentUnderTriage
from shared.ports.recovery_verifier import BackwardLook, RecoveryVerifier, VerificationLook
from shared.remediation.actions import Escalate
from shared.remediation.changed_since import changed_since
from shared.remediation.outcome import EffectStatus, RemediationOutcome, VerificationReading
from shared.remediation.proposal import RemediationPlan
from shared.remediation.recovery.recovered import concerned_by, mended_checks, recovered

#: How far back events are read; what is older than the plan's end is left out again.
_BEFORE: Final = timedelta(hours=1)
_NOTHING_DONE: Final = RemediationOutcome(
    status=EffectStatus.SKIPPED, actions=(), reason="No plan of ours was carried out."
)
_NO_PLAN: Final = RemediationPlan(
    hypothesis_ids=(),
    actions=(Escalate(reason="There was no plan."),),
    summary="There was no plan.",
    risk=RiskTier.READ,
    expires_at=datetime.min.replace(tzinfo=UTC),
    plan_hash="",
)


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

    def look_back(
        self,
        incident: IncidentUnderTriage,
        plan: RemediationPlan | None,
        *,
        ours: Collection[str],
        at: datetime,
        within_s: float,
    ) -> BackwardLook:
        planned = plan or _NO_PLAN
        inquiry = _inquiry(incident, planned, _NOTHING_DONE, at)
        evidence, snapshot = self.collect.collect(inquiry, within_s=within_s)
        changed = changed_since(snapshot, incident.detected_at, plan=plan, ours=ours)
        checks = mended_checks(planned, snapshot, resources=incident.resources)
        return BackwardLook(checks=checks, changed=changed, evidence=evidence)


def _inquiry(
    incident: IncidentUnderTriage, plan: RemediationPlan, outcome: RemediationOutcome, at: datetime
) -> Inquiry:
    """The applications come first, then what the plan is about: readers take the first of many."""
    done = (each.application for each in outcome.actions)
    planned = (getattr(action, "application", None) for action in plan.actions)
    applications = dict.fromkeys(each for each in (*done, *planned) if each)
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
