"""How an incident moves: acknowledged, transitioned, resolved, reopened."""

from collections.abc import Sequence

from shared.domain.incident.approving import refuse_unapproved
from shared.domain.incident.closing import closed
from shared.domain.incident.consulting import still_firing
from shared.domain.incident.facts import IncidentAcknowledged, IncidentClosed, IncidentResolved, IncidentStatusChanged
from shared.domain.incident.intents import AcknowledgeIncident, ResolveIncident, TransitionIncidentStatus
from shared.domain.incident.refusals import refuse_closed, refuse_merged
from shared.domain.incident.state import Incident
from shared.domain.incident.transitions import allowed_from
from shared.kernel.actor import Actor, ActorKind
from shared.kernel.decider import Context, Ignored, Rejected
from shared.kernel.moment import waiting
from shared.kernel.vocabulary import IncidentStatus

#: Those whose word does not stand against a firing alert. A workflow's does: it has waited until its alerts were clear
#: and has moved on when it asks; one that fires since then makes it reopen the incident.
_AUTOMATIC = frozenset({ActorKind.AGENT, ActorKind.INTEGRATION})

_Moved = IncidentStatusChanged | IncidentResolved | IncidentClosed


def acknowledge(intent: AcknowledgeIncident, state: Incident, context: Context) -> Sequence[IncidentAcknowledged]:
    if context.actor in state.acknowledgers:
        return ()
    refuse_closed(state)
    refuse_merged(state)
    if state.status is IncidentStatus.RESOLVED:
        raise Rejected("incident.resolved", "a resolved incident needs no acknowledgement")
    status = IncidentStatus.ACKNOWLEDGED if state.status is IncidentStatus.OPEN else state.status
    fact = IncidentAcknowledged(
        incident_id=state.incident_id,
        acknowledged_by=context.actor,
        acknowledged_at=context.at,
        status=status,
        note=intent.note,
    )
    return (fact,)


def transition(intent: TransitionIncidentStatus, state: Incident, context: Context) -> Sequence[_Moved]:
    """Being resolved or closed is one fact each, however it was asked for."""
    if intent.status is state.status:
        return ()
    refuse_closed(state)
    if intent.status is not IncidentStatus.CLOSED:
        refuse_merged(state)
    allowed = allowed_from(state.status)
    if intent.status not in allowed:
        ways = ", ".join(allowed)
        raise Rejected("incident.transition_not_allowed", f"{state.status} can become {ways}; not {intent.status}")
    match intent.status:
        case IncidentStatus.RESOLVED:
            summary = _reason_of(intent, "resolving needs a reason, which becomes the summary")
            return (_resolved(state, context, summary=summary, approved=None),)
        case IncidentStatus.CLOSED:
            return (closed(state, context, intent.reason),)
        case _:
            if state.status is IncidentStatus.RESOLVED:
                _refuse_late_reopen(intent, state, context)
            return (_changed(intent, state, context),)


def resolve(intent: ResolveIncident, state: Incident, context: Context) -> Sequence[IncidentResolved] | Ignored:
    if state.resolution_summary == intent.summary:
        return ()
    refuse_closed(state)
    refuse_merged(state)
    if state.status is IncidentStatus.RESOLVED:
        return Ignored("already_resolved")
    return (_resolved(state, context, summary=intent.summary, approved=intent),)


def _refuse_late_reopen(intent: TransitionIncidentStatus, state: Incident, context: Context) -> None:
    _reason_of(intent, "reopening needs a reason")
    window = waiting(intent.reopen_window_s)
    if state.resolved_at is not None and context.at - state.resolved_at > window:
        raise Rejected(
            "incident.reopen_window_passed",
            f"resolved more than {window} ago: open a new incident that follows this one",
        )


def _reason_of(intent: TransitionIncidentStatus, otherwise: str) -> str:
    if intent.reason is None or not intent.reason.strip():
        raise Rejected("incident.reason_required", otherwise)
    return intent.reason


def _changed(intent: TransitionIncidentStatus, state: Incident, context: Context) -> IncidentStatusChanged:
    return IncidentStatusChanged(
        incident_id=state.incident_id,
        previous=state.status,
        status=intent.status,
        changed_by=context.actor,
        changed_at=context.at,
        reason=intent.reason,
    )


def _resolved(state: Incident, context: Context, *, summary: str, approved: ResolveIncident | None) -> IncidentResolved:
    approval_id = None if approved is None else approved.approval_id
    kind = Actor.of(context.actor).kind
    if kind is ActorKind.AGENT:
        refuse_unapproved(state, summary, approval_id, context)
    firing = still_firing(state, context)
    if firing and kind in _AUTOMATIC:
        raise Rejected("incident.alerts_firing", f"{firing} of its alerts still fire: only a person may look past that")
    return IncidentResolved(
        incident_id=state.incident_id,
        previous=state.status,
        summary=summary,
        resolved_by=context.actor,
        resolved_at=context.at,
        approval_id=approval_id,
        alerts_still_firing=firing,
    )
