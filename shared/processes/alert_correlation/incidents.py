"""What follows when somebody resolves, reopens, closes or merges an incident that alerts opened."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.domain.incident.facts import (
    AlertsCorrelatedToIncident,
    IncidentClosed,
    IncidentFact,
    IncidentResolved,
    IncidentStatusChanged,
)
from shared.kernel.actor import Actor, ActorKind
from shared.kernel.envelope import Envelope
from shared.kernel.vocabulary import IncidentStatus
from shared.processes.alert_correlation.asking import correlate_members, reopen, reopen_still_firing
from shared.processes.alert_correlation.episodes import begin_with_members, severe_enough
from shared.processes.alert_correlation.finding import episodes_holding
from shared.processes.alert_correlation.state import (
    AlertState,
    Correlating,
    Episode,
    Member,
    Phase,
    key_association,
    match_of,
)
from shared.processes.process import Ask, Known, Reaction, TimerFired
from shared.processes.process_batch import cause_of


def incident_moved(envelope: Envelope[IncidentFact], known: Known[Correlating]) -> Reaction[Correlating]:
    """Resolved, closed, or under way again; what this process asked for itself comes back here as an echo."""
    states: list[Correlating] = []
    asks: list[Ask] = []
    for episode in episodes_holding(known, f"incident:{envelope.data.incident_id}"):
        reaction = _moved(episode, envelope, known)
        states += reaction.states
        asks += reaction.asks
    return Reaction(states, asks)


def alerts_confirmed(
    envelope: Envelope[AlertsCorrelatedToIncident], known: Known[Correlating]
) -> Reaction[Correlating]:
    """The incident holds them: whoever resolves it after this knows of them."""
    fact = envelope.data
    return Reaction(
        [
            _confirmed(episode, {str(ref.alert_id): ref.episode for ref in fact.alerts})
            for episode in episodes_holding(known, f"incident:{fact.incident_id}")
        ]
    )


def resolved_too_early(event: TimerFired, known: Known[Correlating]) -> Reaction[Correlating]:
    """A person resolved it, and as long after as the rule allows its alerts still fire: it is open again."""
    episode = known.instance(event.workflow_id)
    if not isinstance(episode, Episode) or episode.reopens_at is None:
        return Reaction()
    reopened = replace(episode.firing_again(), in_flight="reopen")
    return Reaction((reopened,), (reopen_still_firing(episode, event.at),))


def _confirmed(episode: Episode, alerts: Mapping[str, int]) -> Episode:
    held = {
        alert_id: replace(episode.members[alert_id], confirmed=True)
        for alert_id, number in alerts.items()
        if alert_id in episode.members and episode.members[alert_id].alert_episode == number
    }
    return replace(episode, members={**episode.members, **held})


def _moved(episode: Episode, envelope: Envelope[Any], known: Known[Correlating]) -> Reaction[Correlating]:
    if episode.phase is Phase.CLOSED:
        return Reaction()
    match envelope.data:
        case IncidentResolved(resolved_at=at) | IncidentStatusChanged(status=IncidentStatus.RESOLVED, changed_at=at):
            is_past = _is_echo(envelope) and episode.in_flight == "reopen"
            return Reaction() if is_past else _resolved(episode, at, envelope, known)
        case IncidentClosed() | IncidentStatusChanged(status=IncidentStatus.CLOSED):
            return _closed(episode, envelope, known)
        case IncidentStatusChanged():
            return Reaction((_under_way(episode, envelope),))
        case _:
            return Reaction()


def _is_echo(envelope: Envelope[Any]) -> bool:
    actor = Actor.of(envelope.actor)
    return actor.kind is ActorKind.PROCESS and actor.id.startswith("correlation/")


def _resolved(
    episode: Episode, at: datetime, envelope: Envelope[Any], known: Known[Correlating]
) -> Reaction[Correlating]:
    """Whoever did it could not know of alerts that fired later, or that the incident had not taken in by then."""
    resolved = replace(episode, phase=Phase.RESOLVED, resolved_at=at, clear_since=None, cleared_by=None)
    resolved = replace(resolved, ended_by=cause_of(envelope), flapping_since=None)
    resolved = replace(resolved, in_flight="reopen" if episode.in_flight == "reopen" else None)
    late = {key: member for key, member in episode.unknown_at(at).items() if _counts(episode, member)}
    if not late or not episode.under_way:
        return Reaction((resolved,))
    last = max(late.values(), key=lambda member: (member.since, member.name))
    if resolved.may_reopen(last.since):
        reopened = replace(resolved.firing_again(), in_flight="reopen")
        again = correlate_members(reopened, late, match_of(reopened).correlation)
        return Reaction((reopened,), (reopen(reopened, last.name), *again))
    return _next_or(resolved, envelope, known)


def _closed(episode: Episode, envelope: Envelope[Any], known: Known[Correlating]) -> Reaction[Correlating]:
    """For good. What was on its way to it is refused, so those alerts go on in a new incident."""
    closed = replace(episode, phase=Phase.CLOSED, clear_since=None, cleared_by=None, in_flight=None)
    firing = [member for member in episode.members.values() if member.standing is AlertState.FIRING]
    refused = any(
        _counts(episode, member) and (episode.in_flight == "reopen" or not member.confirmed) for member in firing
    )
    return _next_or(closed, envelope, known) if refused else Reaction((closed,))


def _under_way(episode: Episode, envelope: Envelope[Any]) -> Episode:
    """A person may reopen an incident whose alerts are all clear; it then waits for the next time they clear."""
    if episode.in_flight == "resolve":
        return episode
    confirmed = replace(episode, in_flight=None)
    if episode.phase is not Phase.RESOLVED:
        return confirmed
    again = confirmed.firing_again()
    return again.settled(envelope.occurred_at, cause_of(envelope)) if _is_echo(envelope) else again


def _next_or(ended: Episode, envelope: Envelope[Any], known: Known[Correlating]) -> Reaction[Correlating]:
    places: Sequence[Episode] = episodes_holding(known, key_association(ended.key))
    if ended.key not in ended.keys:  # a later episode answers for its alerts already
        return Reaction((ended,))
    return begin_with_members(envelope.tenant_id, ended, places, envelope.occurred_at)


def _counts(episode: Episode, member: Member) -> bool:
    return severe_enough(member.severity, match_of(episode))
