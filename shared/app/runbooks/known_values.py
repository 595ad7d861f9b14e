"""What a runbook's placeholders can name: the incident, its alerts, and the arguments of the execution."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from shared.app.triage.incident_under_triage import incident_under_triage
from shared.kernel.ids import IncidentId, TenantId
from shared.ports.current_state import CurrentState, Reference
from shared.ports.evidence import AlertInQuestion
from shared.remediation.templates import KnownValues

_OF_INCIDENT: Final = ("incident_id", "number", "title", "severity", "status")


def known_values(
    state: CurrentState, tenant_id: TenantId, incident_id: IncidentId | None, arguments: Mapping[str, str]
) -> KnownValues:
    """Labels are those of the alerts that fire, or of all when none does any more."""
    stored = None if incident_id is None else state.get(tenant_id, Reference("incident", incident_id))
    if incident_id is None or stored is None:
        return KnownValues(arguments=arguments)
    alerts = incident_under_triage(state, tenant_id, incident_id).alerts
    asked = [alert for alert in alerts if alert.is_firing] or alerts
    return KnownValues(
        labels=_values(asked, "labels"),
        annotations=_values(asked, "annotations"),
        incident=_incident(stored.state),
        arguments=arguments,
    )


def _values(alerts: Sequence[AlertInQuestion], which: str) -> Mapping[str, set[str]]:
    values: dict[str, set[str]] = {}
    for alert in alerts:
        said: Mapping[str, str] = getattr(alert, which)
        named = {"alertname": alert.name} if which == "labels" else {}
        for name, value in {**named, **said}.items():
            values.setdefault(name, set()).add(value)
    return values


def _incident(known: Mapping[str, Any]) -> Mapping[str, str]:
    return {name: str(known[name]) for name in _OF_INCIDENT if known.get(name) is not None}
