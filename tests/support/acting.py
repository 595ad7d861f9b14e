"""Who carries plans out and who looks whether they worked, for tests: they answer what they are told to, in order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.kernel.ids import TenantId
from shared.kernel.vocabulary import ResourceRef
from shared.ports.coder import CoderUnavailable
from shared.ports.current_state import Reference, Stored
from shared.ports.investigator import IncidentUnderTriage
from shared.ports.outcome import Outcome
from shared.ports.recovery_verifier import VerificationLook
from shared.remediation.actions import ResourceAction
from shared.remediation.ground import PlanComparison, PlanGround
from shared.remediation.outcome import (
    ActionOutcome,
    DryRun,
    EffectStatus,
    RemediationOutcome,
    VerificationCheck,
    VerificationReading,
)
from shared.remediation.proposal import RemediationPlan
from tests.support.facts import T0
from tests.support.investigators import POD

UNAVAILABLE = "unavailable"
RESTART = ResourceAction(
    application="web", target=ResourceRef(kind="Deployment", name="web"), name="restart", parameters={}
)


def outcome(status: EffectStatus = EffectStatus.SUCCEEDED, *, undo: bool = False) -> RemediationOutcome:
    done = ActionOutcome(
        index=0,
        action="git.revert",
        status=status,
        detail="Pull request 7 reverts 4f2a",
        references=("https://git.example/shop/pulls/7",),
        undo=RESTART if undo else None,
    )
    return RemediationOutcome(status=status, actions=(done,), reason=f"git.revert {status}")


def reading(*, holds: bool | None = True) -> VerificationReading:
    seen = "restartCount 7, as before" if holds else "restartCount went from 7 to 8"
    return VerificationReading(checks=(VerificationCheck(what="web does not restart", holds=holds, seen=seen),))


@dataclass
class Carries:
    """``dry`` and ``outcomes``: the last of each is said again and again; ``UNAVAILABLE`` is raised."""

    dry: Sequence[DryRun | str] = (DryRun(text="revert 4f2a: 1 file, 3 lines"),)
    outcomes: Sequence[RemediationOutcome | str | None] = (outcome(),)
    tried: list[str] = field(default_factory=list)
    applied: list[UUID] = field(default_factory=list)
    cancelled: list[UUID] = field(default_factory=list)

    def dry_run(self, tenant_id: TenantId, plan: str, *, within_s: float) -> DryRun:
        del tenant_id, within_s
        self.tried.append(plan)
        said = _next(self.dry, len(self.tried))
        if isinstance(said, str):
            raise CoderUnavailable(said)
        return said

    def compare(self, tenant_id: TenantId, approval_id: UUID, *, within_s: float) -> PlanComparison:
        del approval_id
        tried = self.dry_run(tenant_id, "", within_s=within_s)
        return PlanComparison(ground=PlanGround(), dry_run=tried.text, problems=tried.problems)

    def apply(
        self, tenant_id: TenantId, approval_id: UUID, *, actions: Sequence[int] = (), within_s: float
    ) -> RemediationOutcome | None:
        del tenant_id, within_s, actions
        self.applied.append(approval_id)
        said = _next(self.outcomes, len(self.applied))
        if isinstance(said, str):
            raise CoderUnavailable(said)
        return said

    def cancel(self, tenant_id: TenantId, approval_id: UUID) -> None:
        del tenant_id
        self.cancelled.append(approval_id)


@dataclass
class Watches:
    """``readings``: the last is said again and again."""

    readings: Sequence[VerificationReading] = (reading(),)
    looks: list[datetime] = field(default_factory=list)

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
        del incident, plan, outcome, within_s, before
        self.looks.append(at)
        return VerificationLook(reading=_next(self.readings, len(self.looks)), evidence=(POD,))


@dataclass
class StoodStill:
    """The state of one incident with one alert, as the writer would keep it."""

    firing: bool = False
    environment: str | None = "staging"
    origin: str | None = None
    """Of every runbook."""

    def get(self, tenant_id: TenantId, reference: Reference) -> Stored | None:
        return self.found(tenant_id, [reference]).get(reference)

    def found(self, tenant_id: TenantId, references: Collection[Reference]) -> Mapping[Reference, Stored]:
        del tenant_id
        runbook = {"definition": {"origin": self.origin}}
        kinds = {"incident": self._incident(), "alert": self._alert(), "runbook": runbook}
        return {
            each: Stored(aggregate_id=each.aggregate_id, version=1, state=kinds[each.aggregate_type], updated_at=T0)
            for each in references
        }

    def outcome(self, tenant_id: TenantId, message_id: UUID) -> Outcome | None:
        """The writer has done whatever was asked."""
        del tenant_id
        return Outcome(message_id=message_id, status="accepted", aggregate_version=1)

    def _incident(self) -> dict[str, Any]:
        return {
            "number": 7,
            "title": "checkout fails",
            "description": "",
            "severity": "critical",
            "detected_at": T0.isoformat(),
            "affected_resources": [],
            "service_ids": [],
            "alerts": [{"alert_id": str(UUID(int=1))}],
        }

    def _alert(self) -> dict[str, Any]:
        return {
            "name": "Errors",
            "status": "firing" if self.firing else "resolved",
            "labels": {},
            "annotations": {},
            "starts_at": T0.isoformat(),
            "environment_id": self.environment,
        }


def _next(said: Sequence[Any], number: int) -> Any:
    return said[min(number, len(said)) - 1]
