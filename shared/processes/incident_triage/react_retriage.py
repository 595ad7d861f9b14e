"""Alerts join an incident that was looked into, or it comes back: it is looked into again, a few times (ADR 0044)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from shared.domain.incident.facts import AlertsCorrelatedToIncident, IncidentStatusChanged
from shared.domain.incident.values import Correlation, EntryKind
from shared.kernel.actor import Actor, ActorKind
from shared.kernel.envelope import Envelope
from shared.kernel.vocabulary import IncidentStatus
from shared.processes.incident_triage.phase import TriagePhase
from shared.processes.incident_triage.state import LONG_AGO, Standing, TriageRun, Triaging, newest_run, policy_heard
from shared.processes.incident_triage.steps import start
from shared.processes.incident_triage.timeline import entry
from shared.processes.process import Event, Known, Reaction, TimerFired
from shared.processes.process_batch import at_of, cause_of
from shared.processes.wording import one_line

#: What one fault makes others say comes within seconds; it is looked at together.
SETTLED_AFTER: Final = timedelta(seconds=30)
_CAME_BACK: Final = "it came back"


def alerts_joined(envelope: Envelope[AlertsCorrelatedToIncident], known: Known[Triaging]) -> Reaction[TriageRun]:
    """What joins before the live state is read is read with it; more of what is known is no news."""
    run = newest_run(known, envelope.data.incident_id)
    name = _name_of(envelope, envelope.data.correlation)
    if run is None or name is None or run.retriage.knows(name) or known.now - at_of(envelope) > LONG_AGO:
        return Reaction()
    is_own = not run.retriage.heard and envelope.data.correlation.through is None and _is_ours(envelope.actor)
    heard = replace(run.retriage, heard=(*run.retriage.heard, name))
    if is_own or run.is_at(TriagePhase.PATTERN_LOOKUP):
        return Reaction((replace(run, retriage=heard),))
    after = replace(run, retriage=replace(heard, unseen=(*heard.unseen, name)))
    if run.standing is not Standing.WAITING or run.is_mended:
        return Reaction((after,))
    line = f"The plan does not consider what has joined since: {one_line(name)}. That is looked at when it is decided."
    return Reaction((after,), (entry(envelope, run, "joined-later", EntryKind.NOTE, (line,)),))


def came_back(envelope: Envelope[IncidentStatusChanged], known: Known[Triaging]) -> Reaction[TriageRun]:
    """By a workflow, because its alerts fire; a person who reopens it knows what for."""
    fact, run = envelope.data, newest_run(known, envelope.data.incident_id)
    is_open_again = fact.previous is IncidentStatus.RESOLVED and fact.status is not IncidentStatus.CLOSED
    if run is None or not is_open_again or not _is_ours(fact.changed_by):
        return Reaction()
    if _CAME_BACK in run.retriage.unseen or known.now - at_of(envelope) > LONG_AGO:
        return Reaction()
    return Reaction((replace(run, retriage=replace(run.retriage, unseen=(*run.retriage.unseen, _CAME_BACK))),))


def with_what_is_due(event: Event, known: Known[Triaging], reaction: Reaction[Triaging]) -> Reaction[Triaging]:
    """Sets when what nobody has looked at is looked at, once its run is over; or says that it will not be."""
    states: list[Triaging] = []
    asks = [*reaction.asks]
    for state in reaction.states:
        if isinstance(state, TriageRun) and state.is_newest and state.is_over and _waits(state):
            after = _due(event, known, state)
            if after.retriage.is_told and not state.retriage.is_told:
                asks.append(entry(event, state, "not-looked-at", EntryKind.NOTE, (_not_looked_at(state),)))
            states.append(after)
        else:
            states.append(state)
    return Reaction(states, asks, reaction.facts)


def look_at_what_joined(event: TimerFired, known: Known[Triaging], run: TriageRun) -> Reaction[TriageRun]:
    if run.retriage.due_at is None or not run.is_over or not run.is_newest:  # ordered or ended since
        return Reaction()
    policy = policy_heard(known)
    if not policy.definition.enabled or run.retriage.looks >= policy.definition.further_looks:
        return Reaction((replace(run, retriage=run.retriage.seen()),))
    return start(
        event,
        known,
        run.incident_id,
        reason=f"New since it was looked into: {run.retriage.names}"[:1_000],
        started_by="process:incident_triage",
        policy_version=policy.version,
        again=True,
    )


def _waits(run: TriageRun) -> bool:
    return bool(run.retriage.unseen) and run.retriage.due_at is None


def _due(event: Event, known: Known[Triaging], run: TriageRun) -> TriageRun:
    rule, kept = policy_heard(known).definition, run.retriage
    if rule.enabled and kept.looks < rule.further_looks:
        due_at = max(known.now, at_of(event)) + SETTLED_AFTER
        return replace(run, retriage=replace(kept, due_at=due_at, cause=cause_of(event)))
    return replace(run, retriage=replace(kept.seen(), is_told=kept.is_told or rule.enabled))


def _not_looked_at(run: TriageRun) -> str:
    return (
        f"New since it was looked into: {one_line(run.retriage.names)}. By itself it is looked into no further"
        f" ({run.retriage.looks} times so far); it is for whoever asks."
    )


def _name_of(envelope: Envelope[Any], correlation: Correlation) -> str | None:
    """None: the incident's own service says more."""
    if correlation.through is not None:
        return f"alerts of {correlation.through.service}" if correlation.through.edges else None
    if not _is_ours(envelope.actor):
        return f"alerts that {envelope.actor} put to it"
    grouped = ", ".join(f"{name} {value}" for name, value in sorted(correlation.matched.items()))
    return f"alerts of {grouped or correlation.correlation_key}"[:300]


def _is_ours(actor: str) -> bool:
    return Actor.of(actor).kind is ActorKind.PROCESS
