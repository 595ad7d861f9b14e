"""The refusal that every part of an incident shares."""

from shared.domain.incident.state import Incident
from shared.kernel.decider import Rejected
from shared.kernel.vocabulary import IncidentStatus


def refuse_closed(state: Incident) -> None:
    """Asked after it is clear that something would change."""
    if state.status is IncidentStatus.CLOSED:
        raise Rejected("incident.closed", "closed is final: open a new incident that follows this one")
