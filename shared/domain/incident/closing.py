"""The gate before the end: what was grave is closed with a published postmortem, or with a reason why there is none."""

from collections.abc import Sequence

from shared.domain.incident.consulting import published_postmortem
from shared.domain.incident.facts import IncidentClosed
from shared.domain.incident.intents import CloseIncident
from shared.domain.incident.state import Incident
from shared.domain.incident.transitions import needs_postmortem
from shared.kernel.decider import Context, Rejected
from shared.kernel.ids import PostmortemId
from shared.kernel.vocabulary import IncidentStatus

_WAYS_OUT = (
    "publish a postmortem about this incident and close it with that, "
    "or close it with waive_postmortem, which says why there will be none"
)


def close(intent: CloseIncident, state: Incident, context: Context) -> Sequence[IncidentClosed]:
    if state.status is IncidentStatus.CLOSED:
        return ()
    if state.status is not IncidentStatus.RESOLVED:
        raise Rejected("incident.not_resolved", f"it is {state.status}: resolve it first")
    fact = closed(
        state, context, intent.note, postmortem_id=intent.postmortem_id, waiver_reason=intent.waive_postmortem
    )
    return (fact,)


def closed(
    state: Incident,
    context: Context,
    note: str | None,
    *,
    postmortem_id: PostmortemId | None = None,
    waiver_reason: str | None = None,
) -> IncidentClosed:
    """A postmortem that is named must be true, however grave the incident was; a waiver counts where there is none."""
    published = published_postmortem(state, context, postmortem_id)
    waived = published is None and waiver_reason is not None
    if published is None and not waived:
        _refuse_unwritten(state, postmortem_id)
    return IncidentClosed(
        incident_id=state.incident_id,
        closed_by=context.actor,
        closed_at=context.at,
        note=note,
        postmortem_id=published,
        waived_by=context.actor if waived else None,
        waiver_reason=waiver_reason if waived else None,
    )


def _refuse_unwritten(state: Incident, named: PostmortemId | None) -> None:
    if named is not None:
        why = f"postmortem {named} is not published, or is not about this incident"
        raise Rejected("incident.postmortem_required", f"{why}: {_WAYS_OUT}")
    if needs_postmortem(state.severity, is_merged=state.merged_into is not None):
        raise Rejected("incident.postmortem_required", f"its severity is {state.severity}: {_WAYS_OUT}")
