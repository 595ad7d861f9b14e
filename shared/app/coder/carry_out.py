"""Carrying out what was approved: exactly that, once, by nobody else, and never blindly a second time."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from shared.app.coder.carrying_out import CarryingOut
from shared.app.coder.dry_run import dry_run_of
from shared.app.coder.means import Means
from shared.app.coder.standing import ExecutionStanding, HeldBack, refused
from shared.app.coder.warrant import Warrant, wanted_of, warrant_of
from shared.kernel.ids import TenantId
from shared.ports.current_state import Reference
from shared.remediation.outcome import DryRun
from shared.remediation.plan_text import read_plan


@dataclass(frozen=True, slots=True)
class CarryOut:
    """The only code that has the world changed."""

    means: Means

    def __call__(
        self, tenant_id: TenantId, approval_id: UUID, *, actions: Sequence[int] = (), until: float
    ) -> ExecutionStanding:
        """Carries out all actions of the approved plan, or those named by their places, as far as there is time.

        ``until`` is of ``time.monotonic``. Asked again it goes on. Raises StoreUnavailable.
        """
        try:
            warrant = self._warrant(tenant_id, approval_id)
            wanted = wanted_of(warrant.plan, actions)
        except HeldBack as held:
            return refused(held)
        return CarryingOut(self.means, warrant, wanted, until)()

    def _warrant(self, tenant_id: TenantId, approval_id: UUID) -> Warrant:
        """What the approval allows as it stands. Raises HeldBack."""
        return warrant_of(tenant_id, self.means.state.get(tenant_id, Reference("approval", approval_id)))

    def dry_run(self, tenant_id: TenantId, plan: str, *, until: float) -> DryRun:
        """Says what a plan would do. Raises InvalidPlan and EffectUnavailable."""
        return dry_run_of(self.means.hands, tenant_id, read_plan(plan), until)

    def cancel(self, tenant_id: TenantId, approval_id: UUID, by: str) -> None:
        """Nothing further of it is begun. Raises StoreUnavailable."""
        self.means.journal.cancel(tenant_id, approval_id, by)
