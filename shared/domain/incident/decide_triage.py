"""What is said to whatever looks into an incident: begin, end, let a person go on."""

from collections.abc import Sequence
from typing import assert_never

from shared.domain.incident.facts import IncidentEscalated, TriageCalledOff, TriageOrdered
from shared.domain.incident.intents import CancelTriage, EscalateIncident, StartTriage
from shared.domain.incident.refusals import refuse_closed, refuse_merged
from shared.domain.incident.state import Incident
from shared.kernel.decider import Context

AnyTriageIntent = StartTriage | CancelTriage | EscalateIncident


def direct_triage(
    intent: AnyTriageIntent, state: Incident, context: Context
) -> Sequence[TriageOrdered | TriageCalledOff | IncidentEscalated]:
    """The workflow decides what comes of it; here it is authorised, and remembered."""
    refuse_closed(state)
    refuse_merged(state)
    about, by = state.incident_id, context.actor
    match intent:
        case StartTriage():
            return (TriageOrdered(incident_id=about, reason=intent.reason, ordered_by=by),)
        case CancelTriage():
            return (TriageCalledOff(incident_id=about, reason=intent.reason, called_off_by=by),)
        case EscalateIncident():
            return (IncidentEscalated(incident_id=about, reason=intent.reason, escalated_by=by),)
        case _:
            assert_never(intent)
