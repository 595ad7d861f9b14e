"""Where a procedure finds what an administrator may change."""

from shared.app.operations.kinds import ProcedureContext
from shared.app.tenant_administration import TenantAdministration
from shared.ports.operation import Declined
from shared.ports.outcome import Problem


def administration_of(context: ProcedureContext) -> TenantAdministration:
    """Raises Declined where nothing is administered."""
    if context.administration is None:
        raise Declined("rejected", Problem(code="system.not-administered", title="Nothing is administered from here"))
    return context.administration
