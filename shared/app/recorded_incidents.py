"""Incidents of a period as their facts told them, with the alerts that they held."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from shared.domain.incident.facts import (
    AlertsCorrelatedToIncident,
    IncidentCreated,
    IncidentSeverityChanged,
    IncidentsMerged,
    IncidentStatusChanged,
)
from shared.domain.incident.values import AlertRef
from shared.kernel.envelope import Envelope
from shared.kernel.ids import IncidentId
from shared.kernel.message import Fact
from shared.kernel.vocabulary import IncidentStatus, Severity
from shared.processes.alert_correlation.comparison import GroupedAlerts


@dataclass(slots=True)
class RecordedIncidents:
    """An incident counts once it holds an alert of the period; one that was taken over counts as its survivor."""

    handles: ClassVar[tuple[type[Fact], ...]] = (
        IncidentCreated,
        AlertsCorrelatedToIncident,
        IncidentSeverityChanged,
        IncidentStatusChanged,
        IncidentsMerged,
    )

    _known: dict[IncidentId, GroupedAlerts] = field(default_factory=dict)
    _survivors: dict[IncidentId, IncidentId] = field(default_factory=dict)

    def add(self, envelope: Envelope[Any]) -> None:
        match envelope.data:
            case IncidentCreated() as fact:
                self._known[fact.incident_id] = GroupedAlerts(
                    number=fact.number,
                    title=fact.title,
                    severity=fact.severity,
                    opened_at=fact.declared_at,
                    alerts=frozenset(),
                )
            case AlertsCorrelatedToIncident(incident_id=one, alerts=alerts):
                known = self._of(one, envelope)
                self._known[one] = replace(known, alerts=known.alerts | frozenset(alerts))
            case IncidentSeverityChanged(incident_id=one, severity=severity):
                known = self._of(one, envelope)
                self._known[one] = replace(known, severity=_worse(known.severity, severity))
            case IncidentStatusChanged(incident_id=one, previous=IncidentStatus.RESOLVED, status=status):
                if status is not IncidentStatus.CLOSED:
                    known = self._of(one, envelope)
                    self._known[one] = replace(known, reopened=known.reopened + 1)
            case IncidentsMerged(incident_id=survivor, merged_ids=merged):
                self._survivors.update(dict.fromkeys(merged, survivor))
            case _:
                pass

    def grouped(self, of: AbstractSet[AlertRef]) -> list[GroupedAlerts]:
        """Those that hold some of these alerts, merged ones together, each once and with no others."""
        found: dict[IncidentId, GroupedAlerts] = {}
        for one, group in self._known.items():
            survivor = self._survivor_of(one)
            kept = found.get(survivor) or self._known.get(survivor, group)
            alerts = (kept.alerts | group.alerts) & of
            found[survivor] = replace(kept, alerts=alerts, severity=_worse(kept.severity, group.severity))
        return [group for group in found.values() if group.alerts]

    def _of(self, incident_id: IncidentId, envelope: Envelope[Any]) -> GroupedAlerts:
        """One that was opened before the period is known by its id alone."""
        return self._known.get(incident_id) or GroupedAlerts(
            number=None,
            title=f"incident {incident_id}",
            severity=Severity.LOW,
            opened_at=envelope.occurred_at,
            alerts=frozenset(),
        )

    def _survivor_of(self, incident_id: IncidentId) -> IncidentId:
        """Whoever took it over may have been taken over itself; the domain refuses circles, and so does this."""
        seen = {incident_id}
        while (further := self._survivors.get(incident_id)) is not None and further not in seen:
            incident_id = further
            seen.add(further)
        return incident_id


def _worse(one: Severity, other: Severity) -> Severity:
    return max(one, other, key=lambda severity: severity.rank)
