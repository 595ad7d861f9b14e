"""The journal of what was begun, in memory: the same promises as Postgres, for several coders in one process."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from uuid import UUID

from shared.kernel.ids import TenantId
from shared.ports.effects import EffectOrder
from shared.ports.execution_journal import ExecutionJournal, Halt, JournaledEffect, Lease
from shared.remediation.outcome import ActionOutcome


@dataclass(slots=True)
class MemoryExecutionJournal:
    """``paused`` says of a tenant what its policy says; ``paused_for_all`` is the operator's switch."""

    paused: Callable[[TenantId], bool] = lambda _tenant: False
    monotonic: Callable[[], float] = time.monotonic
    paused_for_all: bool = False
    _effects: dict[tuple[TenantId, UUID], dict[int, JournaledEffect]] = field(default_factory=dict)
    _cancelled: dict[tuple[TenantId, UUID], str] = field(default_factory=dict)
    _leases: dict[str, tuple[UUID, float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def effects(self, tenant_id: TenantId, approval_id: UUID) -> Mapping[int, JournaledEffect]:
        return dict(self._effects.get((tenant_id, approval_id), {}))

    def halt(self, tenant_id: TenantId, approval_id: UUID) -> Halt | None:
        if (tenant_id, approval_id) in self._cancelled:
            return Halt.CANCELLED
        if self.paused_for_all:
            return Halt.PAUSED_FOR_ALL
        return Halt.PAUSED if self.paused(tenant_id) else None

    def take(self, lease: Lease) -> bool:
        with self._lock:
            if any(self._held_by_another(lease, name) for name in lease.names):
                return False
            self._renew(lease)
            return True

    def give_back(self, lease: Lease) -> None:
        with self._lock:
            for name in lease.names:
                if self._leases.get(name, (None, 0.0))[0] == lease.owner:
                    del self._leases[name]

    def begin(self, order: EffectOrder, target: str, lease: Lease) -> Halt | None:  # noqa: ARG002
        with self._lock:
            halt = self.halt(order.tenant_id, order.approval_id)
            if halt is not None:
                return halt
            if not all(self._held_by(lease, name) for name in lease.names):
                return Halt.LEASE_LOST
            self._renew(lease)
            self._effects.setdefault((order.tenant_id, order.approval_id), {})[order.index] = JournaledEffect(None)
            return None

    def settle(self, tenant_id: TenantId, approval_id: UUID, outcome: ActionOutcome) -> None:
        with self._lock:
            self._effects[tenant_id, approval_id][outcome.index] = JournaledEffect(outcome)

    def cancel(self, tenant_id: TenantId, approval_id: UUID, by: str) -> None:
        with self._lock:
            self._cancelled.setdefault((tenant_id, approval_id), by)

    def _renew(self, lease: Lease) -> None:
        until = self.monotonic() + lease.for_s
        self._leases |= dict.fromkeys(lease.names, (lease.owner, until))

    def _held_by(self, lease: Lease, name: str) -> bool:
        owner, until = self._leases.get(name, (None, 0.0))
        return owner == lease.owner and self.monotonic() < until

    def _held_by_another(self, lease: Lease, name: str) -> bool:
        owner, until = self._leases.get(name, (None, 0.0))
        return owner not in (None, lease.owner) and self.monotonic() < until


_: type[ExecutionJournal] = MemoryExecutionJournal
