"""How each fact changes what an incident remembers."""

from dataclasses import replace
from typing import assert_never
from uuid import UUID

from shared.domain.incident.facts import (
    AlertsCorrelatedToIncident,
    FlappingIncidentHeld,
    IncidentAcknowledged,
    IncidentAssigned,
    IncidentClosed,
    IncidentCreated,
    IncidentEscalated,
    IncidentMergedInto,
    IncidentResolved,
    IncidentRoleAssigned,
    IncidentSeverityChanged,
    IncidentsLinked,
    IncidentsMerged,
    IncidentStatusChanged,
    IncidentTimelineEntryAdded,
    ServicesLinkedToIncident,
    TriageCalledOff,
    TriageOrdered,
)
from shared.domain.incident.state import ENTRY_IDS_KEPT, TIMELINE_KEPT, Entry, Incident, LinkedIncident
from shared.domain.incident.values import LinkKind
from shared.kernel.vocabulary import IncidentStatus

AnyIncidentFact = (
    IncidentCreated
    | IncidentSeverityChanged
    | IncidentAssigned
    | IncidentRoleAssigned
    | IncidentTimelineEntryAdded
    | IncidentAcknowledged
    | IncidentStatusChanged
    | IncidentResolved
    | IncidentClosed
    | AlertsCorrelatedToIncident
    | FlappingIncidentHeld
    | IncidentsMerged
    | IncidentMergedInto
    | IncidentsLinked
    | ServicesLinkedToIncident
    | TriageOrdered
    | TriageCalledOff
    | IncidentEscalated
)


def evolve(  # noqa: C901, PLR0911, PLR0912 - one case per fact
    state: Incident | None, fact: AnyIncidentFact
) -> Incident | None:
    """None is an incident that was never created."""
    if isinstance(fact, IncidentCreated):
        return _created(fact)
    if state is None:
        raise ValueError(f"the history of incident {fact.incident_id} does not begin with its creation")
    match fact:
        case IncidentSeverityChanged():
            return replace(state, severity=fact.severity, severity_set_by=fact.changed_by)
        case IncidentAssigned():
            return replace(state, assignee=fact.assignee)
        case IncidentRoleAssigned():
            return _role_assigned(state, fact)
        case IncidentTimelineEntryAdded():
            return _entry_added(state, fact)
        case AlertsCorrelatedToIncident():
            return replace(state, alerts=state.alerts + fact.alerts)
        case FlappingIncidentHeld():
            return replace(state, flapping_since=fact.flapping_since)
        case IncidentsMerged():
            return replace(state, merged_ids=state.merged_ids + fact.merged_ids)
        case IncidentMergedInto():
            return replace(state, merged_into=fact.merged_into)
        case IncidentsLinked():
            return replace(state, links=(*state.links, LinkedIncident(fact.linked_id, fact.kind)))
        case ServicesLinkedToIncident():
            return replace(state, service_ids=state.service_ids + tuple(link.service_id for link in fact.services))
        case IncidentAcknowledged() | IncidentStatusChanged() | IncidentResolved() | IncidentClosed():
            return _moved(state, fact)
        case TriageOrdered() | TriageCalledOff() | IncidentEscalated():
            return state
        case _:
            assert_never(fact)


def _used(state: Incident, fact: IncidentResolved) -> tuple[UUID, ...]:
    return state.approvals_used if fact.approval_id is None else (*state.approvals_used, fact.approval_id)


def _moved(
    state: Incident, fact: IncidentAcknowledged | IncidentStatusChanged | IncidentResolved | IncidentClosed
) -> Incident:
    match fact:
        case IncidentAcknowledged():
            return _acknowledged(state, fact)
        case IncidentStatusChanged():
            return _status_changed(state, fact)
        case IncidentResolved():
            return replace(
                state,
                status=IncidentStatus.RESOLVED,
                resolved_by=fact.resolved_by,
                resolved_at=fact.resolved_at,
                resolution_summary=fact.summary,
                alerts_still_firing=fact.alerts_still_firing,
                approvals_used=_used(state, fact),
                flapping_since=None,
            )
        case IncidentClosed():
            return replace(
                state,
                status=IncidentStatus.CLOSED,
                closed_at=fact.closed_at,
                flapping_since=None,
                postmortem_id=fact.postmortem_id,
                waived_by=fact.waived_by,
                waiver_reason=fact.waiver_reason,
            )
        case _:
            assert_never(fact)


def _created(fact: IncidentCreated) -> Incident:
    return Incident(
        incident_id=fact.incident_id,
        number=fact.number,
        title=fact.title,
        description=fact.description,
        severity=fact.severity,
        severity_set_by=fact.created_by,
        status=IncidentStatus.OPEN,
        source=fact.source,
        affected_resources=fact.affected_resources,
        service_ids=fact.service_ids,
        created_by=fact.created_by,
        declared_at=fact.declared_at,
        detected_at=fact.detected_at,
        impact_started_at=fact.impact_started_at,
        correlation_key=fact.correlation_key,
        follows=fact.follows,
        links=() if fact.follows is None else (LinkedIncident(fact.follows, LinkKind.FOLLOWS),),
    )


def _role_assigned(state: Incident, fact: IncidentRoleAssigned) -> Incident:
    others = {role: person for role, person in state.roles.items() if role is not fact.role}
    return replace(state, roles=others if fact.assignee is None else others | {fact.role: fact.assignee})


def _entry_added(state: Incident, fact: IncidentTimelineEntryAdded) -> Incident:
    added = Entry(
        entry_id=fact.entry.entry_id,
        kind=fact.entry.kind,
        text=fact.entry.text,
        occurred_at=fact.entry.occurred_at,
        supersedes=fact.entry.supersedes,
        added_by=fact.added_by,
    )
    timeline = (*state.timeline, added)
    forgotten = tuple(entry.entry_id for entry in timeline[:-TIMELINE_KEPT])
    return replace(
        state,
        timeline=timeline[-TIMELINE_KEPT:],
        older_entry_ids=(*state.older_entry_ids, *forgotten)[-ENTRY_IDS_KEPT:],
    )


def _acknowledged(state: Incident, fact: IncidentAcknowledged) -> Incident:
    first = state.acknowledged_at is None
    return replace(
        state,
        status=fact.status,
        acknowledged_by=fact.acknowledged_by if first else state.acknowledged_by,
        acknowledged_at=fact.acknowledged_at if first else state.acknowledged_at,
        acknowledgers=(*state.acknowledgers, fact.acknowledged_by),
    )


def _status_changed(state: Incident, fact: IncidentStatusChanged) -> Incident:
    moved = replace(state, status=fact.status)
    if fact.previous is IncidentStatus.RESOLVED:
        return replace(
            moved,
            resolved_by=None,
            resolved_at=None,
            resolution_summary=None,
            alerts_still_firing=0,
            reopened=state.reopened + 1,
        )
    if fact.status is IncidentStatus.ACKNOWLEDGED and state.acknowledged_at is None:
        return replace(moved, acknowledged_by=fact.changed_by, acknowledged_at=fact.changed_at)
    if fact.status is IncidentStatus.MITIGATING and state.mitigated_at is None:
        return replace(moved, mitigated_at=fact.changed_at)
    return moved
