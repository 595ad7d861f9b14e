"""A run ended while its plan was being carried out: whoever does it is told to begin nothing further."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from shared.app.run_process import Ran
from shared.kernel.envelope import Envelope
from shared.kernel.ids import TenantId
from shared.kernel.message import Fact
from shared.ports.coder import Coder, CoderUnavailable
from shared.ports.store import StoreUnavailable
from shared.processes.incident_triage.facts import TriageCancelled, TriageEscalated

#: The facts that say it.
ENDED: Final = (TriageCancelled, TriageEscalated)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopCarryingOut:
    """``coder``: None where nothing is set up that carries plans out."""

    coder: Coder | None

    @property
    def handles(self) -> frozenset[type[Fact]]:
        return frozenset(ENDED)

    def handle(self, tenant_id: TenantId, facts: Sequence[Envelope[Any]]) -> Ran:
        """Told twice is told once. Raises StoreUnavailable where it cannot be told: the delivery comes again."""
        begun = [fact.data.approval_id for fact in facts if fact.data.approval_id is not None]
        if self.coder is None:
            return Ran(handled=len(begun))
        for approval_id in begun:
            try:
                self.coder.cancel(tenant_id, approval_id)
            except CoderUnavailable as unavailable:
                raise StoreUnavailable(str(unavailable)) from unavailable
        return Ran(handled=len(begun))
