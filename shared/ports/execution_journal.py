"""What has been begun of approved plans and what became of it: written before the world is touched, and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from shared.kernel.ids import TenantId
from shared.ports.effects import EffectOrder
from shared.remediation.outcome import ActionOutcome


class Halt(StrEnum):
    """Why nothing further may be begun; the value is a sentence for people."""

    CANCELLED = "somebody has stopped it"
    PAUSED = "automation is paused for this tenant"
    PAUSED_FOR_ALL = "automation is paused for everybody"
    LEASE_LOST = "somebody else has taken it over"


@dataclass(frozen=True, slots=True)
class JournaledEffect:
    """An action that was begun. ``outcome`` None: nobody has said what became of it."""

    outcome: ActionOutcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to change some targets, until it is over; nobody else has it meanwhile, in no process."""

    owner: UUID
    names: tuple[str, ...]
    for_s: float


class ExecutionJournal(Protocol):
    """Each call is one transaction. All of them raise StoreUnavailable."""

    def effects(self, tenant_id: TenantId, approval_id: UUID) -> Mapping[int, JournaledEffect]:
        """What was begun on the strength of an approval, by the action's place in its plan."""

    def halt(self, tenant_id: TenantId, approval_id: UUID) -> Halt | None:
        """Why nothing may be begun now; None: it may."""

    def take(self, lease: Lease) -> bool:
        """Takes all that the lease names, or nothing where somebody else has one of them."""

    def give_back(self, lease: Lease) -> None:
        """What is another's by now stays there."""

    def begin(self, order: EffectOrder, target: str, lease: Lease) -> Halt | None:
        """Notes that the action begins, unless something halts it, and lets the lease run anew. The note is durable
        when this returns; whoever cancels or pauses after that is too late for this action.
        """

    def settle(self, tenant_id: TenantId, approval_id: UUID, outcome: ActionOutcome) -> None:
        """Notes what became of an action that was begun; a later word replaces an earlier one."""

    def cancel(self, tenant_id: TenantId, approval_id: UUID, by: str) -> None:
        """Nothing further of it is begun. Asked again it is the same; the first name stays."""
