"""What belongs to an incident: its alerts, the incidents it has taken over, those it is linked to."""

from collections.abc import Sequence

from shared.domain.incident.facts import AlertsCorrelatedToIncident, IncidentsLinked, IncidentsMerged
from shared.domain.incident.intents import CorrelateAlertsToIncident, LinkIncidents, MergeIncidents
from shared.domain.incident.refusals import refuse_closed
from shared.domain.incident.state import Incident, Link
from shared.kernel.decider import Context, Rejected
from shared.kernel.vocabulary import IncidentStatus


def correlate(intent: CorrelateAlertsToIncident, state: Incident) -> Sequence[AlertsCorrelatedToIncident]:
    known = frozenset((ref.alert_id, ref.episode) for ref in state.alerts)
    asked = {(ref.alert_id, ref.episode): ref for ref in intent.alerts}
    new = tuple(ref for identity, ref in asked.items() if identity not in known)
    if not new:
        return ()
    refuse_closed(state)
    if state.status is IncidentStatus.RESOLVED:
        raise Rejected("incident.resolved", "reopen it, or open a new incident that follows it")
    fact = AlertsCorrelatedToIncident(incident_id=state.incident_id, alerts=new, correlation=intent.correlation)
    return (fact,)


def merge(intent: MergeIncidents, state: Incident, context: Context) -> Sequence[IncidentsMerged]:
    if state.incident_id in intent.merged_ids:
        raise Rejected("incident.merge_with_itself", "an incident cannot take over itself")
    new = tuple(merged for merged in dict.fromkeys(intent.merged_ids) if merged not in state.merged_ids)
    if not new:
        return ()
    refuse_closed(state)
    fact = IncidentsMerged(incident_id=state.incident_id, merged_ids=new, reason=intent.reason, merged_by=context.actor)
    return (fact,)


def link(intent: LinkIncidents, state: Incident, context: Context) -> Sequence[IncidentsLinked]:
    if intent.linked_id == state.incident_id:
        raise Rejected("incident.link_to_itself", "an incident cannot be linked to itself")
    if Link(intent.linked_id, intent.kind) in state.links:
        return ()
    refuse_closed(state)
    fact = IncidentsLinked(
        incident_id=state.incident_id, linked_id=intent.linked_id, kind=intent.kind, linked_by=context.actor
    )
    return (fact,)
