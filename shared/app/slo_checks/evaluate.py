"""Evaluating objectives: of each tenant the few that may burn, and those that did, are read and handed over."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from shared.app.apart import Apart
from shared.app.run_process import Ran, RunProcess
from shared.kernel.batches import batched
from shared.kernel.ids import SloId, TenantId, derive
from shared.ports.burn_readings import BurnReadings, ObjectiveTenants
from shared.ports.clock import Clock, SystemClock
from shared.processes.process import ActivityResult, Cause
from shared.processes.slo_burn.reading import BurnReading
from shared.processes.slo_burn.state import IN_HAND, SLOBurnAlert, burn_workflow_id

#: An objective of which nothing was told for longer is no candidate: no window is recorded less often than daily.
_TOLD_WITHIN: Final = timedelta(days=1)
_MOST_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    read: int = 0
    """Objectives that were looked at closely."""
    asked: int = 0
    """Requests and process facts that came of it."""

    def __add__(self, other: "Evaluated") -> "Evaluated":
        return Evaluated(read=self.read + other.read, asked=self.asked + other.asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateBurning:
    """Safe to repeat and to break off anywhere: a reading has the id of the version it rests on."""

    tenants: ObjectiveTenants
    readings: BurnReadings
    run: RunProcess[SLOBurnAlert]
    clock: Clock = field(default_factory=SystemClock)

    def tick(self) -> Evaluated:
        """Evaluates every tenant's objectives.

        Raises StoreUnavailable, and at the end what single tenants failed with; it kept no other from its turn.
        """
        apart = Apart()
        evaluated: list[Evaluated] = []

        def each(tenants: Sequence[TenantId]) -> None:
            evaluated.extend(map(self.evaluate, tenants))

        for tenant_id in self.tenants.with_objectives():
            apart.do(tenant_id, [tenant_id], each)
        apart.tell()
        return sum(evaluated, Evaluated())

    def evaluate(self, tenant_id: TenantId) -> Evaluated:
        """Raises StoreUnavailable: what was handed over before stays so."""
        now = self.clock.now()
        in_hand = [state.slo_id for state in self.run.holding(tenant_id, IN_HAND)]
        wanted = sorted({*self.readings.candidates(tenant_id, now - _TOLD_WITHIN), *in_hand})
        evaluated = Evaluated()
        for some in batched(wanted, _MOST_AT_ONCE):
            ran = self._hand_over(tenant_id, some)
            evaluated += Evaluated(read=len(some), asked=ran.asked)
        return evaluated

    def _hand_over(self, tenant_id: TenantId, slo_ids: Sequence[SloId]) -> Ran:
        now = self.clock.now()
        readings = self.readings.read(tenant_id, slo_ids, now)
        return self.run.take_in(tenant_id, [_result(tenant_id, each, now) for each in readings])


def _result(tenant_id: TenantId, reading: BurnReading, now: datetime) -> ActivityResult:
    message_id = derive(tenant_id, "slo_burn", reading.slo_id, reading.version)
    return ActivityResult(
        message_id=message_id,
        tenant_id=tenant_id,
        workflow_id=burn_workflow_id(reading.slo_id),
        at=now,
        cause=Cause(message_id=message_id, correlation_id=message_id),
        result=reading,
    )
