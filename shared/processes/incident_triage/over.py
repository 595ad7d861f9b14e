"""What people and the incident itself say that ends a run: it is over, called off, or a person's from now on."""

from dataclasses import replace
from typing import Any

from shared.domain.incident.facts import (
    IncidentClosed,
    IncidentEscalated,
    IncidentMergedInto,
    IncidentResolved,
    TriageCalledOff,
)
from shared.kernel.envelope import Envelope
from shared.processes.incident_triage.by_hand import look_back, resolution_of
from shared.processes.incident_triage.endings import cancel, escalate, joined
from shared.processes.incident_triage.facts import EscalationCause
from shared.processes.incident_triage.state import Standing, TriageRun, Triaging, newest_run
from shared.processes.process import Event, Known, Reaction


def escalated(event: Event, known: Known[Triaging], fact: IncidentEscalated) -> Reaction[Triaging]:
    run = newest_run(known, fact.incident_id)
    if run is None:
        return Reaction()
    if run.is_over:
        return Reaction((replace(run, retriage=run.retriage.ended(EscalationCause.ASKED, fact.escalated_by)),))
    return escalate(event, run, EscalationCause.ASKED, fact.reason, fact.escalated_by)


def over(event: Envelope[Any], known: Known[Triaging]) -> Reaction[Triaging]:
    """What is over, or called off, is looked into no longer, and not again for what has joined it."""
    match event.data:
        case TriageCalledOff(reason=said):
            reason = said
        case IncidentResolved():
            reason = "The incident is resolved."
        case IncidentClosed():
            reason = "The incident is closed."
        case IncidentMergedInto():
            reason = "Another incident has taken this one over."
        case _:
            return Reaction()
    found = newest_run(known, event.data.incident_id)
    if found is None:
        return Reaction()
    run = replace(found, retriage=found.retriage.seen()) if found.retriage.unseen else found
    if isinstance(event.data, IncidentResolved):
        return _resolved(event, run, event.data, reason)
    if run.is_over:
        return Reaction() if run is found else Reaction((run,))
    return cancel(event, run, reason, event.actor, is_told=not isinstance(event.data, IncidentClosed))


def _resolved(event: Envelope[Any], run: TriageRun, resolved: IncidentResolved, reason: str) -> Reaction[Triaging]:
    """Where a plan acts it may be why the incident is resolved: that is still to be verified."""
    if run.standing is Standing.COMPLETED or (run.ended_as is not None and not run.is_over):
        return Reaction((run,))
    if run.is_acting:
        return Reaction((replace(run, resolution=resolution_of(resolved)),))
    if run.is_over:
        return look_back(event, run, resolution_of(resolved))
    ended = cancel(event, run, reason, event.actor)
    return joined(ended, look_back(event, ended.states[0], resolution_of(resolved)))
