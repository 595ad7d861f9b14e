"""Who carries plans out, as whoever asks for it sees it. It alone may write; it does nothing that was not approved."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from shared.kernel.ids import TenantId
from shared.remediation.ground import PlanComparison
from shared.remediation.outcome import DryRun, RemediationOutcome


class CoderUnavailable(Exception):  # noqa: N818 - names the condition
    """It does not answer, or could not begin. What it has begun goes on; asking again finds it."""


class CoderReads(Protocol):
    """The part of it that changes nothing."""

    def dry_run(self, tenant_id: TenantId, plan: str, *, within_s: float) -> DryRun:
        """Says what the plan (its canonical text) would do; nothing is changed. Raises CoderUnavailable."""

    def compare(self, tenant_id: TenantId, approval_id: UUID, *, within_s: float) -> PlanComparison:
        """Reads again what the plan of an approval rests on, and tries it dry again. Raises CoderUnavailable."""


class Coder(CoderReads, Protocol):
    def apply(
        self, tenant_id: TenantId, approval_id: UUID, *, actions: Sequence[int] = (), within_s: float
    ) -> RemediationOutcome | None:
        """Carries out what was approved: all actions of the plan, or those named by their places (in order, each once).

        Asked again it never repeats what was done: it answers with what became of it, and goes on where it had to stop.
        ``pending`` and ``unknown`` are looked up anew. None: it is under way; ask again. Raises CoderUnavailable.
        """

    def cancel(self, tenant_id: TenantId, approval_id: UUID) -> None:
        """Nothing further is begun; asked twice it is the same. Raises CoderUnavailable."""
