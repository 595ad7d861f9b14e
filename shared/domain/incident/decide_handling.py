"""How an incident is handled: how severe it is called, who does what, what is written down."""

from collections.abc import Sequence

from shared.domain.incident.facts import (
    FlappingIncidentHeld,
    IncidentAssigned,
    IncidentRoleAssigned,
    IncidentSeverityChanged,
    IncidentTimelineEntryAdded,
)
from shared.domain.incident.intents import (
    AddIncidentTimelineEntry,
    AssignIncident,
    AssignIncidentRole,
    HoldFlappingIncident,
    ReclassifyIncidentSeverity,
)
from shared.domain.incident.refusals import refuse_closed, refuse_merged
from shared.domain.incident.state import Incident
from shared.kernel.actor import Actor, ActorKind
from shared.kernel.decider import Context, Ignored, Rejected
from shared.kernel.vocabulary import IncidentStatus


def reclassify(
    intent: ReclassifyIncidentSeverity, state: Incident, context: Context
) -> Sequence[IncidentSeverityChanged] | Ignored:
    if intent.severity is state.severity:
        return ()
    refuse_closed(state)
    automatic = Actor.of(context.actor).kind in (ActorKind.PROCESS, ActorKind.INTEGRATION)
    if automatic and Actor.of(state.severity_set_by).is_human:
        return Ignored("severity_set_by_human")
    fact = IncidentSeverityChanged(
        incident_id=state.incident_id,
        previous=state.severity,
        severity=intent.severity,
        reason=intent.reason,
        changed_by=context.actor,
        source=state.source,
        status=state.status,
    )
    return (fact,)


def assign(intent: AssignIncident, state: Incident, context: Context) -> Sequence[IncidentAssigned]:
    if intent.assignee == state.assignee:
        return ()
    refuse_closed(state)
    fact = IncidentAssigned(
        incident_id=state.incident_id,
        previous=state.assignee,
        assignee=intent.assignee,
        assigned_by=context.actor,
    )
    return (fact,)


def assign_role(intent: AssignIncidentRole, state: Incident, context: Context) -> Sequence[IncidentRoleAssigned]:
    previous = state.roles.get(intent.role)
    if intent.assignee == previous:
        return ()
    refuse_closed(state)
    fact = IncidentRoleAssigned(
        incident_id=state.incident_id,
        role=intent.role,
        previous=previous,
        assignee=intent.assignee,
        assigned_by=context.actor,
    )
    return (fact,)


def add_entry(
    intent: AddIncidentTimelineEntry, state: Incident, context: Context
) -> Sequence[IncidentTimelineEntryAdded]:
    if _is_written(intent, state):
        return ()
    refuse_closed(state)
    return (IncidentTimelineEntryAdded(incident_id=state.incident_id, entry=intent.entry, added_by=context.actor),)


def hold_flapping(intent: HoldFlappingIncident, state: Incident, context: Context) -> Sequence[FlappingIncidentHeld]:
    if state.flapping_since is not None:
        return ()
    refuse_closed(state)
    refuse_merged(state)
    if state.status is IncidentStatus.RESOLVED:
        raise Rejected("incident.resolved", "a resolved incident is not held open; reopen it")
    fact = FlappingIncidentHeld(
        incident_id=state.incident_id, changes=intent.changes, within_s=intent.within_s, flapping_since=context.at
    )
    return (fact,)


def _is_written(intent: AddIncidentTimelineEntry, state: Incident) -> bool:
    """A resend may have been given another time on its way; another text is another entry."""
    entry = intent.entry
    if entry.entry_id in state.older_entry_ids:
        return True
    for known in state.timeline:
        if known.entry_id == entry.entry_id:
            if (known.kind, known.text) != (entry.kind, entry.text):
                raise Rejected("incident.entry_id_taken", "another entry has this id; to correct it, supersede it")
            return True
    return False
