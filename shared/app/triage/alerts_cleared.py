"""Whether the alerts of an incident still fire, as the writer knows them: also once the incident is resolved."""

from typing import Final
from uuid import UUID

from shared.kernel.batches import batched
from shared.kernel.ids import IncidentId, TenantId
from shared.kernel.vocabulary import AlertStatus
from shared.ports.current_state import CurrentState, Reference
from shared.remediation.outcome import VerificationCheck

_AT_ONCE: Final = 500
_NAMED: Final = 3


def alerts_cleared(state: CurrentState, tenant_id: TenantId, incident_id: IncidentId) -> VerificationCheck:
    """All of them are looked at. What is no longer heard of is not cleared."""
    stored = state.get(tenant_id, Reference("incident", incident_id))
    refs = [] if stored is None else stored.state["alerts"]
    wanted = list(dict.fromkeys(Reference("alert", UUID(ref["alert_id"])) for ref in refs))
    firing: list[str] = []
    for some in batched(wanted, _AT_ONCE):
        found = state.found(tenant_id, some)
        firing += [each.state["name"] for each in found.values() if each.state["status"] != AlertStatus.RESOLVED.value]
    return VerificationCheck(
        what="None of the incident's alerts fires any more", holds=not firing, seen=_seen(len(wanted), firing)
    )


def _seen(count: int, firing: list[str]) -> str:
    if not firing:
        return "It has no alerts." if count == 0 else f"All of its {count} alerts are resolved."
    named = ", ".join(sorted(set(firing))[:_NAMED])
    return f"{len(firing)} of {count} alerts are not resolved: {named}"[:1_000]
