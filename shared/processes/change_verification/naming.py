"""An incident that names the change: the one that is open for the application, or a new one; it is looked into."""

from shared.domain.incident.intents import AddIncidentTimelineEntry, CreateIncident, StartTriage
from shared.domain.incident.values import EntryKind, TimelineEntry
from shared.kernel.ids import IncidentId, derive_from, incident_id_for
from shared.kernel.vocabulary import IncidentSource
from shared.processes.change_verification.look import ChangeLook
from shared.processes.change_verification.state import ChangeRun, Verifying, incident_open
from shared.processes.change_verification.telling import affected, lines_of, title_of
from shared.processes.process import Ask, Event, Known
from shared.processes.process_batch import at_of
from shared.processes.wording import one_line

_LONGEST = 8_000


def naming(
    event: Event, known: Known[Verifying], run: ChangeRun, look: ChangeLook, reason: str
) -> tuple[IncidentId, bool, tuple[Ask, ...]]:
    """Gives the incident, whether it was open already, and what is asked for."""
    text = "\n".join(lines_of(run, look, reason))[:_LONGEST]
    joined = incident_open(known, run.application)
    incident_id = joined or incident_id_for(event.tenant_id, run.workflow_id, 1)
    first = _written(event, run, incident_id, text) if joined else _opened(event, run, look, incident_id, reason, text)
    wanted = StartTriage(incident_id=incident_id, reason=one_line(f"Change {run.revision} is not confirmed: {reason}"))
    return incident_id, joined is not None, (first, Ask(run.workflow_id, wanted))


def _opened(event: Event, run: ChangeRun, look: ChangeLook, incident_id: IncidentId, reason: str, text: str) -> Ask:
    return Ask(
        run.workflow_id,
        CreateIncident(
            incident_id=incident_id,
            title=title_of(run, reason),
            description=text,
            severity=run.severity,
            source=IncidentSource.CHANGE,
            affected_resources=affected(run, look),
            detected_at=at_of(event),
            correlation_key=run.workflow_id,
        ),
    )


def _written(event: Event, run: ChangeRun, incident_id: IncidentId, text: str) -> Ask:
    entry = TimelineEntry(
        entry_id=derive_from(event.message_id, f"{run.workflow_id}/not-confirmed"),
        kind=EntryKind.EVIDENCE,
        text=text,
        occurred_at=at_of(event),
    )
    return Ask(run.workflow_id, AddIncidentTimelineEntry(incident_id=incident_id, entry=entry))
