"""What follows when something is asked of an incident: who answers what. Closed is final in every answer."""

from collections.abc import Sequence
from typing import assert_never

from shared.domain.incident.closing import close
from shared.domain.incident.decide_belonging import correlate, link, link_services, mark_merged, merge
from shared.domain.incident.decide_handling import add_entry, assign, assign_role, hold_flapping, reclassify
from shared.domain.incident.decide_status import acknowledge, resolve, transition
from shared.domain.incident.decide_triage import AnyTriageIntent, direct_triage
from shared.domain.incident.evolve import AnyIncidentFact, evolve
from shared.domain.incident.facts import IncidentCreated
from shared.domain.incident.intents import (
    AcknowledgeIncident,
    AddIncidentTimelineEntry,
    AssignIncident,
    AssignIncidentRole,
    CancelTriage,
    CloseIncident,
    CorrelateAlertsToIncident,
    CreateIncident,
    EscalateIncident,
    HoldFlappingIncident,
    LinkIncidents,
    LinkServicesToIncident,
    MarkIncidentMerged,
    MergeIncidents,
    ReclassifyIncidentSeverity,
    ResolveIncident,
    StartTriage,
    TransitionIncidentStatus,
)
from shared.domain.incident.state import Incident
from shared.domain.incident.transitions import allowed_from
from shared.kernel.decider import Context, Decider, Ignored, Rejected
from shared.kernel.vocabulary import IncidentStatus

_StatusIntent = AcknowledgeIncident | TransitionIncidentStatus | ResolveIncident | CloseIncident
_AssignmentIntent = AssignIncident | AssignIncidentRole
_HandlingIntent = ReclassifyIncidentSeverity | _AssignmentIntent | AddIncidentTimelineEntry | HoldFlappingIncident
_LinkIntent = LinkIncidents | LinkServicesToIncident
_BelongingIntent = CorrelateAlertsToIncident | MergeIncidents | MarkIncidentMerged | _LinkIntent
AnyIncidentIntent = CreateIncident | _StatusIntent | _HandlingIntent | _BelongingIntent | AnyTriageIntent
Decision = Sequence[AnyIncidentFact] | Ignored


def decide(intent: AnyIncidentIntent, state: Incident | None, context: Context) -> Decision:
    if isinstance(intent, CreateIncident):
        return _create(intent, state, context)
    if state is None:
        raise Rejected("incident.not_found", "there is no such incident")
    match intent:
        case AcknowledgeIncident() | TransitionIncidentStatus() | ResolveIncident() | CloseIncident():
            return _decide_status(intent, state, context)
        case (
            ReclassifyIncidentSeverity()
            | AssignIncident()
            | AssignIncidentRole()
            | AddIncidentTimelineEntry()
            | HoldFlappingIncident()
        ):
            return _decide_handling(intent, state, context)
        case StartTriage() | CancelTriage() | EscalateIncident():
            return direct_triage(intent, state, context)
        case CorrelateAlertsToIncident() | MergeIncidents() | MarkIncidentMerged():
            return _decide_belonging(intent, state, context)
        case LinkIncidents() | LinkServicesToIncident():
            return _decide_belonging(intent, state, context)
        case _:
            assert_never(intent)


def allowed_transitions(state: Incident) -> tuple[IncidentStatus, ...]:
    """Without regard to the clock and to others: a reopen may be too late, a postmortem missing."""
    return allowed_from(state.status, is_merged=state.merged_into is not None)


def _create(intent: CreateIncident, state: Incident | None, context: Context) -> Decision:
    if state is not None:
        return ()
    if intent.follows == intent.incident_id:
        raise Rejected("incident.link_to_itself", "an incident cannot follow itself")
    if context.number is None:
        raise ValueError("creating an incident needs its number")
    detected_at = intent.detected_at or context.at
    fact = IncidentCreated(
        incident_id=intent.incident_id,
        number=context.number,
        title=intent.title,
        description=intent.description,
        severity=intent.severity,
        source=intent.source,
        affected_resources=intent.affected_resources,
        service_ids=intent.service_ids,
        created_by=context.actor,
        declared_at=context.at,
        detected_at=detected_at,
        impact_started_at=intent.impact_started_at or detected_at,
        correlation_key=intent.correlation_key,
        follows=intent.follows,
    )
    return (fact,)


def _decide_status(intent: _StatusIntent, state: Incident, context: Context) -> Decision:
    match intent:
        case AcknowledgeIncident():
            return acknowledge(intent, state, context)
        case TransitionIncidentStatus():
            return transition(intent, state, context)
        case ResolveIncident():
            return resolve(intent, state, context)
        case CloseIncident():
            return close(intent, state, context)
        case _:
            assert_never(intent)


def _decide_handling(intent: _HandlingIntent, state: Incident, context: Context) -> Decision:
    match intent:
        case ReclassifyIncidentSeverity():
            return reclassify(intent, state, context)
        case AssignIncident():
            return assign(intent, state, context)
        case AssignIncidentRole():
            return assign_role(intent, state, context)
        case AddIncidentTimelineEntry():
            return add_entry(intent, state, context)
        case HoldFlappingIncident():
            return hold_flapping(intent, state, context)
        case _:
            assert_never(intent)


def _decide_belonging(intent: _BelongingIntent, state: Incident, context: Context) -> Decision:
    match intent:
        case CorrelateAlertsToIncident():
            return correlate(intent, state)
        case MergeIncidents():
            return merge(intent, state, context)
        case MarkIncidentMerged():
            return mark_merged(intent, state, context)
        case LinkIncidents():
            return link(intent, state, context)
        case LinkServicesToIncident():
            return link_services(intent, state, context)
        case _:
            assert_never(intent)


incident: Decider[AnyIncidentIntent, Incident | None, AnyIncidentFact] = Decider(
    initial=None, decide=decide, evolve=evolve
)
