"""The refusals that the parts of an incident share."""

from shared.domain.incident.state import Incident
from shared.kernel.decider import Rejected
from shared.kernel.vocabulary import IncidentStatus


def refuse_closed(state: Incident) -> None:
    """Asked after it is clear that something would change."""
    if state.status is IncidentStatus.CLOSED:
        raise Rejected("incident.closed", "closed is final: open a new incident that follows this one")


def refuse_merged(state: Incident) -> None:
    """It can still be talked about, and be closed."""
    if state.merged_into is not None:
        raise Rejected("incident.merged", f"incident {state.merged_into} has taken it over: work goes on there")
