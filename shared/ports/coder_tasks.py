"""What was asked for of whoever carries plans out, and how it stands: shared by all its replicas."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from shared.kernel.ids import TenantId
from shared.remediation.outcome import RemediationOutcome


class TaskStage(StrEnum):
    """Where a request stands; the words are A2A's."""

    WORKING = "working"
    INPUT_REQUIRED = "input-required"
    COMPLETED = "completed"
    FAILED = "failed"
    REJECTED = "rejected"
    CANCELED = "canceled"

    @property
    def ended(self) -> bool:
        return self not in (TaskStage.WORKING, TaskStage.INPUT_REQUIRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRequest:
    """Carry out this approval, or the actions of it that are named."""

    approval_id: UUID
    actions: tuple[int, ...] = ()
    skill: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoderTask:
    """``owner``: who asked, within the tenant; nobody else sees it."""

    tenant_id: TenantId
    owner: str
    message_id: str
    task_id: UUID
    request: TaskRequest
    stage: TaskStage
    reason: str
    outcome: RemediationOutcome | None
    due: bool
    """The clock goes on with it: something of it is under way."""
    changed_at: datetime


class TooManyTasks(Exception):  # noqa: N818 - says what it is
    """This owner has asked for this approval in too many ways."""


class CoderTasks(Protocol):
    """Each call is one transaction. All of them raise StoreUnavailable."""

    def take_in(self, task: CoderTask) -> CoderTask:
        """Keeps the request, unless this owner's message was taken in before: then gives that one, as it stands.

        Raises TooManyTasks.
        """

    def save(self, task: CoderTask) -> CoderTask:
        """Keeps how it stands, and gives it as kept: what has ended stays as it ended, whoever is late with another
        word; what is known of the outcome is kept all the same.
        """

    def get(self, tenant_id: TenantId, owner: str, task_id: UUID) -> CoderTask | None: ...

    def listed(
        self, tenant_id: TenantId, owner: str, *, approval_id: UUID | None, stage: TaskStage | None, limit: int
    ) -> Sequence[CoderTask]:
        """Those of one owner, the last changed first."""

    def take_due(self, *, unchanged_for_s: float, limit: int) -> Sequence[CoderTask]:
        """Gives those that the clock goes on with, of all tenants, and lets others leave them alone for as long."""
