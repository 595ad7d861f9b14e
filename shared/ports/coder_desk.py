"""Where whoever carries plans out is asked, as those see it who translate for other agents."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from shared.kernel.ids import TenantId
from shared.ports.coder_tasks import CoderTask, TaskRequest, TaskStage
from shared.remediation.ground import PlanComparison
from shared.remediation.outcome import DryRun


class WrongRequest(ValueError):  # noqa: N818 - says what it is
    """It cannot be asked for like this; the text says why and repeats nothing of a secret."""


class UnknownTask(LookupError):  # noqa: N818 - says what it is
    """This owner has no such task."""


class TaskEnded(Exception):  # noqa: N818 - says what it is
    """It has ended, and not by being cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks: its tenant is the only one it sees, and of what others asked for it sees nothing."""

    tenant_id: TenantId
    owner: str


class Desk(Protocol):
    """All of it raises StoreUnavailable. ``until`` is of ``time.monotonic``."""

    def send(
        self, asker: Asker, message_id: str, request: TaskRequest, *, until: float, at_once: bool = False
    ) -> CoderTask:
        """Takes a request in and goes on with it until ``until``; ``at_once``: the clock begins it.

        Sent again it is the same request. Raises WrongRequest and TooManyTasks.
        """

    def dry_run(self, asker: Asker, plan: str, *, until: float) -> DryRun:
        """Says what a plan would do. Raises InvalidPlan and EffectUnavailable."""

    def compare(self, asker: Asker, approval_id: UUID, *, until: float) -> PlanComparison:
        """Puts the plan of an approval beside the world now. Raises WrongRequest and InvalidPlan."""

    def get(self, asker: Asker, task_id: UUID) -> CoderTask:
        """Raises UnknownTask."""

    def listed(
        self, asker: Asker, *, approval_id: UUID | None = None, stage: TaskStage | None = None, limit: int = 100
    ) -> Sequence[CoderTask]:
        """The asker's own, the last changed first."""

    def cancel(self, asker: Asker, task_id: UUID) -> CoderTask:
        """Nothing further of its approval is begun; the clock finds out what was. Cancelling the cancelled succeeds.

        Raises UnknownTask and TaskEnded.
        """

    def stop(self, asker: Asker, approval_id: UUID) -> None:
        """Nothing further of this approval is begun, whoever asked for it. Raises WrongRequest."""

    def tick(self, until: float) -> int:
        """Goes on with what is under way and nobody asks for; gives how many that were."""
