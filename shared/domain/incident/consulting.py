"""Whom an incident's decisions consult, what they make of the answers, and what an incident says of itself."""

from collections.abc import Iterable
from uuid import UUID

from shared.domain.incident.intents import (
    CloseIncident,
    IncidentIntent,
    MarkIncidentMerged,
    MergeIncidents,
    ResolveIncident,
    TransitionIncidentStatus,
)
from shared.domain.incident.state import Incident
from shared.domain.incident.values import AlertRef
from shared.kernel.decider import Context, Named, PublicState
from shared.kernel.ids import IncidentId, PostmortemId, TenantId, postmortem_id_for
from shared.kernel.vocabulary import AlertStatus, IncidentStatus

#: Of its alerts the newest are asked whether they still fire.
ALERTS_ASKED = 500


def consults(intent: IncidentIntent, state: Incident | None, tenant_id: TenantId) -> Iterable[Named]:
    if state is None or state.status is IncidentStatus.CLOSED:
        return ()
    named: Iterable[tuple[str, UUID]] = ()
    match intent:
        case CloseIncident(postmortem_id=None) | TransitionIncidentStatus(status=IncidentStatus.CLOSED):
            named = (("postmortem", postmortem_id_for(tenant_id, state.incident_id)),)
        case CloseIncident(postmortem_id=UUID() as postmortem_id):
            named = (("postmortem", postmortem_id),)
        case ResolveIncident(approval_id=UUID() as approval_id):
            named = (("approval", approval_id), *_alerts_of(state))
        case ResolveIncident() | TransitionIncidentStatus(status=IncidentStatus.RESOLVED):
            named = _alerts_of(state)
        case MergeIncidents():
            named = (("incident", merged) for merged in intent.merged_ids)
        case MarkIncidentMerged():
            named = (("incident", intent.merged_into),)
        case _:
            pass
    return ((kind, str(one)) for kind, one in named)


def public_state_of(state: Incident) -> PublicState:
    return {
        "status": state.status.value,
        "merged_into": "" if state.merged_into is None else str(state.merged_into),
        "took_over": " ".join(map(str, state.merged_ids)),
    }


def still_firing(state: Incident, context: Context) -> int:
    """Alerts in the very episode that the incident holds, unless a person has taken them out of it."""
    return len({ref.alert_id for ref in state.alerts[-ALERTS_ASKED:] if _fires(ref, state, context)})


def published_postmortem(state: Incident, context: Context, named: PostmortemId | None) -> PostmortemId | None:
    """The one that was consulted, if it is published and about this incident."""
    for (kind, postmortem_id), public_state in sorted(context.public_states.items()):
        is_asked_for = kind == "postmortem" and postmortem_id == str(named or postmortem_id)
        is_about_this = public_state.get("incident_id") == str(state.incident_id)
        if is_asked_for and is_about_this and public_state.get("status") == "published":
            return PostmortemId(UUID(postmortem_id))
    return None


def incident_public_state(incident_id: IncidentId, context: Context) -> PublicState | None:
    return context.public_states.get(("incident", str(incident_id)))


def has_taken_over(public_state: PublicState, incident_id: IncidentId) -> bool:
    return str(incident_id) in public_state["took_over"].split()


def _alerts_of(state: Incident) -> Iterable[tuple[str, UUID]]:
    return (("alert", ref.alert_id) for ref in state.alerts[-ALERTS_ASKED:])


def _fires(ref: AlertRef, state: Incident, context: Context) -> bool:
    alert = context.public_states.get(("alert", str(ref.alert_id)), {})
    is_this_episode = alert.get("episode") == str(ref.episode)
    is_here = str(state.incident_id) not in alert.get("uncorrelated_from", "").split()
    return alert.get("status") == AlertStatus.FIRING.value and is_this_episode and is_here
