"""What belongs to an incident: its alerts, the incidents it has taken over, those it is linked to."""

from collections.abc import Sequence

from shared.domain.incident.consulting import has_taken_over, incident_public_state
from shared.domain.incident.facts import (
    AlertsCorrelatedToIncident,
    IncidentMergedInto,
    IncidentResolved,
    IncidentsLinked,
    IncidentsMerged,
    ServicesLinkedToIncident,
)
from shared.domain.incident.intents import (
    CorrelateAlertsToIncident,
    LinkIncidents,
    LinkServicesToIncident,
    MarkIncidentMerged,
    MergeIncidents,
)
from shared.domain.incident.refusals import refuse_closed, refuse_merged
from shared.domain.incident.state import SERVICES_KEPT, Incident, LinkedIncident
from shared.kernel.decider import Context, Rejected
from shared.kernel.ids import IncidentId
from shared.kernel.vocabulary import IncidentStatus


def correlate(intent: CorrelateAlertsToIncident, state: Incident) -> Sequence[AlertsCorrelatedToIncident]:
    known = frozenset((ref.alert_id, ref.episode) for ref in state.alerts)
    asked = {(ref.alert_id, ref.episode): ref for ref in intent.alerts}
    new = tuple(ref for identity, ref in asked.items() if identity not in known)
    if not new:
        return ()
    refuse_closed(state)
    refuse_merged(state)
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
    refuse_merged(state)
    for merged in new:
        _refuse_untakable(merged, state, context)
    fact = IncidentsMerged(incident_id=state.incident_id, merged_ids=new, reason=intent.reason, merged_by=context.actor)
    return (fact,)


def mark_merged(
    intent: MarkIncidentMerged, state: Incident, context: Context
) -> Sequence[IncidentMergedInto | IncidentResolved]:
    """Only what the survivor itself says it has taken over is over; that may have been decided by a person alone."""
    if intent.merged_into == state.incident_id:
        raise Rejected("incident.merge_with_itself", "an incident cannot go into itself")
    if intent.merged_into == state.merged_into:
        return ()
    refuse_closed(state)
    refuse_merged(state)
    survivor = incident_public_state(intent.merged_into, context)
    if survivor is None or not has_taken_over(survivor, state.incident_id):
        raise Rejected("incident.not_taken_over", f"incident {intent.merged_into} has not taken it over")
    if intent.merged_into in state.merged_ids:
        raise Rejected("incident.merge_cycle", f"it has taken over incident {intent.merged_into} itself")
    pointing = IncidentMergedInto(
        incident_id=state.incident_id,
        merged_into=intent.merged_into,
        reason=intent.reason,
        merged_by=context.actor,
        merged_at=context.at,
    )
    if state.status is IncidentStatus.RESOLVED:
        return (pointing,)
    ending = IncidentResolved(
        incident_id=state.incident_id,
        previous=state.status,
        summary=f"Merged into incident {intent.merged_into}: {intent.reason}",
        resolved_by=context.actor,
        resolved_at=context.at,
        approval_id=None,
    )
    return (pointing, ending)


def link(intent: LinkIncidents, state: Incident, context: Context) -> Sequence[IncidentsLinked]:
    if intent.linked_id == state.incident_id:
        raise Rejected("incident.link_to_itself", "an incident cannot be linked to itself")
    if LinkedIncident(intent.linked_id, intent.kind) in state.links:
        return ()
    refuse_closed(state)
    fact = IncidentsLinked(
        incident_id=state.incident_id, linked_id=intent.linked_id, kind=intent.kind, linked_by=context.actor
    )
    return (fact,)


def link_services(
    intent: LinkServicesToIncident, state: Incident, context: Context
) -> Sequence[ServicesLinkedToIncident]:
    asked = {link.service_id: link for link in intent.services}
    new = tuple(link for service_id, link in asked.items() if service_id not in state.service_ids)
    if not new:
        return ()
    refuse_closed(state)
    refuse_merged(state)
    if len(state.service_ids) + len(new) > SERVICES_KEPT:
        raise Rejected("incident.too_many_services", f"an incident names at most {SERVICES_KEPT} services")
    return (ServicesLinkedToIncident(incident_id=state.incident_id, services=new, linked_by=context.actor),)


def _refuse_untakable(merged: IncidentId, state: Incident, context: Context) -> None:
    public_state = incident_public_state(merged, context)
    if public_state is None:
        raise Rejected("incident.merge_unknown", f"there is no incident {merged}")
    if public_state["status"] == IncidentStatus.CLOSED.value:
        raise Rejected("incident.merge_closed", f"incident {merged} is closed for good: link it instead")
    if public_state["merged_into"]:
        raise Rejected("incident.merge_taken", f"incident {merged} went into {public_state['merged_into']} already")
    if has_taken_over(public_state, state.incident_id):
        raise Rejected("incident.merge_cycle", f"incident {merged} has taken over this one")
