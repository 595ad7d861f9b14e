"""Reads the world again for one plan: just before it is carried out, and for whoever is asked about it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.app.collect_evidence import CollectEvidence
from shared.diagnosis.diagnose import diagnose
from shared.diagnosis.evidence import EvidenceSource
from shared.diagnosis.hypothesis import Diagnosis
from shared.kernel.ids import TenantId
from shared.ports.clock import Clock
from shared.ports.effects import PreconditionReader, UnmetPrecondition
from shared.ports.evidence import Inquiry
from shared.remediation.case import World
from shared.remediation.ground import PlanGround, ground_of
from shared.remediation.proposal import RemediationPlan
from shared.remediation.still_holding import not_holding, resources_of

#: What is looked back at, as far as the diagnosis needs the past.
_BEFORE = timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class RereadPreconditions:
    evidence: CollectEvidence
    clock: Clock

    def unmet(self, tenant_id: TenantId, plan: RemediationPlan, until: float) -> Sequence[UnmetPrecondition]:
        if not plan.preconditions:
            return ()
        world, diagnosis = self._read(tenant_id, plan, until)
        found = not_holding(plan, world, diagnosis)
        return tuple(UnmetPrecondition(precondition=each.precondition, seen=each.seen) for each in found)

    def ground(self, tenant_id: TenantId, plan: RemediationPlan, since: datetime, until: float) -> PlanGround:
        return ground_of(plan, *self._read(tenant_id, plan, until), since)

    def _read(self, tenant_id: TenantId, plan: RemediationPlan, until: float) -> tuple[World, Diagnosis]:
        now = self.clock.now()
        resources = resources_of(plan, self._clusters)
        inquiry = Inquiry(resources=resources, tenant_id=tenant_id, from_at=now - _BEFORE, to_at=now)
        read = self.evidence.collect(inquiry, within_s=max(0.0, until - time.monotonic()))
        return World(read.snapshot, self.clock.now()), diagnose(read.snapshot)

    @property
    def _clusters(self) -> Sequence[str]:
        return [each.target for each in self.evidence.readers if each.source is EvidenceSource.KUBERNETES]


_: type[PreconditionReader] = RereadPreconditions
