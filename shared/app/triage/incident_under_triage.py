"""The incident that is looked into, from what the writer keeps of it and of its alerts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from shared.kernel.actor import Actor, ActorKind
from shared.kernel.ids import IncidentId, TenantId
from shared.kernel.vocabulary import AlertStatus, ResourceRef
from shared.ports.current_state import CurrentState, Reference, Stored
from shared.ports.evidence import AlertInQuestion
from shared.ports.investigator import IncidentUnderTriage

#: Of one incident the newest alerts are looked at.
_MOST_ALERTS: Final = 50
_MOST_RESOURCES: Final = 50


def incident_under_triage(state: CurrentState, tenant_id: TenantId, incident_id: IncidentId) -> IncidentUnderTriage:
    """Raises LookupError where there is no such incident, which a process fact rules out."""
    stored = state.get(tenant_id, Reference("incident", incident_id))
    if stored is None:
        raise LookupError(f"there is no incident {incident_id}")
    known = stored.state
    return IncidentUnderTriage(
        tenant_id=tenant_id,
        incident_id=incident_id,
        title=known["title"],
        description=known["description"],
        detected_at=datetime.fromisoformat(known["detected_at"]),
        resources=[ResourceRef.model_validate(ref) for ref in known["affected_resources"][:_MOST_RESOURCES]],
        service_ids=[UUID(each) for each in known["service_ids"]],
        alerts=_alerts(state, tenant_id, known["alerts"][-_MOST_ALERTS:]),
        in_hand_of=_in_hand_of(known),
    )


def _in_hand_of(known: Mapping[str, Any]) -> str | None:
    holder: str | None = known.get("assignee") or known.get("acknowledged_by")
    return None if holder is None or Actor.of(holder).kind is ActorKind.PROCESS else holder


def _alerts(state: CurrentState, tenant_id: TenantId, refs: Sequence[Any]) -> list[AlertInQuestion]:
    wanted = [Reference("alert", UUID(ref["alert_id"])) for ref in refs]
    found = state.found(tenant_id, wanted) if wanted else {}
    alerts = [_alert(found[reference]) for reference in dict.fromkeys(wanted) if reference in found]
    return sorted(alerts, key=lambda alert: not alert.is_firing)


def _alert(stored: Stored) -> AlertInQuestion:
    known = stored.state
    return AlertInQuestion(
        name=known["name"],
        is_firing=known["status"] != AlertStatus.RESOLVED.value,
        labels=known["labels"],
        annotations=known["annotations"],
        starts_at=datetime.fromisoformat(known["starts_at"]),
        generator_url=known.get("generator_url") or "",
        environment=known.get("environment_id"),
    )
